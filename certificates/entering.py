"""Documents come into the register: as many at once as there are, in the transaction of whoever issues them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from certificates import standing
from certificates.codes import new_code
from certificates.models import Document, RenderJob
from certificates.numbers import number_text, patterns_in_force, series_of
from courses.numbering import next_numbers

# Rows of a statement: snapshots are long, and ten thousand of them do not stand in memory as one text.
AT_ONCE = 500


@transaction.atomic
def enter(documents: Sequence[Document]) -> list[Document]:
    """Give each its number and code, and write it with its standing and the PDF that is owed.

    They come without a number and a code; in each series the numbers are one block, in the order of the documents.
    """
    patterns = patterns_in_force()
    for document, number, code in zip(documents, take_numbers(documents), fresh_codes(len(documents)), strict=True):
        document.number, document.code = number, code
        printed = number_text(document.kind, document.year, number, is_specimen=document.is_specimen, patterns=patterns)
        document.snapshot = {**document.snapshot, "number": printed, "code": code}
    entered = Document.objects.bulk_create(documents, batch_size=AT_ONCE)
    standing.begin(entered)
    RenderJob.objects.bulk_create((RenderJob(document=document) for document in entered), batch_size=AT_ONCE)
    return entered


def take_numbers(documents: Sequence[Document]) -> list[int]:
    """The next numbers of their series; the blocks are taken in one order, so that no two issues wait crosswise."""
    drawn_from = [(series_of(each.kind, is_specimen=each.is_specimen), each.year) for each in documents]
    blocks = {
        (series, year): iter(next_numbers(series, year, count))
        for (series, year), count in sorted(Counter(drawn_from).items())
    }
    return [next(blocks[each]) for each in drawn_from]


def fresh_codes(count: int) -> list[str]:
    """Codes that no document carries; the unique constraint stands behind it."""
    codes: list[str] = []
    while len(codes) < count:
        drawn = {new_code() for _ in range(min(count - len(codes), AT_ONCE))} - set(codes)
        codes += drawn - set(Document.objects.filter(code__in=drawn).values_list("code", flat=True))
    return codes
