"""The journal of issue as a workbook, written row by row to the disk: a page of rows, its totals, the next page."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from itertools import count, islice
from typing import IO, Any

import xlsxwriter

from certificates.journal import Head, Row, Totals, totals_of
from certificates.journal_paper import closing
from certificates.journal_wording import WORDING, Wording
from people.workbooks import FORMULA, HEAD, STREAMED, sheet_name
from people.written import date_in_digits, range_in_digits

A_PAGE = 20
WIDTHS = (6, 24, 13, 36, 44, 8, 18, 34, 13, 20)
A4, TITLE_ROWS = 9, 3
BLANK, HANDED_TO = 6, 7


def journal_book(head: Head, rows: Iterable[Row]) -> tuple[IO[bytes], int]:
    """The file, to be read from its beginning, and how many documents it names."""
    file: Any = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with xlsxwriter.Workbook(file, STREAMED) as book:
        written = _write(book, head, rows)
        book.set_properties({"title": WORDING[head["language"]].title})
    file.seek(0)
    return file, written


def _write(book: Any, head: Head, rows: Iterable[Row]) -> int:
    wording = WORDING[head["language"]]
    sheet, line = book.add_worksheet(sheet_name(wording.title)), count(TITLE_ROWS + 1)
    _title(book, sheet, head, wording)
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1})
    guarded = book.add_format(
        {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "quote_prefix": True}
    )
    bold = book.add_format({"bold": True, "valign": "top", "border": 1})
    so_far, breaks, coming = Totals(), [], iter(rows)
    while page := list(islice(coming, A_PAGE)):
        for number, row in enumerate(page, so_far.documents + 1):
            _row(sheet, next(line), number, row, wording, text, guarded)
        total = totals_of(page)
        so_far += total
        _sums(sheet, next(line), wording.page_total, total, bold)
        below = next(line)
        _sums(sheet, below, wording.so_far, so_far, text)
        breaks.append(below + 1)
    sheet.set_h_pagebreaks(breaks[:-1])
    sheet.write_string(
        next(line), 1, f"{wording.in_all}. {'; '.join(closing(so_far, wording))}" if so_far.documents else wording.empty
    )
    return so_far.documents


def _title(book: Any, sheet: Any, head: Head, wording: Wording) -> None:
    large, heads = book.add_format({"bold": True, "font_size": 14}), book.add_format(HEAD)
    void = f"{wording.specimen_why}. " if head["specimens"] else ""
    sheet.write_string(0, 0, head["provider"][head["language"]])
    sheet.write_string(1, 0, wording.title, large)
    period = f"{void}{wording.period}: {range_in_digits(head['first'], head['last'])}. {wording.series[head['series']]}"
    sheet.write_string(2, 0, period)
    titles = ("№", wording.number, wording.issued, wording.holder, wording.programme, wording.hours, wording.blank,
              wording.handed_to, wording.handed_on, wording.signature)  # fmt: skip
    for column, (title, width) in enumerate(zip(titles, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(TITLE_ROWS, column, title.strip(), heads)
    sheet.repeat_rows(TITLE_ROWS)
    sheet.freeze_panes(TITLE_ROWS + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P / &N")


def _row(sheet: Any, line: int, number: int, row: Row, wording: Wording, text: Any, guarded: Any) -> None:
    kind = wording.kinds[row["kind"]]
    handed_on = date_in_digits(row["handed_on"]) if row["handed_on"] else ""
    said: tuple[str | int, ...] = (
        f"{kind} {row['number']}", date_in_digits(row["issued_on"]), row["name"], row["programme"], row["hours"],
        row["blank"], row["handed_to"], handed_on, "",
    )  # fmt: skip
    sheet.write_number(line, 0, number, text)
    for column, cell in enumerate(said, 1):
        if isinstance(cell, int):
            sheet.write_number(line, column, cell, text)
        else:
            sheet.write_string(line, column, cell, guarded if cell.startswith(FORMULA) else text)


def _sums(sheet: Any, line: int, title: str, totals: Totals, style: Any) -> None:
    sheet.write_string(line, 0, "", style)
    sheet.write_string(line, 1, title, style)
    sheet.write_number(line, 2, totals.documents, style)
    for column in range(3, len(WIDTHS)):
        sheet.write_string(line, column, "", style)
    sheet.write_number(line, BLANK, totals.blanks, style)
    sheet.write_number(line, HANDED_TO, totals.handed, style)
