"""The projects of a cohort in practice as a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from people.workbooks import Cell, Column, export
from postcourse.implementation_reading import Line

LISTS = {"implementations": gettext_lazy("Projects put into practice")}


def export_implementations(lines: Iterable[Line], *, by: User, filters: str = "") -> FileResponse:
    columns = [
        Column(_("Full name"), 36), Column(_("Place of work"), 36), Column(_("Topic of the project"), 50),
        Column(_("Status"), 18), Column(_("Goals"), 10), Column(_("Goals reached"), 12),
        Column(_("Progress, per cent"), 12), Column(_("Last report"), 18), Column(_("Next due"), 16),
        Column(_("Trainer"), 30), Column(_("Goals compared with the project"), 18),
    ]  # fmt: skip
    cells = (_cells(line) for line in lines)
    return export("implementations", _("Projects put into practice"), columns, cells, by=by, filters=filters)


def _cells(line: Line) -> tuple[Cell, ...]:
    row, report, due = line.implementation, line.last_report, line.next_due
    enrolment = row.plan.attempt.enrolment
    return (
        row.person.full_name, str(enrolment.organisation), row.topic, str(line.standing.label), len(line.goals),
        line.reached, line.percent, timezone.localdate(report.at) if report else None, due.due_on if due else None,
        str(row.plan.trainer or ""),
        timezone.localdate(row.goals_confirmed_at) if row.goals_confirmed_at else None,
    )  # fmt: skip
