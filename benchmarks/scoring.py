"""How long a mark takes to be saved while three members score thirty participants at once, beside one member alone.

`python -m benchmarks.scoring`, in a test database beside DATABASE_URL's, against the product behind gunicorn.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessment.models import DefenceDay
    from config.demo.story import Storyteller
    from people.models import User

BASE = Path(__file__).resolve().parent.parent
PARTICIPANTS = 30


def main() -> None:
    os.environ.update(DJANGO_SETTINGS_MODULE="benchmarks.settings", LOG_LEVEL="ERROR")
    sys.path.insert(0, str(BASE))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        test["NAME"] = f"{os.environ['DATA_DIR']}/scoring.sqlite3"
    name = connection.creation.create_test_db(verbosity=0)
    try:
        call_command("load_programme", verbosity=0)
        measure(connection.vendor, name)
    finally:
        connection.creation.destroy_test_db(None, verbosity=0)


def measure(database: str, name: str) -> None:
    from benchmarks.run import report, server
    from benchmarks.subjects import Stage

    story = Stage().story
    day, others = _day(story, "Бірге", 0), _day(story, "Жеке", -1)
    url = os.environ.get("DATABASE_URL", "")
    address = f"sqlite:///{name}" if database == "sqlite" else f"{url.rpartition('/')[0]}/{name}"
    with server(DATABASE_URL=address) as port:
        members = [member.user for member in day.members.select_related("user")]
        together = _score(port, day, members)
        alone = _score(port, others, members[:1])
    report(f"{database}: save a mark, 3 at once, median ms", statistics.median(together), statistics.median(alone))
    report(f"{database}: save a mark, 3 at once, p95 ms", _p95(together), _p95(alone))


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _day(story: Storyteller, name: str, days: int) -> DefenceDay:
    """Thirty participants before three members, so many days from today: nobody sits on two commissions at once."""
    cohort = story.enrol_for(name, starts=-30, ends=0)
    story.admit(cohort, PARTICIPANTS)
    return story.plan(cohort, days, room=name)


def _score(port: int, day: DefenceDay, members: list[User]) -> list[float]:
    """Milliseconds of every mark; each member begins with another participant, as in two rooms of one corridor."""
    from django.db import connection

    from assessment.rules import rules_of
    from tests.phones import Phone

    defences = list(day.defences.values_list("pk", flat=True))
    cohort = day.defences.all()[0].attempt.enrolment.cohort
    criteria = [(each.pk, int(each.maximum)) for each in rules_of(cohort).rubric.criteria.at_defence()]
    phones = [Phone(f"127.0.0.1:{port}", user) for user in members]

    def work(place: int) -> list[float]:
        random, times = Random(place), []
        for defence in defences[place:] + defences[:place]:
            for key, maximum in criteria:
                begin = time.perf_counter()
                phones[place].mark(defence, key, random.randint(0, 2 * maximum))
                times.append(1000 * (time.perf_counter() - begin))
        connection.close()
        return times

    with ThreadPoolExecutor(len(phones)) as pool:
        return [spent for times in pool.map(work, range(len(phones))) for spent in times]


if __name__ == "__main__":
    main()
