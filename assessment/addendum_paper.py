"""The protocol of an appeal or a correction as a PDF, made from its snapshot alone."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from assessment.addendum_wording import WORDING, Wording
from assessment.protocol_paper import stylesheet
from assessment.protocol_wording import SPECIMEN
from people.paper import render_pdf
from people.written import NO_BREAK, PaperLanguage, date_in_digits, date_in_words, figure, in_points

Snapshot = dict[str, Any]


def addendum_pdf(snapshot: Snapshot) -> bytes:
    """A4 landscape, like the protocol it belongs to. Raises PaperUnavailable."""
    return render_pdf(addendum_html(snapshot), stylesheet=stylesheet())


def addendum_html(snapshot: Snapshot) -> str:
    """The same as HTML."""
    lang: PaperLanguage = snapshot["language"]
    wording, kind, provider = WORDING[lang], snapshot["kind"], snapshot["provider"]
    number = wording.number.format(number=snapshot["number"]).replace(" ", NO_BREAK)
    decision = wording.upheld[kind] if snapshot["upheld"] else wording.rejected[kind]
    context = {
        "lang": lang,
        "w": wording,
        "title": wording.title[kind],
        "page_title": f"{wording.title[kind]} {number}",
        "number": number,
        "created": snapshot["date"],
        "provider": provider["name"][lang],
        "imprint": " · ".join(
            filter(None, [provider["city"][lang], provider["bin"] and wording.bin.format(bin=provider["bin"])])
        ),
        "facts": _facts(snapshot, wording),
        "decision": decision,
        "reason": snapshot["reason"],
        "commission": [
            {"name": each["name"], "role": wording.chair if each["chair"] else wording.member}
            for each in snapshot["commission"]
        ],
        "rows": [_row(place, row, lang) for place, row in enumerate(snapshot["criteria"], 1)],
        "upheld": snapshot["upheld"],
        "before": _total(snapshot["before"], lang),
        "after": _total(snapshot["after"] or snapshot["before"], lang),
        "recorded": wording.recorded.format(who=snapshot["recorded_by"]),
        "watermark": SPECIMEN if snapshot["specimen"] else (),
        "void": wording.specimen_why if snapshot["specimen"] else "",
    }
    return render_to_string("assessment/paper/addendum.html", context)


def _facts(snapshot: Snapshot, wording: Wording) -> list[tuple[str, str]]:
    lang, kind, protocol = snapshot["language"], snapshot["kind"], snapshot["protocol"]
    by = wording.requested.format(who=snapshot["requested_by"], date=date_in_digits(snapshot["requested_on"]))
    reviewed = ""
    if protocol:
        reviewed = wording.of_protocol.format(number=protocol["number"], date=date_in_digits(protocol["date"]))
    rows = [
        (wording.date, date_in_words(snapshot["date"], lang)),
        (wording.programme, snapshot["programme"][lang]),
        (wording.cohort, snapshot["cohort"]),
        (wording.protocol, reviewed),
        (wording.participant, ", ".join(filter(None, [snapshot["name"], snapshot["school"]]))),
        (wording.topic, snapshot["topic"]),
        (wording.request[kind], f"{snapshot['text']} ({by})"),
    ]
    return [(label, value) for label, value in rows if value]


def _row(place: int, row: dict[str, Any], lang: PaperLanguage) -> dict[str, Any]:
    return {
        "place": place,
        "label": row["label"][lang],
        "maximum": figure(row["maximum"], lang),
        "before": in_points(row["before"], lang, 2),
        "after": in_points(row["after"], lang, 2),
        "changed": row["before"] != row["after"],
    }


def _total(row: dict[str, Any], lang: PaperLanguage) -> dict[str, Any]:
    return {"exact": in_points(row["exact"], lang, 2), "total": row["total"], "band": row["band"][lang]}
