"""The journal of issue as a PDF, made from what it says alone: A4 on its side, each page with its totals.

A page adds up what stands on it, so it has to be known before it is printed which rows stand on it: their heights are
measured with the font they are printed in, and a page is filled up to a little less than it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from certificates.journal import Head, Row, Totals, totals_of
from certificates.journal_wording import WORDING, Wording
from certificates.paper.fitting import width
from people.paper import render_pdf
from people.written import NO_BREAK, date_in_digits, range_in_digits

Context = dict[str, Any]
# As in the stylesheet: millimetres and points.
POINTS, LINE, PADDING, LEAST = 8.2, 3.7, 1.6, 9.0
ROOM = {"number": 33.0, "name": 48.0, "programme": 57.0, "blank": 23.0, "handed": 38.0}
# What the rows of the first page and of the others may take, beside heads and totals.
FIRST_PAGE, OTHER_PAGE = 130.0, 150.0


def journal_pdf(head: Head, rows: list[Row]) -> bytes:
    """As many pages as it takes. Raises PaperUnavailable."""
    return render_pdf(journal_html(head, rows), stylesheet=_stylesheet())


def journal_html(head: Head, rows: list[Row]) -> str:
    """The same as HTML."""
    lang = head["language"]
    wording = WORDING[lang]
    context = {
        "lang": lang,
        "w": wording,
        "created": head["printed_on"],
        "page_title": f"{wording.title}, {range_in_digits(head['first'], head['last'])}",
        "provider": head["provider"][lang],
        "city": head["city"][lang],
        "period": range_in_digits(head["first"], head["last"]),
        "series": wording.series[head["series"]],
        "parts": list(_parts(rows, wording)),
        "closing": closing(totals_of(rows), wording),
        "printed": wording.printed.format(day=date_in_digits(head["printed_on"])),
        "void": wording.specimen_why if head["specimens"] else "",
    }
    return render_to_string("certificates/paper/journal.html", context)


def pages_of(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each page."""
    pages: list[list[Row]] = [[]]
    left = FIRST_PAGE
    for row in rows:
        height = height_of(row)
        if pages[-1] and height > left:
            pages.append([])
            left = OTHER_PAGE
        pages[-1].append(row)
        left -= height
    return pages


def height_of(row: Row) -> float:
    """Millimetres that a row takes: as many lines as its fullest cell."""
    # The kind of the document stands over its number, the day under the name of who took it.
    cells = [
        1 + lines_of(row["number"], ROOM["number"]),
        lines_of(row["name"], ROOM["name"]),
        lines_of(row["programme"], ROOM["programme"]),
        lines_of(row["blank"], ROOM["blank"]),
        lines_of(row["handed_to"], ROOM["handed"]) + bool(row["handed_on"]),
    ]
    return max(LEAST, max(cells) * LINE + PADDING)


def lines_of(text: str, room: float) -> int:
    """Lines that a text takes where words are broken only if they are wider than the room."""
    lines, taken = 1, 0.0
    for word in text.split():
        wide = width(f"{word} ", POINTS)
        if taken and taken + wide > room:
            lines, taken = lines + 1, 0.0
        lines += int(wide // room)
        taken += wide % room if wide > room else wide
    return lines


def closing(totals: Totals, wording: Wording) -> list[str]:
    """What the whole journal adds up to: all, each kind that there was, blanks, and what was handed over."""
    kinds = [(label, getattr(totals, kind)) for kind, label in wording.kinds.items()]
    said = [wording.documents.format(n=totals.documents)]
    said += [f"{label.lower()}: {n}" for label, n in kinds if n]
    return [*said, wording.blanks.format(n=totals.blanks), wording.handed_over.format(n=totals.handed)]


def _parts(rows: list[Row], wording: Wording) -> Iterator[Context]:
    pages = pages_of(rows) if rows else []
    sums = list(accumulate(map(totals_of, pages)))
    number = 0
    for place, page in enumerate(pages, 1):
        lines = [_line(row, number + n, wording) for n, row in enumerate(page, 1)]
        number += len(page)
        yield {
            "said": wording.part.format(n=place, all=len(pages)),
            "rows": lines,
            "total": totals_of(page),
            "so_far": sums[place - 1],
        }


def _line(row: Row, number: int, wording: Wording) -> Context:
    return {
        **row,
        "n": number,
        "kind": wording.kinds[row["kind"]],
        "issued_on": date_in_digits(row["issued_on"]),
        "blank": row["blank"].replace("№ ", f"№{NO_BREAK}"),
        "handed_on": date_in_digits(row["handed_on"]) if row["handed_on"] else "",
    }


@lru_cache
def _stylesheet() -> str:
    return Path(__file__).with_name("journal_paper.css").read_text(encoding="utf-8")
