"""What is held on a human, as every app tells it: as a page and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import held as of_assessment
from certificates import held as of_certificates
from courses import held as of_courses
from people import held as of_people
from people.held import Held, Line
from people.human import Human, human_of
from people.models import Person, User
from people.workbooks import Cell, Column, export
from postcourse import held as of_support

TELLERS = (of_people, of_courses, of_assessment, of_certificates, of_support)


@dataclass(frozen=True)
class Sheet:
    """What is held on a human on that day; `nothing` names what is kept of others, but not of them."""

    human: Human
    made_at: datetime
    parts: list[Held]

    @property
    def told(self) -> list[Held]:
        return [part for part in self.parts if part.lines]

    @property
    def nothing(self) -> list[str]:
        return [part.title for part in self.parts if not part.lines]


def sheet_of(person: Person, *, own: bool) -> Sheet:
    """`own`: the person reads it, and sees also what is shown to nobody else."""
    human = human_of(person)
    parts = [part for app in TELLERS for part in app.held_on(human, own=own)]
    return Sheet(human, timezone.now(), parts)


def export_sheet(sheet: Sheet, *, by: User) -> FileResponse:
    """The sheet as a workbook; that somebody took it is on record as with every list."""
    columns = [Column(_("Part"), 30), Column(_("When"), 18), Column(_("What it is"), 40), Column(_("What it says"), 90)]
    rows = (_cells(part, line) for part, line in _lines(sheet))
    kept = sheet.human.kept
    return export("data-subject", _("What is held"), columns, rows, by=by, filters=f"person={kept.pk}")


def _lines(sheet: Sheet) -> Iterator[tuple[Held, Line]]:
    return ((part, line) for part in sheet.told for line in part.lines)


def _cells(part: Held, line: Line) -> tuple[Cell, ...]:
    return part.title, line.when, line.what, line.said
