"""The report of support as a PDF, made from what it says alone: A4 on its side."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from people.paper import render_pdf
from postcourse.support_report import Report
from postcourse.support_report_parts import Head, figures, often, parts_of, printed, result_of
from postcourse.support_report_wording import WORDING

SUMMARY_COLUMNS = 3


def report_pdf(head: Head, report: Report) -> bytes:
    """As many pages as it takes. Raises PaperUnavailable."""
    return render_pdf(report_html(head, report), stylesheet=_stylesheet())


def report_html(head: Head, report: Report) -> str:
    """The same as HTML."""
    wording, lang = WORDING[head["language"]], head["language"]
    *parts, _people = parts_of(report, lang)
    context = {
        **head,
        "lang": lang,
        "w": wording,
        "page_title": f"{wording.title}, {head['about']}, {head['period']}",
        "columns": _in_columns(figures(report, wording)),
        "often": often(report, wording),
        "parts": parts if report.lines else [],
        "lines": [_line(line, wording) for line in report.lines],
        "of_all": report.scope.cohort is None,
        "printed": printed(head),
    }
    return render_to_string("postcourse/paper/support_report.html", context)


def _in_columns(pairs: list[Any]) -> list[list[Any]]:
    """One under the other, in so many columns."""
    height = -(-len(pairs) // SUMMARY_COLUMNS)
    return [pairs[start : start + height] for start in range(0, len(pairs), height)]


def _line(line: Any, wording: Any) -> dict[str, Any]:
    return {
        "said": line,
        "came": len(line.webinars),
        "trainer": line.trainer[1] if line.trainer else "–",
        "cohort": line.cohort[1],
        "project": wording.standings[line.standing] if line.standing else "–",
        "result": result_of(line, wording),
    }


@lru_cache
def _stylesheet() -> str:
    return Path(__file__).with_name("support_report_paper.css").read_text(encoding="utf-8")
