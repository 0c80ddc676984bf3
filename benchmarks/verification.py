"""What a verdict costs over a register of millions, beside a bare view, in a test database beside DATABASE_URL's.

`python -m benchmarks.verification [ROWS]`; `benchmarks.run` runs it on SQLite and on a private PostgreSQL, or on yours.
"""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from certificates.models import Standing

BASE = Path(__file__).resolve().parent.parent
ROWS = 1_000_000
WRITTEN = 50_000  # the database repeats them under other codes
IMPRINTS = 12  # programmes and signatories of six years
WARM_UP, ROUNDS, REQUESTS = 5_000, 40, 250
FIRST = 10**9  # of the documents that are not there
# Of a hundred documents so many are revoked and replaced; the dates make others expire.
REVOKED, REPLACED = 3, 5
REPEAT = """
INSERT INTO certificates_standing
    (code, document_id, state, since, valid_through, withheld, imprint_id, own, revision)
SELECT substr(code, 1, 12) || %s, document_id + %s, state, since, valid_through, withheld, imprint_id, own, revision
FROM certificates_standing WHERE document_id BETWEEN %s AND %s
"""


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
    """So many standings as the product writes them, without the documents they belong to; the codes to ask for."""
    from django.db import connection

    from certificates.models import Imprint, Standing
    from certificates.standing import COMMON, keep

    common = {name: pattern[name] for name in COMMON if name in pattern}
    signatories = [{**pattern["signatory"], "name": f"{pattern['signatory']['name']} {n}"} for n in range(IMPRINTS)]
    imprints = [Imprint.of({**common, "specimen": False, "signatory": signatory}) for signatory in signatories]
    keep(imprints)
    written = list(standings(pattern, [imprint.pk for imprint in imprints], min(rows, WRITTEN)))
    with connection.cursor() as cursor:
        _without_documents(cursor)
        Standing.objects.bulk_create(written, batch_size=1_000)
        suffixes = [_suffix(n) for n in range(-(-rows // len(written)))]
        for n, suffix in enumerate(suffixes[1:], 1):
            cursor.execute(REPEAT, [suffix, n * len(written), FIRST, FIRST + len(written) - 1])
    random, asked = Random(5), 2 * (WARM_UP + ROUNDS * REQUESTS)
    return [random.choice(written).code[:12] + random.choice(suffixes) for _ in range(asked)]


def standings(pattern: dict[str, Any], imprints: list[str], rows: int) -> Iterator[Standing]:
    """What certificates of six years may have come to."""
    from certificates.models import Standing
    from certificates.standing import COMMON
    from config.demo.names import FATHERS, MEN

    random, epoch = Random(3), date(2020, 1, 1)
    own = {name: value for name, value in pattern.items() if name not in COMMON}
    for n in range(rows):
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
        yield Standing(
            code=_prefix(random) + _suffix(0), document_id=FIRST + n, state=state, since=since, valid_through=last_day,
            imprint_id=random.choice(imprints), own=said,
        )  # fmt: skip


def _prefix(random: Random) -> str:
    """Twelve characters which check to nothing: what is a right code after one of them is one after all."""
    from certificates.codes import ALPHABET, check_character

    free = "".join(random.choices(ALPHABET, k=11))
    return next(free + last for last in ALPHABET if check_character(f"{free}{last}000") == "0")


def _suffix(n: int) -> str:
    from certificates.codes import check_character

    return f"{n:03}" + check_character(f"{'0' * 12}{n:03}")


def _without_documents(cursor: Any) -> None:
    from django.db import connection

    from certificates.models import Standing

    table = Standing._meta.db_table
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA cache_size = -1000000")  # the indexes of ten million rows are filled in memory
        return
    for name, found in connection.introspection.get_constraints(cursor, table).items():
        if found["foreign_key"] and found["columns"] == ["document_id"]:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


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
        asked = iter(codes)
        for path in per_second:
            seconds_of(port, [path + code for code in islice(asked, WARM_UP)])
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
