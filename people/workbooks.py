"""Lists that go out as workbooks: text stays text, and every one that leaves the house is on record."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone

from people.exported import log
from people.models import User

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Text is text: an IIN keeps its zeros, and nothing that was typed into a list ever becomes a formula or a link.
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# Row by row to the disk: a hundred thousand people do not stand in memory at once.
STREAMED = {**PLAIN, "in_memory": False, "constant_memory": True}
HEAD = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E4EFF1", "border": 1}
# With one of these a spreadsheet begins a formula, also when somebody edits the cell or saves it as CSV.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767  # letters that a cell can hold
SHEET_NAME = 31

Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class Column:
    title: str
    width: int = 20


def write_book(file: BinaryIO, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
    """One sheet with a heading and these rows; how many rows there were."""
    written = 0
    with xlsxwriter.Workbook(file, STREAMED) as book:
        head = book.add_format(HEAD)
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        guarded = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True})
        sheet = book.add_worksheet(sheet_name(title))
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, [column.title for column in columns], head)
        for written, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, int | Decimal):
                    sheet.write_number(written, place, cell)
                else:
                    said = in_words(cell)[:LONGEST]
                    sheet.write_string(written, place, said, guarded if said.startswith(FORMULA) else text)
        sheet.autofilter(0, 0, max(written, 1), len(columns) - 1)
        book.set_properties({"title": title})
    return written


def sheet_name(title: str) -> str:
    """What a sheet can be called: some signs are not taken, and no apostrophe at either end."""
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in title)[:SHEET_NAME].strip("'")


def in_words(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%d.%m.%Y %H:%M}"
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str("" if cell is None else cell)


def export(
    list: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, by: User, filters: str = ""
) -> FileResponse:
    """The list as a download, and the row that says who took it."""
    file: Any = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    written = write_book(file, title, columns, rows)
    log(list, rows=written, by=by, filters=filters)
    file.seek(0)
    name = f"{list}-{timezone.localdate():%Y-%m-%d}.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=EXCEL)
    response.headers["Cache-Control"] = "private, no-store"
    return response
