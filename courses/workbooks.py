"""Workbooks that go out: the empty list to fill in, and the rows that were left out with the reason beside them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.headers import LABELS, Field
from courses.previewing import Entry
from people.workbooks import EXCEL, HEAD, PLAIN

__all__ = ["EXCEL", "TEMPLATE", "empty_list", "rejected_rows"]
WIDTHS = {
    Field.IIN: 16, Field.FULL_NAME: 36, Field.ORGANISATION: 40, Field.EMAIL: 30, Field.PROJECT_TOPIC: 44,
    Field.POSITION: 20, Field.LOCALITY: 22, Field.PHONE: 18, Field.BIRTH_DATE: 14, Field.BIN: 16,
}  # fmt: skip
TEMPLATE = (
    Field.IIN, Field.FULL_NAME, Field.BIRTH_DATE, Field.ORGANISATION, Field.BIN, Field.LOCALITY, Field.POSITION,
    Field.PHONE, Field.EMAIL, Field.PROJECT_TOPIC,
)  # fmt: skip


def rejected_rows(headers: Sequence[str], entries: Iterable[Entry]) -> bytes:
    """The rows left out, as they were in the list, with the reason: to be mended and uploaded again."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, PLAIN) as book:
        head, text, why = _formats(book)
        sheet = book.add_worksheet(_("Rows left out"))
        titles = [*headers, _("Row in the list"), _("Reason")]
        sheet.write_row(0, 0, titles, head)
        for line, entry in enumerate(entries, start=1):
            cells = [*entry.row.cells, *[""] * len(headers)][: len(headers)]
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, cell, text)
            sheet.write_number(line, len(headers), entry.row.number)
            sheet.write_string(line, len(headers) + 1, entry.row.reason, why)
        sheet.set_column(0, len(headers), 20)
        sheet.set_column(len(headers) + 1, len(headers) + 1, 70)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def empty_list() -> bytes:
    """A workbook with the headings that are recognised, in the viewer's language, and a sheet that explains them."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, PLAIN) as book:
        head, text, why = _formats(book)
        sheet = book.add_worksheet(pgettext("sheet of a workbook", "List"))
        for column, field in enumerate(TEMPLATE):
            sheet.write_string(0, column, str(LABELS[field]), head)
            sheet.set_column(column, column, WIDTHS.get(field, 20), text)
        sheet.set_row(0, 30)
        sheet.freeze_panes(1, 0)
        guide = book.add_worksheet(pgettext("sheet of a workbook", "How to fill it in"))
        for line, (field, hint) in enumerate(_hints().items()):
            guide.write_string(line, 0, str(LABELS[field]), head)
            guide.write_string(line, 1, hint, why)
        guide.set_column(0, 0, 26)
        guide.set_column(1, 1, 80)
    return file.getvalue()


def _formats(book: Any) -> tuple[Any, Any, Any]:
    head = book.add_format(HEAD)
    return head, book.add_format({"num_format": "@"}), book.add_format({"text_wrap": True, "valign": "top"})


def _hints() -> dict[Field, str]:
    return {
        Field.IIN: _("Required. 12 digits from the identity document; the cells keep leading zeros."),
        Field.FULL_NAME: _("Required. Surname, given name and patronymic as in the identity document."),
        Field.BIRTH_DATE: _("Day, month, year: 21.11.1980. May be left empty."),
        Field.ORGANISATION: _("Required. The full name of the school."),
        Field.BIN: _("The 12 digits of the school, if you know them."),
        Field.LOCALITY: _("City or district of the school."),
        Field.POSITION: _("As in the order of appointment."),
        Field.PHONE: _("Any usual spelling: 8 701 123 45 67."),
        Field.EMAIL: _("Each person's own address: the certificate is sent there."),
        Field.PROJECT_TOPIC: _("May be left empty and added later."),
    }
