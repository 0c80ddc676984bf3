"""The proof that the register is whole: its guard, numbers without gaps, rows as printed, files as recorded, standings
as derived. Everything is read as it streams by, so that millions of documents take time but no memory. People go on
working meanwhile: whoever looks for hours looks at one moment (`one_moment`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import groupby

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Count, QuerySet

from certificates import guarding
from certificates.blanks.checking import problems as stock_problems
from certificates.codes import is_valid
from certificates.designs.checking import problems as picture_problems
from certificates.models import BlankUse, Document, DocumentFile, RenderJob
from certificates.numbers import SERIES, counter_of, patterns_ever, series_of, written
from certificates.patterns import look
from certificates.standing import derived_with
from courses.models import Counter

AT_ONCE = 500
Tell = Callable[[int], None]
# As whose paper a document's snapshot is drawn.
DRAWN_AS = {"duplicate": {"duplicate", "certificate"}}


@contextmanager
def one_moment() -> Iterator[None]:
    """Whatever is read inside is read as it was at the first question; nobody who writes waits for it."""
    if connection.in_atomic_block:
        yield  # the moment is that of whoever began the transaction
        return
    connection.ensure_connection()
    mode = getattr(connection, "transaction_mode", None)
    if mode is not None:  # SQLite: our transactions begin by keeping others from writing, this one must not
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        if mode is not None:
            connection.transaction_mode = mode  # type: ignore[attr-defined]


def problems(*, with_files: bool = True, tell: Tell = lambda done: None) -> Iterator[str]:
    """Every contradiction as a sentence; nothing where the register is whole. `tell` hears how many were looked at."""
    yield from _guard()
    yield from _numbers()
    yield from _printed_twice()
    yield from _blanks()
    yield from stock_problems()
    if with_files:
        yield from picture_problems()
    yield from _documents(with_files, tell)


def _guard() -> Iterator[str]:
    for table in guarding.unguarded(connection):
        yield f"{table}: the database would let its rows be changed or removed; “manage.py migrate” sets its triggers."


def _numbers() -> Iterator[str]:
    """Each series runs from its first number to the counter without a hole."""
    names = {counter_of(series, is_specimen=each) for series in SERIES.values() for each in (False, True)}
    counters = {(row.kind, row.year): row for row in Counter.objects.filter(kind__in=names)}
    groups = Document.objects.order_by().values_list("kind", "is_specimen", "year").distinct()
    taken = {(series_of(kind, is_specimen=specimen), year) for kind, specimen, year in groups}
    for name, year in sorted(taken | counters.keys()):
        counter = counters.get((name, year))
        if counter is None:
            yield f"{name} {year}: documents have numbers, but there is no counter."
        else:
            yield from (f"{name} {year}: {said}" for said in _run(counter))


def _run(counter: Counter) -> Iterator[str]:
    expected, last = counter.first, 0
    for number in _taken(counter).iterator(AT_ONCE):
        if number == last:
            yield f"two documents have the number {number}."
        elif not counter.first <= number < counter.next:
            yield f"outside of the counter stands the number {number}."
        else:
            yield from _gap(expected, number)
            expected = number + 1
        last = number
    yield from _gap(expected, counter.next)


def _taken(counter: Counter) -> QuerySet[Document, int]:
    specimen = counter.kind.startswith(counter_of("", is_specimen=True))
    kinds = [kind for kind in SERIES if series_of(kind, is_specimen=specimen) == counter.kind]
    rows = Document.objects.filter(kind__in=kinds, is_specimen=specimen, year=counter.year)
    return rows.order_by("number").values_list("number", flat=True)


def _gap(first: int, after: int) -> Iterator[str]:
    if after - first == 1:
        yield f"no document has the number {first}."
    elif first < after:
        yield f"no document has the numbers {first}–{after - 1}."


def _printed_twice() -> Iterator[str]:
    rows = Document.objects.order_by().values("printed_number").annotate(n=Count("pk")).filter(n__gt=1)
    for row in rows.iterator(AT_ONCE):
        yield f"{row['n']} documents have the number {row['printed_number']} printed on them."


def _blanks() -> Iterator[str]:
    """A blank carries one document, also where its series was typed with letters that look alike."""
    uses = BlankUse.objects.order_by("number", "pk").values_list("number", "series", "document")
    for number, group in groupby(uses.iterator(AT_ONCE), key=lambda use: use[0]):
        carried: dict[str, int] = {}
        for _number, series, document in group:
            if (other := carried.setdefault(look(series), document)) != document:
                yield f"Document {document}: the blank {series} № {number} carries document {other} already."


def _documents(with_files: bool, tell: Tell) -> Iterator[str]:
    patterns = patterns_ever()
    ever = {kind: patterns[series] for kind, series in SERIES.items()}
    rows = Document.objects.select_related("standing", "file", "job", "superseded_by").prefetch_related(
        "events", "blanks"
    )
    for done, row in enumerate(rows.order_by("pk").iterator(AT_ONCE), 1):
        found = [
            _unlike_its_snapshot(row, ever[row.kind]),
            _unlike_its_standing(row),
            _unlike_its_file(row, with_files),
        ]
        yield from (f"Document {row.pk}: {said}" for said in found if said)
        tell(done)


def _unlike_its_snapshot(row: Document, ever: list[str]) -> str:
    """The row, its code and its number, whichever format it was written by, are what the paper says."""
    said = row.snapshot
    last_day = row.valid_through.isoformat() if row.valid_through else None
    of_row = row.code, last_day, row.is_specimen, row.issued_on.isoformat(), row.year
    of_paper = said["code"], said["valid_through"], said["specimen"], said["issued_on"], row.issued_on.year
    if of_row != of_paper or said["kind"] not in DRAWN_AS.get(row.kind, {row.kind}):
        return "the row and its snapshot differ."
    printed = {written(pattern, row.year, row.number, is_specimen=row.is_specimen) for pattern in ever}
    if said["number"] not in printed:
        return f"{row.number} of {row.year} is not and was never written {said['number']}."
    return "" if is_valid(row.code) else f"{row.code} is not a code."


def _unlike_its_standing(row: Document) -> str:
    standing = getattr(row, "standing", None)
    if standing is None:
        return "it has no standing, so its code is unknown to the public."
    fields = derived_with(row, getattr(row, "superseded_by", None))
    if standing.code != row.code or any(getattr(standing, name) != value for name, value in fields.items()):
        return "its standing is not what its events say."
    return ""


def _unlike_its_file(row: Document, with_bytes: bool) -> str:
    """A finished job has its file, and the file the bytes that were recorded."""
    file, job = getattr(row, "file", None), getattr(row, "job", None)
    if file is None:
        if job is None:
            return "it has no PDF, and none is owed."
        done = job.state == RenderJob.State.DONE
        return "the PDF is said to be ready, but no file is recorded." if done else ""
    return _unlike_its_bytes(file) if with_bytes else ""


def _unlike_its_bytes(file: DocumentFile) -> str:
    digest, size = sha256(), 0
    try:
        with default_storage.open(file.key) as stored:
            for part in stored.chunks():
                digest.update(part)
                size += len(part)
    except OSError:
        return f"the file {file.key} is missing."
    if (digest.hexdigest(), size) != (file.sha256, file.size):
        return f"the file {file.key} is not what was recorded."
    return ""
