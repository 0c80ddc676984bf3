"""`python -m tests.faults.months --certificates 1500`: two months pass while whatever carries the mail is killed.

A private PostgreSQL, Redis, two workers, two beats and a mail server; the clock is the story's. At random moments one
of them dies by `kill -9` and comes back. Afterwards each cause must have arrived once, under one Message-ID.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from random import Random

from tests.faults.house import House
from tests.faults.post import Post

PAIR = ("worker", "beat", "worker2", "beat2")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.months", description=__doc__)
    parser.add_argument("--certificates", type=int, default=1500, help="that expire (1500: some 2,000 messages)")
    parser.add_argument("--steps", type=int, default=60, help="in which the 60 days pass (60)")
    parser.add_argument("--kills", type=int, default=40, help="spread over the steps (40)")
    parser.add_argument("--single", action="store_true", help="one worker and one beat, not two of each")
    parser.add_argument("--seed", type=int, help="of the moments; a new one each time")
    chosen = parser.parse_args()
    seed = chosen.seed if chosen.seed is not None else Random().randrange(10**6)
    sys.exit(play(chosen, seed))


def play(chosen: argparse.Namespace, seed: int) -> int:
    with tempfile.TemporaryDirectory(prefix="basqaru-months-") as folder:
        os.environ["FAULTS_CLOCK"] = clock = str(Path(folder) / "clock")
        post = Post(Random(seed + 1))
        settings = "tests.faults.settings_months"
        house = House(Path(folder), mail=post.url, DJANGO_SETTINGS_MODULE=settings, FAULTS_CLOCK=clock)
        parts = PAIR[:2] if chosen.single else PAIR
        try:
            house.open()
            from tests.faults.two_months import Months

            months = Months(house, post, parts=parts, random=Random(seed))
            print(f"{chosen.certificates} certificates, {chosen.steps} steps, seed {seed}", flush=True)
            months.begin(chosen.certificates)
            months.pass_by(chosen.steps, kills=chosen.kills)
            print(months.table(), flush=True)
            wrong = months.verdict()
            print("\n".join([f"lost, doubled or sent to the wrong: {len(wrong)}", *wrong[:40]]), flush=True)
            return 1 if wrong else 0
        finally:
            house.stop()


if __name__ == "__main__":
    main()
