"""What a verdict costs over a register of millions, beside a bare view, in a test database beside DATABASE_URL's.

`python -m benchmarks.verification [ROWS]`; `benchmarks.run` runs it on SQLite and on a private PostgreSQL, or on yours.
"""

from __future__ import annotations

import io
import json
import os
import statistics
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

BASE = Path(__file__).resolve().parent.parent
ROWS = 1_000_000
AT_ONCE = 50_000
IMPRINTS = 12
ROUNDS, REQUESTS = 40, 250
COLUMNS = (
    "code", "document_id", "state", "since", "valid_through", "withheld", "imprint_id", "own", "revision",
)  # fmt: skip
# Of a hundred documents so many are revoked and replaced; the dates make others expire.
REVOKED, REPLACED = 3, 5


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    os.environ.update(DJANGO_SETTINGS_MODULE="benchmarks.settings", LOG_LEVEL="ERROR")
    sys.path.insert(0, str(BASE))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.subjects import Stage

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = f"{os.environ['DATA_DIR']}/verification.sqlite3"
    name = connection.creation.create_test_db(verbosity=0)
    try:
        call_command("load_programme", verbosity=0)
        codes = fill(Stage().sign_batch()[0].standing.public, rows)
        url = os.environ.get("DATABASE_URL", "")
        address = f"sqlite:///{name}" if connection.vendor == "sqlite" else f"{url.rpartition('/')[0]}/{name}"
        measure(connection.vendor, address, codes, rows)
    finally:
        connection.creation.destroy_test_db(None, verbosity=0)


def fill(pattern: dict[str, Any], rows: int) -> list[str]:
    """So many standings as the product writes them, without their documents; the codes to ask for."""
    from certificates.models import Imprint
    from certificates.standing import COMMON, keep

    common = {name: pattern[name] for name in COMMON}
    signatories = [{**pattern["signatory"], "name": f"{pattern['signatory']['name']} {n}"} for n in range(IMPRINTS)]
    imprints = [Imprint.of({**common, "specimen": False, "signatory": signatory}) for signatory in signatories]
    keep(imprints)
    codes: list[str] = []
    made = standings(pattern, [imprint.pk for imprint in imprints], rows)
    random, asked = Random(5), 2 * ROUNDS * REQUESTS
    while chunk := list(islice(made, AT_ONCE)):
        _write(chunk)
        share = -(-asked * len(chunk) // rows)
        codes += random.sample([row[0] for row in chunk], min(share, len(chunk)))
    random.shuffle(codes)
    return codes


def standings(pattern: dict[str, Any], imprints: list[str], rows: int) -> Iterator[tuple[Any, ...]]:
    """In the order of their codes, as a register that has been reorganised."""
    from certificates.codes import ALPHABET, check_character
    from certificates.standing import COMMON
    from config.demo.names import FATHERS, MEN

    random, epoch = Random(3), date(2020, 1, 1)
    own = {name: value for name, value in pattern.items() if name not in COMMON}
    step, documents = 32**6 // rows, random.randrange(10**8)
    for n in range(rows):
        head = n * step + random.randrange(step)
        body = "".join(ALPHABET[head >> shift & 31] for shift in range(25, -1, -5)) + "".join(
            random.choices(ALPHABET, k=9)
        )
        issued = epoch + timedelta(random.randrange(2_400))
        last_day, since = issued.replace(year=issued.year + 3, day=min(issued.day, 28)), None
        state, reason, replaced_by = "in_force", "", None
        if (luck := random.randrange(100)) < REVOKED:
            state, since, reason = "revoked", issued, f"Комиссия шешімі, № {n % 97}"
        elif luck < REVOKED + REPLACED:
            state, since = "superseded", issued
            replaced_by = {"number": f"{issued.year}-{n:08d}", "issued_on": issued.isoformat()}
        said = {
            **own,
            "number": f"{issued.year}-{n:08d}",
            "name": f"{random.choice(FATHERS)}ов {random.choice(MEN)} {random.choice(FATHERS)}ұлы",
            "course_start": (issued - timedelta(30)).isoformat(),
            "course_end": (issued - timedelta(2)).isoformat(),
            "issued_on": issued.isoformat(),
            "valid_through": last_day.isoformat(),
            "reason": reason,
            "replaced_by": replaced_by,
        }
        code, days = body + check_character(body), (since and since.isoformat(), last_day.isoformat())
        yield (code, documents + n, state, *days, False, random.choice(imprints), json.dumps(said), 1)


def _write(rows: list[tuple[Any, ...]]) -> None:
    """As fast as the database takes them; the documents that they belong to are not what is measured."""
    from django.db import connection

    from certificates.models import Standing

    table = Standing._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("BEGIN")
            marks = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(COLUMNS)}) VALUES ({marks})", rows)  # noqa: S608
            cursor.execute("COMMIT")
            return
        for name, found in connection.introspection.get_constraints(cursor, table).items():
            if found["foreign_key"] and found["columns"] == ["document_id"]:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        text = "".join("\t".join(map(_copied, row)) + "\n" for row in rows)
        cursor.copy_expert(f"COPY {table} ({', '.join(COLUMNS)}) FROM STDIN", io.StringIO(text))


def _copied(value: Any) -> str:
    return r"\N" if value is None else str(value).replace("\\", "\\\\")


def measure(database: str, address: str, codes: list[str], rows: int) -> None:
    """Rounds of both in turn on one server, a code of its own for every request."""
    from django.db import connection

    from benchmarks.load import body_of, seconds_of
    from benchmarks.run import report, server

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE certificates_standing" if database == "postgresql" else "ANALYZE")
    connection.close()
    with server(DATABASE_URL=address) as port:
        size = int(statistics.median(len(body_of(port, f"/v/{code}")) for code in codes[:100]))
    ours: list[float] = []
    bare: list[float] = []
    per_second: dict[str, list[float]] = {"/v/": [], "/v/bare/": []}
    with server(DATABASE_URL=address, BENCH_BYTES=str(size)) as port:
        for path in per_second:
            seconds_of(port, [path + code for code in codes[:1_000]])
        asked = iter(codes)
        for _ in range(ROUNDS):
            for path, each in (("/v/", ours), ("/v/bare/", bare)):
                spent, times = seconds_of(port, [path + code for code in islice(asked, REQUESTS)])
                per_second[path].append(len(times) / spent)
                each += times
    medians = [statistics.median(rounds) for rounds in per_second.values()]
    report(f"{database}: verify, requests/s, {rows:,} rows", *medians)
    report(f"{database}: verify, p99 ms ({size:,} bytes)", *(1000 * _p99(each) for each in (ours, bare)))


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[-1]


if __name__ == "__main__":
    main()
