"""An order of the head, and the list of a cohort's participants, as PDFs made from their snapshots alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypedDict

from django.template.loader import render_to_string

from courses.order_wording import SPECIMEN, WORDING, Wording
from people.paper import render_pdf
from people.written import (
    NO_BREAK,
    PaperLanguage,
    Words,
    date_in_digits,
    date_in_words,
    date_of_paper,
    office,
    range_in_digits,
)

Context = dict[str, Any]
Kind = Literal["admission", "expulsion", "transfer", "completion"]


class Provider(TypedDict):
    """Empty where nobody has filled it in yet: the paper then has a line to write on."""

    name: Words
    city: Words
    bin: str


class Head(TypedDict):
    name: str
    capacity: Words
    acting: bool


class CohortFacts(TypedDict):
    name: str
    first: str
    last: str


class Row(TypedDict):
    name: str
    organisation: str
    position: str
    agreed_on: str  # "" where it does not belong to the kind of order
    attested_on: str
    status: Words


class Decision(TypedDict):
    date: str
    number: str
    grounds: str


class OrderSnapshot(TypedDict):
    kind: Kind
    language: PaperLanguage
    specimen: bool
    number: str  # ours
    paper_number: str  # printed instead of ours, where the papers have their own
    date: str
    cohort: CohortFacts
    target: CohortFacts | None
    programme: Words
    hours: int
    carried: int  # academic hours
    marks: int  # tasks whose points go along
    reason: str
    decision: Decision | None
    provider: Provider
    head: Head
    rows: list[Row]


class ParticipantsSnapshot(TypedDict):
    language: PaperLanguage
    specimen: bool
    date: str
    cohort: CohortFacts
    programme: Words
    hours: int
    provider: Provider
    head: Head
    rows: list[Row]


def order_pdf(snapshot: OrderSnapshot) -> bytes:
    """A4, as many pages as it takes. Raises PaperUnavailable."""
    return render_pdf(order_html(snapshot), stylesheet=_stylesheet())


def order_html(snapshot: OrderSnapshot) -> str:
    """The same as HTML."""
    lang, wording = snapshot["language"], WORDING[snapshot["language"]]
    kind, several = wording.kinds[snapshot["kind"]], len(snapshot["rows"]) > 1
    said = _said(snapshot)
    number = wording.number.format(number=snapshot["paper_number"] or snapshot["number"]).replace(" ", NO_BREAK)
    points = [point.format(**said) for point in (kind.many if several else kind.one)]
    decision = snapshot["decision"]
    context = {
        **_shell(snapshot, wording),
        "title": wording.order,
        "number": number,
        "day": date_in_words(snapshot["date"], lang),
        "about": kind.about,
        "ground": " ".join(kind.ground.format(**said).split()),
        "because": wording.breach.format(text=decision["grounds"])
        if decision
        else wording.because.format(text=snapshot["reason"])
        if snapshot["reason"]
        else "",
        "first": points[0],
        "others": [*points[1:], wording.control],
        **_table(snapshot["rows"], wording, lang, with_status=False),
    }
    return render_to_string("courses/paper/order.html", context)


def participants_pdf(snapshot: ParticipantsSnapshot) -> bytes:
    """A4, as many pages as it takes. Raises PaperUnavailable."""
    return render_pdf(participants_html(snapshot), stylesheet=_stylesheet())


def participants_html(snapshot: ParticipantsSnapshot) -> str:
    """The same as HTML."""
    lang, wording = snapshot["language"], WORDING[snapshot["language"]]
    cohort = snapshot["cohort"]
    context = {
        **_shell(snapshot, wording),
        "title": wording.participants,
        "facts": [
            (wording.programme, _quoted(snapshot["programme"][lang], lang)),
            (wording.cohort, cohort["name"]),
            (wording.dates, range_in_digits(cohort["first"], cohort["last"])),
            (wording.hours, snapshot["hours"]),
            (wording.as_of, date_in_words(snapshot["date"], lang)),
        ],
        "everybody": wording.everybody.format(n=len(snapshot["rows"])),
        **_table(snapshot["rows"], wording, lang, with_status=True),
    }
    return render_to_string("courses/paper/participants.html", context)


def _shell(snapshot: OrderSnapshot | ParticipantsSnapshot, wording: Wording) -> Context:
    lang, provider, head = snapshot["language"], snapshot["provider"], snapshot["head"]
    number = provider["bin"] and wording.bin.format(bin=provider["bin"])
    return {
        "lang": lang,
        "w": wording,
        "created": snapshot["date"],
        "provider": provider["name"][lang],
        "city": provider["city"][lang],
        "imprint": " · ".join(filter(None, [provider["city"][lang], number])),
        "head_name": head["name"],
        "head_office": office(head["capacity"], lang, acting=head["acting"]),
        "watermark": SPECIMEN if snapshot["specimen"] else (),
        "void": wording.specimen_why if snapshot["specimen"] else "",
    }


def _said(snapshot: OrderSnapshot) -> dict[str, str]:
    """What the sentences of an order have gaps for."""
    lang, cohort, target, decision = (
        snapshot["language"],
        snapshot["cohort"],
        snapshot["target"],
        snapshot["decision"],
    )
    minutes = WORDING[lang].numbered_decision.format(number=decision["number"]) if decision else ""
    return {
        "programme": snapshot["programme"][lang],
        "cohort": cohort["name"],
        "dates": range_in_digits(cohort["first"], cohort["last"]),
        "hours": str(snapshot["hours"]),
        "credited": WORDING[lang]
        .credited[bool(snapshot["carried"]), bool(snapshot["marks"])]
        .format(carried=snapshot["carried"], marks=snapshot["marks"]),
        "target": target["name"] if target else "",
        "target_dates": range_in_digits(target["first"], target["last"]) if target else "",
        "decided": date_of_paper(decision["date"], lang) if decision else "",
        "minutes": minutes if decision and decision["number"] else "",
    }


def _table(rows: Sequence[Row], wording: Wording, lang: PaperLanguage, *, with_status: bool) -> Context:
    """The people, with the one column more that their kind of paper has."""
    extra = ""
    if with_status:
        extra = wording.status
    elif any(row["agreed_on"] for row in rows):
        extra = wording.agreed
    elif any(row["attested_on"] for row in rows):
        extra = wording.attested
    return {
        "extra": extra,
        "rows": [
            {
                "place": place,
                "name": row["name"],
                "work": ", ".join(filter(None, [row["organisation"], row["position"]])),
                "extra": row["status"][lang] if with_status else _day(row["agreed_on"] or row["attested_on"]),
            }
            for place, row in enumerate(rows, 1)
        ],
    }


def _day(day: str) -> str:
    return date_in_digits(day) if day else ""


def _quoted(text: str, lang: PaperLanguage) -> str:
    opening, closing = "“”" if lang == "en" else "«»"
    return f"{opening}{text}{closing}"


@lru_cache
def _stylesheet() -> str:
    return Path(__file__).with_name("order_paper.css").read_text(encoding="utf-8")
