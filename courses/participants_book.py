"""The list of a cohort's participants as a workbook, for the organiser's own use."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import gettext as _

from courses.models import Cohort, Enrolment
from courses.workbooks import PLAIN

WIDTHS = (6, 16, 36, 16, 42, 24, 26, 20, 30, 16, 16, 44)


def participants_book(cohort: Cohort, enrolments: Iterable[Enrolment]) -> bytes:
    """One row a participant; every cell is text, so that an IIN keeps its zeros and nothing becomes a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, PLAIN) as book:
        head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E4EFF1", "border": 1}
        )
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Participants"))
        sheet.write_row(0, 0, _heads(), head)
        for line, enrolment in enumerate(enrolments, 1):
            sheet.write_number(line, 0, line)
            for column, cell in enumerate(_cells(enrolment), 1):
                sheet.write_string(line, column, cell, text)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 3)
        book.set_properties({"title": cohort.name})
    return file.getvalue()


def _heads() -> list[str]:
    return [
        "№", _("IIN"), _("Full name"), _("Status"), _("Place of work"), _("Region"), _("Position"), _("Phone"),
        _("E-mail"), _("Date of the agreement"), _("Order"), _("Topic of the project"),
    ]  # fmt: skip


def _cells(enrolment: Enrolment) -> list[str]:
    person, agreed = enrolment.person, enrolment.agreement_date
    return [
        person.iin, person.full_name, str(enrolment.get_status_display()), str(enrolment.organisation),
        enrolment.organisation.region, enrolment.position, person.phone, person.email,
        f"{agreed:%d.%m.%Y}" if agreed else "", str(enrolment.order or ""), enrolment.project_topic,
    ]  # fmt: skip
