"""The proof that the register is whole: numbers without gaps, files as recorded, standings as derived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256

from django.core.files.storage import default_storage

from certificates.models import Document, DocumentFile, RenderJob, Standing
from certificates.numbers import SERIES, number_text, series_of
from certificates.standing import derived
from courses.numbering import gaps

AT_ONCE = 500


def problems() -> Iterator[str]:
    """Every contradiction as a sentence; nothing where the register is whole."""
    yield from _gaps()
    yield from _unlike_their_snapshot()
    yield from _files()
    yield from _standings()


def _gaps() -> Iterator[str]:
    """Each series runs from its first number to the counter without a hole."""
    taken: dict[tuple[str, int], set[int]] = defaultdict(set)
    for kind, is_specimen, year, number in Document.objects.values_list("kind", "is_specimen", "year", "number"):
        taken[series_of(kind, is_specimen=is_specimen), year].add(number)
    names = {series_of(kind, is_specimen=specimen) for kind in SERIES for specimen in (True, False)}
    yield from gaps("document", taken, series=names)


def _unlike_their_snapshot() -> Iterator[str]:
    for row in Document.objects.order_by("pk").iterator(AT_ONCE):
        printed = number_text(row.kind, row.year, row.number, is_specimen=row.is_specimen)
        last_day = row.valid_through.isoformat() if row.valid_through else None
        said = (row.snapshot["number"], row.snapshot["code"], row.snapshot["valid_through"], row.snapshot["specimen"])
        if said != (printed, row.code, last_day, row.is_specimen):
            yield f"Document {row.pk}: the row and its snapshot differ."


def _files() -> Iterator[str]:
    """Every finished job has its file, and every file the bytes that were recorded."""
    for job in RenderJob.objects.filter(state=RenderJob.State.DONE, document__file=None).select_related("document"):
        yield f"Document {job.document_id}: the PDF is said to be ready, but no file is recorded."
    for row in DocumentFile.objects.order_by("pk").iterator(AT_ONCE):
        try:
            with default_storage.open(row.key) as stored:
                pdf = stored.read()
        except OSError:
            yield f"Document {row.document_id}: the file {row.key} is missing."
            continue
        if (sha256(pdf).hexdigest(), len(pdf)) != (row.sha256, row.size):
            yield f"Document {row.document_id}: the file {row.key} is not what was recorded."


def _standings() -> Iterator[str]:
    for document in Document.objects.filter(standing=None):
        yield f"Document {document.pk}: it has no standing, so its code is unknown to the public."
    for standing in Standing.objects.select_related("document").order_by("document").iterator(AT_ONCE):
        if standing.code != standing.document.code or any(
            getattr(standing, name) != value for name, value in derived(standing.document).items()
        ):
            yield f"Document {standing.document_id}: its standing is not what its events say."
