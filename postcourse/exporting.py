"""The list of consultations as a workbook; what was said at them stays in the house."""

from __future__ import annotations

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from people.workbooks import Column, export
from postcourse import exporting_implementation, exporting_report
from postcourse.models.support import ConsultationQuerySet

LISTS = {
    "consultations": gettext_lazy("Consultations"),
    **exporting_implementation.LISTS,
    **exporting_report.LISTS,
}
WORDS = {
    **exporting_report.WORDS,
    "mine": gettext_lazy("one's own only"),
    "show=to_record": gettext_lazy("To be recorded"),
    "show=coming": gettext_lazy("Coming"),
    "show=unconfirmed": gettext_lazy("Not confirmed yet"),
    "show=unassigned": gettext_lazy("Without a trainer"),
    "show=planned": gettext_lazy("Planned further ahead"),
    "show=recorded": gettext_lazy("Recorded"),
}


def export_consultations(rows: ConsultationQuerySet, *, by: User, filters: str = "") -> FileResponse:
    """Consultations from `with_people()`."""
    columns = [
        Column(_("Full name"), 36), Column(_("Cohort"), 24), Column(_("Beginning"), 18), Column(_("State"), 20),
        Column(_("Trainer"), 30), Column(_("Place"), 40), Column(_("Phone"), 20), Column(_("E-mail"), 30),
    ]  # fmt: skip
    cells = (
        (
            row.person.full_name, str(row.plan.attempt.enrolment.cohort), row.starts_at, str(row.get_status_display()),
            str(row.trainer or ""), row.place, row.person.phone, row.person.email,
        )
        for row in rows
    )  # fmt: skip
    return export("consultations", _("Consultations"), columns, cells, by=by, filters=filters)
