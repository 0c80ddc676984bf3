"""The gradebook as a workbook: points as numbers, what is only suggested in words beside them."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import FileResponse
from django.utils.translation import gettext as _

from assessment.gradebook import Book, Cell, Row
from assessment.grading import to_points
from courses.half_points import in_words
from courses.models import Cohort
from people.languages import in_language
from people.models import User
from people.workbooks import Cell as Value
from people.workbooks import Column, export


def export_gradebook(cohort: Cohort, book: Book, *, by: User) -> FileResponse:
    rows = ([line, *_line(row)] for line, row in enumerate(book.rows, start=1))
    return export("gradebook", cohort.name, list(_columns(book)), rows, by=by, filters=f"cohort={cohort.pk}")


def _columns(book: Book) -> Iterator[Column]:
    yield from (Column("№", 6), Column(_("Participant"), 36), Column(_("Place of work"), 36))
    for criterion in book.criteria:
        label = in_language(criterion, "short") or str(criterion)
        yield Column(_("%(criterion)s, of %(most)s") % {"criterion": label, "most": in_words(criterion.maximum)}, 16)
        yield Column(_("State"), 24)
        yield Column(_("Suggested by the tasks"), 14)
        yield Column(_("Reason"), 30)
    yield Column(_("Sum, of %(most)s") % {"most": in_words(to_points(book.maximum_halves))}, 12)


def _line(row: Row) -> Iterator[Value]:
    yield from (row.enrolment.person.full_name, str(row.enrolment.organisation))
    for cell in row.cells:
        yield from _cells(cell)
    yield to_points(row.sum_halves)


def _cells(cell: Cell) -> Iterator[Value]:
    yield cell.mark.points if cell.mark else None
    yield state_word(cell)
    yield None if cell.suggestion.halves is None else to_points(cell.suggestion.halves)
    yield cell.mark.reason if cell.mark else ""


def state_word(cell: Cell) -> str:
    words = {
        "confirmed": _("Confirmed"),
        "changed": _("Changed, with a reason"),
        "suggested": _("Suggested, not confirmed"),
        "none": _("None"),
    }
    return words[cell.state]
