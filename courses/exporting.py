"""What the lists of cohorts and of their participants are as workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Cohort, Enrolment
from people.exported import log
from people.models import User
from people.workbooks import Cell, Column, export

LISTS = {
    "cohorts": gettext_lazy("Cohorts"),
    "participants": gettext_lazy("List of participants"),
    "journal": gettext_lazy("Attendance journal"),
    "order": gettext_lazy("Order"),
    "rows-left-out": gettext_lazy("Rows of a list that were left out"),
}
WORDS = {
    "pdf": gettext_lazy("on paper (PDF)"),
    "language": gettext_lazy("Language"),
    "show=current": gettext_lazy("Current"),
    "show=over": gettext_lazy("Over"),
    "study=nowhere": gettext_lazy("In no cohort"),
    **{f"{name}={value}": label for name in ("status", "study") for value, label in Enrolment.Status.choices},
    **{f"stage={value}": label for value, label in Cohort.Status.choices},
}


def names_of(keys: Iterable[int]) -> dict[int, str]:
    """The cohorts that filters refer to."""
    return {pk: cohort.name for pk, cohort in Cohort.objects.in_bulk(keys).items()}


def log_of_cohort(list: str, cohort: Cohort | int, *, rows: int, by: User, filters: str = "") -> None:
    """A list of a cohort's people goes out by another way than as a plain workbook."""
    pk = cohort if isinstance(cohort, int) else cohort.pk
    log(list, rows=rows, by=by, filters="; ".join(part for part in (f"cohort={pk}", filters) if part))


def export_participants(
    cohort: Cohort, enrolments: Iterable[Enrolment], *, by: User, filters: str = ""
) -> FileResponse:
    said = "; ".join(part for part in (f"cohort={cohort.pk}", filters) if part)
    rows = ((line, *_participant(enrolment)) for line, enrolment in enumerate(enrolments, 1))
    return export("participants", cohort.name, _participant_columns(), rows, by=by, filters=said)


def _participant_columns() -> list[Column]:
    return [
        Column("№", 6), Column(_("IIN"), 16), Column(_("Full name"), 36), Column(_("Status"), 16),
        Column(_("Place of work"), 42), Column(_("Region"), 24), Column(_("Position"), 26), Column(_("Phone"), 20),
        Column(_("E-mail"), 30), Column(_("Date of the agreement"), 16), Column(_("Order"), 16),
        Column(_("Topic of the project"), 44),
    ]  # fmt: skip


def _participant(enrolment: Enrolment) -> tuple[Cell, ...]:
    person, school = enrolment.person, enrolment.organisation
    return (
        person.shown_iin, person.full_name, str(enrolment.get_status_display()), str(school), school.region,
        enrolment.position, person.phone, person.email, enrolment.agreement_date, str(enrolment.order or ""),
        enrolment.project_topic,
    )  # fmt: skip


def export_cohorts(cohorts: Iterable[Cohort], *, by: User, filters: str = "") -> FileResponse:
    """Cohorts from `with_counts()`."""
    places = [
        ("applied", _("Applied")), ("admitted", _("Admitted")), ("on_hold", _("On hold")), ("passed", _("Passed")),
        ("not_passed", _("Not passed")),
    ]  # fmt: skip
    columns = [
        Column(_("Cohort"), 26), Column(_("Status"), 16), Column(_("First day"), 14), Column(_("Last day"), 14),
        Column(_("Form of study"), 16), Column(_("Language"), 12), Column(_("Place"), 24), Column(_("Trainer"), 30),
        *(Column(label, 12) for _place, label in places),
    ]  # fmt: skip
    rows: Iterator[tuple[Cell, ...]] = (
        (
            row.name, str(row.get_status_display()), row.starts_on, row.ends_on, str(row.get_form_display()),
            str(row.get_language_display()), row.place, str(row.trainer or ""),
            *(int(vars(row)[place]) for place, _label in places),
        )
        for row in cohorts
    )  # fmt: skip
    return export("cohorts", _("Cohorts"), columns, rows, by=by, filters=filters)
