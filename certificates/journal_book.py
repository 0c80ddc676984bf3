"""The journal of issue as a workbook, written row by row to the disk: a page of rows, its totals, the next page.

A page breaks behind its totals when it is printed: the scale and the height of every row are set, so that what is
counted as a page is one. A program that fits the sheet to the paper by itself would pass over our breaks.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain, count, islice
from typing import IO, Any

import xlsxwriter

from certificates.journal import Head, Row, Totals, totals_of
from certificates.journal_paper import POINTS, closing, lines_of
from certificates.journal_wording import WORDING, Wording
from people.workbooks import FORMULA, HEAD, SHEET_NAME, STREAMED, sheet_name
from people.written import date_in_digits, range_in_digits

WIDTHS = (6, 24, 13, 36, 44, 8, 18, 34, 13, 20)
A4, TITLE_ROWS = 9, 3
# A sheet of paper on its side, in points as the rows are, and what is left white: inches, for the printer's edges.
WIDE, HIGH, INCH = 297 / 25.4 * 72, 210 / 25.4 * 72, 72
SIDE, ABOVE, BELOW = 0.4, 0.5, 0.7
# A column is so many digits wide and a little more; of a digit the screen's font makes 5.25 points, a row is a line.
DIGIT, EDGE, A_LINE, SIZE = 5.25, 3.75, 15.0, 11.0
# Rows of two lines at least: somebody signs in them.
LEAST, TITLE_LINES = 2 * A_LINE, (15.0, 20.0, 15.0)
HEAD_HEIGHT = 3 * A_LINE
SCALE = int((WIDE - 2 * SIDE * INCH) / sum(digits * DIGIT + EDGE for digits in WIDTHS) * 100) - 1
# What a page holds before it is scaled down, less heads, its totals, those so far and the closing line.
ROOM = (HIGH - (ABOVE + BELOW) * INCH) / SCALE * 100 - HEAD_HEIGHT - 4 * A_LINE
FIRST_ROOM = ROOM - sum(TITLE_LINES)
# A spreadsheet takes no more breaks than 1023; the pages after them are on another sheet.
PAGES = 1_000
BLANK, HANDED_TO = 6, 7


def journal_book(head: Head, rows: Iterable[Row]) -> tuple[IO[bytes], int]:
    """The file, to be read from its beginning, and how many documents it names."""
    file: Any = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with xlsxwriter.Workbook(file, STREAMED) as book:
        written = _write(book, head, rows)
        book.set_properties({"title": WORDING[head["language"]].title})
    file.seek(0)
    return file, written


def pages_of(rows: Iterable[Row], wording: Wording) -> Iterator[list[tuple[Row, float]]]:
    """The rows of each page as they come, each with its height in points."""
    page: list[tuple[Row, float]] = []
    left = FIRST_ROOM
    for row in rows:
        height = height_of(row, wording)
        if page and height > left:
            yield page
            page, left = [], ROOM
        page.append((row, height))
        left -= height
    if page:
        yield page


def height_of(row: Row, wording: Wording) -> float:
    """As many lines as the fullest cell takes, measured with the font of our papers, which is the wider one."""
    cells = {
        1: f"{wording.kinds[row['kind']]} {row['number']}", 3: row["name"], 4: row["programme"], 6: row["blank"],
        7: row["handed_to"],
    }  # fmt: skip
    lines = max(lines_of(text, _millimetres(column)) for column, text in cells.items())
    return max(LEAST, lines * A_LINE)


def _millimetres(column: int) -> float:
    """The room in a column for letters of the size in which they are measured."""
    return WIDTHS[column] * DIGIT / 72 * 25.4 * POINTS / SIZE


def _write(book: Any, head: Head, rows: Iterable[Row]) -> int:
    """Sheet after sheet; how many documents they name."""
    wording, so_far = WORDING[head["language"]], Totals()
    pages = pages_of(rows, wording)
    first, title = list(islice(pages, 1)), sheet_name(wording.title)
    for number in count(1):
        behind = f" {number}" if number > 1 else ""
        sheet = book.add_worksheet(title[: SHEET_NAME - len(behind)] + behind)
        _title(book, sheet, head, wording)
        so_far, line = _write_sheet(book, sheet, wording, chain(first, islice(pages, PAGES - 1)), so_far)
        if not (first := list(islice(pages, 1))):
            said = f"{wording.in_all}. {'; '.join(closing(so_far, wording))}"
            sheet.write_string(line, 1, said if so_far.documents else wording.empty)
            break
    return so_far.documents


def _write_sheet(
    book: Any, sheet: Any, wording: Wording, pages: Iterable[list[tuple[Row, float]]], so_far: Totals
) -> tuple[Totals, int]:
    """Each page with its totals and those since the journal's beginning; these, and the first line that is free."""
    line = count(TITLE_ROWS + 1)
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1})
    guarded = book.add_format(
        {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "quote_prefix": True}
    )
    bold = book.add_format({"bold": True, "valign": "top", "border": 1})
    breaks = []
    for page in pages:
        for number, (row, height) in enumerate(page, so_far.documents + 1):
            at = next(line)
            sheet.set_row(at, height)
            _row(sheet, at, number, row, wording, text, guarded)
        total = totals_of([row for row, _height in page])
        so_far += total
        _sums(sheet, next(line), wording.page_total, total, bold)
        below = next(line)
        _sums(sheet, below, wording.so_far, so_far, text)
        breaks.append(below + 1)
    sheet.set_h_pagebreaks(breaks[:-1])
    return so_far, next(line)


def _title(book: Any, sheet: Any, head: Head, wording: Wording) -> None:
    large, heads = book.add_format({"bold": True, "font_size": 14}), book.add_format(HEAD)
    # Before they are written: each row goes to the disk with the next one.
    for row, height in enumerate((*TITLE_LINES, HEAD_HEIGHT)):
        sheet.set_row(row, height)
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
    sheet.set_margins(left=SIDE, right=SIDE, top=ABOVE, bottom=BELOW)
    sheet.set_print_scale(SCALE)
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
