"""The act by which blanks are written off, as a PDF made from its snapshot alone."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TypedDict

from django.template.loader import render_to_string

from certificates.blanks.act_wording import SPECIMEN, WORDING
from people.paper import render_pdf
from people.written import NO_BREAK, PaperLanguage, Words, date_in_words, office


class Provider(TypedDict):
    name: Words
    city: Words
    bin: str


class Head(TypedDict):
    """Empty where nobody is in office: the act then has lines to write on."""

    name: str
    capacity: Words
    acting: bool


class Row(TypedDict):
    series: str
    first: str
    last: str
    count: int
    document: str  # for which a spoiled blank was meant, "" of the others
    said: str  # what somebody wrote down when the blank was put aside


class ActSnapshot(TypedDict):
    language: PaperLanguage
    specimen: bool
    number: str
    date: str
    reason: str
    circumstances: str
    commission: list[str]
    provider: Provider
    head: Head
    rows: list[Row]


def act_pdf(snapshot: ActSnapshot) -> bytes:
    """A4, as many pages as it takes. Raises PaperUnavailable."""
    return render_pdf(act_html(snapshot), stylesheet=_stylesheet())


def act_html(snapshot: ActSnapshot) -> str:
    """The same as HTML."""
    lang = snapshot["language"]
    wording, provider, head = WORDING[lang], snapshot["provider"], snapshot["head"]
    number = wording.number.format(number=snapshot["number"]).replace(" ", NO_BREAK)
    bin_text = wording.bin.format(bin=provider["bin"]) if provider["bin"] else ""
    context = {
        "lang": lang,
        "w": wording,
        "page_title": f"{wording.title.capitalize()} {number}",
        "created": snapshot["date"],
        "number": number,
        "date": date_in_words(snapshot["date"], lang),
        "provider": provider["name"][lang],
        "city": provider["city"][lang],
        "imprint": " · ".join(filter(None, [provider["city"][lang], bin_text])),
        "head_name": head["name"],
        "head_office": office(head["capacity"], lang, acting=head["acting"]) if head["name"] else "",
        "commission": snapshot["commission"],
        "found": wording.found[snapshot["reason"]],
        "rows": [
            {
                "place": place,
                "series": row["series"],
                "numbers": row["first"] if row["count"] == 1 else f"{row['first']}–{row['last']}",
                "count": row["count"],
                "happened": _happened(row, lang),
            }
            for place, row in enumerate(snapshot["rows"], 1)
        ],
        "total": wording.total.format(n=sum(row["count"] for row in snapshot["rows"])),
        "circumstances": snapshot["circumstances"],
        "watermark": SPECIMEN if snapshot["specimen"] else (),
        "void": wording.specimen_why if snapshot["specimen"] else "",
    }
    return render_to_string("certificates/blanks/paper/act.html", context)


def _happened(row: Row, lang: PaperLanguage) -> str:
    if row["document"]:
        return WORDING[lang].for_document.format(number=row["document"]).replace("№ ", f"№{NO_BREAK}")
    return row["said"]


@lru_cache
def _stylesheet() -> str:
    return Path(__file__).with_name("act_paper.css").read_text(encoding="utf-8")
