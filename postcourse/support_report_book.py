"""The report of support as a workbook: the summary, then a sheet for each part."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import IO, Any

import xlsxwriter

from people.workbooks import FORMULA, HEAD, LONGEST, PLAIN, sheet_name
from postcourse.support_report import Report
from postcourse.support_report_parts import Cell, Part, figures, often, parts_of, printed
from postcourse.support_report_parts import Head as PaperHead
from postcourse.support_report_wording import WORDING

A4 = 9
WIDE = 60  # digits of the first column of the summary
TOP = 5  # rows above the figures


def report_book(head: PaperHead, report: Report) -> IO[bytes]:
    """The file, to be read from its beginning; whoever sends it closes it."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with xlsxwriter.Workbook(file, PLAIN) as book:
        _Book(book).write(head, report)
        book.set_properties({"title": WORDING[head["language"]].title})
    file.seek(0)
    return file


class _Book:
    """The formats of one workbook, and how its sheets are written with them."""

    def __init__(self, book: Any) -> None:
        text = {"num_format": "@", "text_wrap": True, "valign": "top"}
        self.book = book
        self.head = book.add_format(HEAD)
        self.large, self.bold = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True})
        self.text, self.guarded = book.add_format(text), book.add_format({**text, "quote_prefix": True})
        self.number = book.add_format({"valign": "top"})

    def write(self, head: PaperHead, report: Report) -> None:
        self._summary(head, report)
        for part in parts_of(report, head["language"]):
            self._part(part)

    def _summary(self, head: PaperHead, report: Report) -> None:
        w = WORDING[head["language"]]
        sheet = self._sheet(w.summary)
        sheet.set_column(0, 0, WIDE)
        sheet.set_column(1, 1, 16)
        void = f"{head['void']}. " if head["void"] else ""
        said = (head["provider"], w.title, head["about"], f"{void}{w.period}: {head['period']}. {printed(head)}")
        for line, words in enumerate(said):
            guarded = self.guarded if words.startswith(FORMULA) else None
            sheet.write_string(line, 0, words, self.large if line == 1 else guarded)
        line = self._pairs(sheet, TOP, figures(report, w))
        sheet.write_string(line + 1, 0, w.often, self.bold)
        sheet.write_row(line + 2, 0, (w.contacts, w.supported), self.head)
        line = self._pairs(sheet, line + 3, often(report, w))
        sheet.write_string(line + 1, 0, w.note, self.text)

    def _pairs(self, sheet: Any, line: int, pairs: Sequence[tuple[str, Cell]]) -> int:
        for label, cell in pairs:
            self._cell(sheet, line, 0, label)
            self._cell(sheet, line, 1, cell)
            line += 1
        return line

    def _part(self, part: Part) -> None:
        sheet = self._sheet(part.title)
        for place, (title, width) in enumerate(part.columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, title, self.head)
        for line, row in enumerate(part.rows, 1):
            is_sum = part.has_sum and line == len(part.rows)
            for place, cell in enumerate(row):
                self._cell(sheet, line, place, cell, self.bold if is_sum else None)
        sheet.freeze_panes(1, 2 if len(part.columns) > WIDE_TABLE else 1)
        sheet.repeat_rows(0)
        if not part.has_sum:
            sheet.autofilter(0, 0, max(len(part.rows), 1), len(part.columns) - 1)

    def _sheet(self, title: str) -> Any:
        sheet = self.book.add_worksheet(sheet_name(title))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&R&P / &N")
        return sheet

    def _cell(self, sheet: Any, line: int, place: int, cell: Cell, style: Any = None) -> None:
        if isinstance(cell, int):
            sheet.write_number(line, place, cell, style or self.number)
        else:
            said = cell[:LONGEST]
            sheet.write_string(line, place, said, style or (self.guarded if said.startswith(FORMULA) else self.text))


WIDE_TABLE = 12
