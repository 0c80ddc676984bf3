"""`python -m tests.faults --papers 500 --rounds 3`: batches are signed and made while everything is killed in turn.

A private PostgreSQL, Redis, web, worker and beat; one round signs one batch over HTTP, and at a random moment of it one
part dies by `kill -9` and is started again. Afterwards every paper must be there once, and every letter delivered.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random

from tests.faults.house import House
from tests.mail_server import mail_server

VICTIMS = ("web", "worker", "postgres", "redis")
MOST_AGAIN = 4  # times that the worker is killed once more, where all papers were made before it died


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--papers", type=int, default=500, help="papers of a batch (500)")
    parser.add_argument("--rounds", type=int, default=1, help="how often each part is killed (1)")
    parser.add_argument("--seed", type=int, help="of the moments; a new one each time")
    chosen = parser.parse_args()
    seed = chosen.seed if chosen.seed is not None else Random().randrange(10**6)
    with tempfile.TemporaryDirectory(prefix="basqaru-faults-") as folder, mail_server() as server:
        house = House(Path(folder), mail=server.url)
        try:
            house.open()
            from tests.faults.checking import left_behind, repeated
            from tests.faults.story import HEAD, Story

            story = Story(house, server, papers=chosen.papers, random=Random(seed))
            for part in ("web", "worker", "beat"):
                house.start(part)
            print(f"{chosen.papers} papers a batch; the moments are those of --seed {seed}\n{HEAD}", flush=True)
            # The first batch finds everybody cold; the second says how long one takes.
            for victim in ("", "", *VICTIMS * chosen.rounds):
                print(played := story.play(victim), flush=True)
                for _again in range(MOST_AGAIN if victim == "worker" else 0):
                    if played.hit(chosen.papers):
                        break
                    print(played := story.play(victim), flush=True)
            wrong = story.verdict()
            print(f"letters repeated under their own Message-ID: {repeated(server)}")
            print(f"stored bytes that no row names: {left_behind()}")
            print("\n".join([f"lost or doubled: {len(wrong)}", *wrong]), flush=True)
            sys.exit(1 if wrong else 0)
        finally:
            house.stop()


if __name__ == "__main__":
    main()
