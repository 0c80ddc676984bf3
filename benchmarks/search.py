"""A search among 100,000 people beside a look-up by an indexed equality, in a test database beside DATABASE_URL's.

`python -m benchmarks.search`; `benchmarks.run` runs it on SQLite and on a private PostgreSQL, or on yours.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.models import Person

BASE = Path(__file__).resolve().parent.parent
PEOPLE = 100_000
SEARCHES = 60
# What is typed where the keyboard has no Kazakh letters, and where it has no Cyrillic ones at all.
RUSSIAN = str.maketrans("әғқңөұүһі", "агкноуухи")
LATIN = str.maketrans({
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "gh", "д": "d", "е": "e", "ж": "zh", "к": "k", "қ": "q",
    "л": "l", "м": "m", "н": "n", "о": "o", "р": "r", "с": "s", "т": "t", "ұ": "u", "ү": "u", "ш": "sh", "ы": "y",
    "і": "i",
})  # fmt: skip


def main() -> None:
    os.environ.update(DJANGO_SETTINGS_MODULE="benchmarks.settings", LOG_LEVEL="ERROR")
    sys.path.insert(0, str(BASE))
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = connection.settings_dict["TEST"]["NAME"] or _name(connection.vendor)
    connection.creation.create_test_db(verbosity=0)
    try:
        fill()
        measure(connection.vendor)
    finally:
        connection.creation.destroy_test_db(None, verbosity=0)


def _name(vendor: str) -> str | None:
    """SQLite in a file, as in life, not in memory."""
    return f"{os.environ['DATA_DIR']}/search.sqlite3" if vendor == "sqlite" else None


def fill() -> None:
    """As many people as a country has teachers of one kind, with three thousand surnames."""
    from django.db import connection

    from config.demo.names import FATHERS, MEN
    from people import indexing
    from people.models import Person

    random = Random(7)
    surnames = list(islice(_surnames(random), 3_000))
    for start in range(0, PEOPLE, 5_000):
        people = [
            Person(
                iin=f"{n * 9_999_991 % 10**12:012d}", surname=random.choice(surnames), given_name=random.choice(MEN),
                patronymic=f"{random.choice(FATHERS)}ұлы", email=f"{random.choice('abdeknst')}{n}@mektep.example",
            )
            for n in range(start + 1, start + 5_001)
        ]  # fmt: skip
        for person in people:
            indexing.key_person(person)
        Person.objects.bulk_create(people, batch_size=1_000)
        indexing.index(people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _surnames(random: Random) -> Iterator[str]:
    while True:
        yield "".join(random.choice("бғджқлмнрстш") + random.choice("аәеыіоұү") for _ in range(3)).title() + "баев"


def measure(database: str) -> None:
    """Each search is what the register's page asks: how many there are, and the first fifty in their order."""
    from benchmarks.run import report
    from people.listing import page_of
    from people.models import Person

    random = Random(11)
    known = list(Person.objects.filter(pk__in=random.sample(range(1, PEOPLE), SEARCHES)))
    asked: dict[str, Callable[[Person], str]] = {
        "a surname": lambda who: who.surname.lower(),
        "a surname without Kazakh letters": lambda who: who.surname.lower().translate(RUSSIAN),
        "a surname in Latin letters": lambda who: who.surname.lower().translate(LATIN),
        "four letters of a surname": lambda who: who.surname[:4].lower(),
        "the same without Kazakh letters": lambda who: who.surname[:4].lower().translate(RUSSIAN),
        "the same in Latin letters": lambda who: who.surname[:4].lower().translate(LATIN),
        "a surname and a given name": lambda who: f"{who.given_name} {who.surname}",
        "one letter": lambda who: who.surname[:1],
        "four digits of an IIN": lambda who: who.iin[:4],
        "six digits of an IIN": lambda who: who.iin[:6],
        "the beginning of an e-mail": lambda who: who.email[:9],
    }

    def look_up(who: Person) -> None:
        Person.objects.get(iin=who.iin)

    for name, words in asked.items():

        def search(who: Person, words: Callable[[Person], str] = words) -> None:
            page = page_of(Person.objects.current().search(words(who)), None)
            if not page.paginator.count or not len(page):
                raise RuntimeError(f"nobody found: {words(who)}")

        ours, bare = _medians(known, search, look_up)
        report(f"{database}: {name}, ms", ours, bare)


def _medians(known: list[Person], *acts: Callable[[Person], None]) -> list[float]:
    """Milliseconds; the acts take turns, so that whatever else the machine does falls on each alike."""
    times: list[list[float]] = [[] for _ in acts]
    for who in known:
        for spent, act in zip(times, acts, strict=True):
            begin = time.perf_counter()
            act(who)
            spent.append(1000 * (time.perf_counter() - begin))
    return [statistics.median(spent) for spent in times]


if __name__ == "__main__":
    main()
