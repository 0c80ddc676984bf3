"""The proof that the stock is whole: every blank is where its papers say, and the acts are numbered without gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from certificates.blanks.moving import State
from certificates.blanks.writing_off import series_of
from certificates.models import Blank, BlankPile, BlankUse, PrintSheet, WriteOff, WriteOffLine
from courses.numbering import gaps

AT_ONCE = 500
# Where a blank can be that was recorded as carrying a document: there, or spoiled since another one carries it.
RECORDED = (State.CARRIES, State.SPOILED, State.WRITTEN_OFF)


def problems() -> Iterator[str]:
    """Every contradiction as a sentence; nothing where each blank is accounted for."""
    yield from _acts()
    yield from _piles()
    for question, said in _contradictions():
        for blank in question.order_by("pk").iterator(AT_ONCE):
            yield f"Blank {blank.series} {blank.number} is “{blank.state}”, but {said}."


def _acts() -> Iterator[str]:
    taken: dict[tuple[str, int], set[int]] = defaultdict(set)
    for is_specimen, year, number in WriteOff.objects.values_list("is_specimen", "year", "number"):
        taken[series_of(is_specimen=is_specimen), year].add(number)
    yield from gaps("act", taken, series=[series_of(is_specimen=each) for each in (False, True)])


def _piles() -> Iterator[str]:
    size = F("last") - F("first") + 1
    for pile in BlankPile.objects.annotate(there=Count("blanks")).exclude(there=size):
        yield f"Pile {pile.series} {pile.written(pile.first)}: not as many blanks as were received."


def _contradictions() -> Iterator[tuple[QuerySet[Blank], str]]:
    used = Exists(BlankUse.objects.filter(series=OuterRef("series"), number=OuterRef("number")))
    line = Exists(WriteOffLine.objects.filter(blank=OuterRef("pk")))
    sheet = Exists(PrintSheet.objects.filter(blank=OuterRef("pk"), outcome=PrintSheet.Outcome.WAITING))
    # What was recorded by hand before the stock was counted may have been written with fewer zeros.
    counted = Q(events__isnull=False)
    rows = Blank.objects.all()
    yield rows.filter(counted, ~used, state=State.CARRIES).distinct(), "no document is recorded on it"
    yield rows.filter(used).exclude(state__in=(*RECORDED, State.TAKEN_BACK)), "a document is recorded on it"
    yield rows.filter(~line, state=State.WRITTEN_OFF), "no act names it"
    yield rows.filter(line).exclude(state=State.WRITTEN_OFF), "an act names it"
    yield rows.filter(~sheet, state=State.ON_PRESS), "no open print job has it"
    yield rows.filter(sheet).exclude(state=State.ON_PRESS), "an open print job has it"
