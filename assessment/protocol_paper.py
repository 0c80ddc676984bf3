"""The protocol (ведомость) of a defence day as a PDF, made from its snapshot alone."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict

from django.template.loader import render_to_string

from assessment.protocol_wording import DRAFT, SPECIMEN, WORDING, Wording
from people.paper import render_pdf
from people.written import NO_BREAK, PaperLanguage, Words, date_in_words, figure, in_points, office

Context = dict[str, Any]


class Provider(TypedDict):
    name: Words
    city: Words
    bin: str


class Member(TypedDict):
    name: str
    post: str
    chair: bool
    user: NotRequired[int]
    called: NotRequired[bool]  # asked as a third member for single participants
    signs: NotRequired[bool]  # False: excused from everybody, so there is nothing to sign


class Criterion(TypedDict):
    label: Words
    maximum: str
    coursework: NotRequired[bool]  # the trainer's points, the same on every sheet


class Band(TypedDict):
    key: str
    label: Words
    floor: int
    passed: bool


class Sheet(TypedDict):
    member: int  # place in the commission
    points: list[str]
    total: str
    excused: str  # why the chair excused the member, or ""


class Resolved(TypedDict):
    """By which other rule than the mean the points came about."""

    rule: Literal["consensus", "third"]
    who: list[str]  # who agreed, or the third member
    points: list[str]  # agreed, one to a criterion of the defence
    total: str


class Signed(TypedDict):
    """An electronic signature in place of a line, or why there is none."""

    user: int | None  # None: the head
    at: str
    cannot: str


class Row(TypedDict):
    name: str
    school: str
    topic: str
    outcome: Literal["scored", "absent", "absent_excused"]
    attempt: int
    points: list[str]  # the means, one to a criterion; empty unless scored
    carried: NotRequired[list[bool]]  # which of them come from the first attempt
    exact: str
    total: int | None
    band: str
    sheets: list[Sheet]
    note: str
    resolved: NotRequired[Resolved]


class Head(TypedDict):
    name: str
    capacity: Words
    acting: bool


class ProtocolSnapshot(TypedDict):
    language: PaperLanguage
    specimen: bool
    number: str | None  # None: a draft
    date: str
    room: str
    cohort: str
    programme: Words
    provider: Provider
    commission: list[Member]
    criteria: list[Criterion]
    bands: list[Band]
    rows: list[Row]
    head: Head
    signatures: NotRequired[list[Signed]]


def protocol_pdf(snapshot: ProtocolSnapshot) -> bytes:
    """A4 landscape, as many pages as it takes, numbered "1 / 3". Raises PaperUnavailable."""
    return render_pdf(protocol_html(snapshot), stylesheet=stylesheet())


def protocol_html(snapshot: ProtocolSnapshot) -> str:
    """The same as HTML."""
    lang = snapshot["language"]
    wording = WORDING[lang]
    number = wording.number.format(number=snapshot["number"] or "————").replace(" ", NO_BREAK)
    head, provider = snapshot["head"], snapshot["provider"]
    context = {
        "lang": lang,
        "w": wording,
        "page_title": f"{wording.title} {number}",
        "number": number,
        "created": snapshot["date"],
        "provider": provider["name"][lang],
        "imprint": " · ".join(
            filter(None, [provider["city"][lang], provider["bin"] and wording.bin.format(bin=provider["bin"])])
        ),
        "facts": _facts(snapshot, wording),
        "commission": [_member(member, snapshot, wording) for member in snapshot["commission"]],
        "criteria": [_criterion(place, each, lang, wording) for place, each in enumerate(snapshot["criteria"], 1)],
        "rows": [_row(place, row, snapshot) for place, row in enumerate(snapshot["rows"], 1)],
        "summary": _summary(snapshot, wording),
        "sheets": _sheets(snapshot),
        "rules": _rules(snapshot, wording),
        "head_name": head["name"],
        "head_signed": _signed(None, snapshot, wording),
        "head_office": office(head["capacity"], lang, acting=head["acting"]),
        "watermark": SPECIMEN if snapshot["specimen"] else () if snapshot["number"] else DRAFT,
        "void": wording.specimen_why if snapshot["specimen"] else "" if snapshot["number"] else wording.draft_why,
    }
    return render_to_string("assessment/paper/protocol.html", context)


@lru_cache
def stylesheet() -> str:
    return Path(__file__).with_name("protocol_paper.css").read_text(encoding="utf-8")


def _facts(snapshot: ProtocolSnapshot, wording: Wording) -> list[tuple[str, str]]:
    lang = snapshot["language"]
    opening, closing = "“”" if lang == "en" else "«»"
    rows = [
        (wording.programme, f"{opening}{snapshot['programme'][lang]}{closing}"),
        (wording.cohort, snapshot["cohort"]),
        (wording.date, date_in_words(snapshot["date"], lang)),
        (wording.room, snapshot["room"]),
    ]
    return [(label, value) for label, value in rows if value]


def _member(member: Member, snapshot: ProtocolSnapshot, wording: Wording) -> Context:
    role = wording.chair if member["chair"] else wording.third if member.get("called") else wording.member
    user = member.get("user")
    signed = "" if user is None else _signed(user, snapshot, wording)
    return {**member, "role": role, "signs": member.get("signs", True), "signed": signed}


def _signed(user: int | None, snapshot: ProtocolSnapshot, wording: Wording) -> str:
    """What stands on the line: the moment of the electronic signature, why there is none, or nothing."""
    found = [each for each in snapshot.get("signatures", []) if each["user"] == user]
    for each in found:
        if not each["cannot"]:
            moment = datetime.fromisoformat(each["at"])
            return wording.signed.format(at=f"{moment:%d.%m.%Y, %H:%M}")
    return wording.cannot.format(reason=found[0]["cannot"]) if found else ""


def _rules(snapshot: ProtocolSnapshot, wording: Wording) -> list[str]:
    """The rules by which totals that lay too far apart were resolved, as far as they were used."""
    used = {row["resolved"]["rule"] for row in snapshot["rows"] if row.get("resolved")}
    sentences = {"third": wording.rule_third, "consensus": wording.rule_consensus}
    return [sentence for rule, sentence in sentences.items() if rule in used]


def _criterion(place: int, criterion: Criterion, lang: PaperLanguage, wording: Wording) -> Context:
    maximum = figure(criterion["maximum"], lang)
    label, limit = criterion["label"][lang], wording.out_of.format(maximum=maximum)
    if criterion.get("coursework"):
        limit = f"{limit}; {wording.coursework}"
    return {"place": place, "label": label, "out_of": limit, "maximum": maximum}


def _row(place: int, row: Row, snapshot: ProtocolSnapshot) -> Context:
    lang, wording = snapshot["language"], WORDING[snapshot["language"]]
    scored = row["outcome"] == "scored"
    labels = {band["key"]: band for band in snapshot["bands"]}
    carried = row.get("carried") or [False] * len(row["points"])
    band = labels.get(row["band"])
    return {
        "place": place,
        "name": row["name"],
        "school": row["school"],
        "topic": row["topic"],
        "again": wording.again if row["attempt"] > 1 else "",
        "scored": scored,
        "points": list(zip([in_points(each, lang, 2) for each in row["points"]], carried, strict=True)),
        "any_carried": any(carried),
        "exact": in_points(row["exact"], lang, 2) if scored else "",
        "total": row["total"] if scored else "",
        "result": band["label"][lang] if band else row["band"],
        "failed": band is not None and not band["passed"],
        "outcome": getattr(wording, row["outcome"], ""),
        "span": len(snapshot["criteria"]) + 3,
        "note": row["note"],
        "how": _how(row, wording),
    }


def _how(row: Row, wording: Wording) -> str:
    resolved = row.get("resolved")
    if not resolved:
        return wording.note
    words = wording.consensus if resolved["rule"] == "consensus" else wording.third_asked
    return words.format(who=", ".join(resolved["who"]))


def _summary(snapshot: ProtocolSnapshot, wording: Wording) -> list[tuple[str, int]]:
    """How many in each band from the top down, how many did not appear, and all of them."""
    lang = snapshot["language"]
    reached = Counter(row["band"] for row in snapshot["rows"] if row["outcome"] == "scored")
    outcomes = Counter(row["outcome"] for row in snapshot["rows"])
    bands = sorted(snapshot["bands"], key=lambda band: -band["floor"])
    counts = [(band["label"][lang].lower(), reached[band["key"]]) for band in bands]
    counts += [(wording.absent.lower(), outcomes["absent"])] if outcomes["absent"] else []
    counts += [(wording.absent_excused.lower(), outcomes["absent_excused"])] if outcomes["absent_excused"] else []
    return [*counts, (wording.everybody.lower(), len(snapshot["rows"]))]


def _sheets(snapshot: ProtocolSnapshot) -> list[Context]:
    """What each member gave, unless one member gave everything: then the means say it already."""
    if len(snapshot["commission"]) < 2:
        return []
    return [
        {"place": place, "name": row["name"], "sheets": [*_sheets_of(row, snapshot)]}
        for place, row in enumerate(snapshot["rows"], 1)
        if row["sheets"]
    ]


def _sheets_of(row: Row, snapshot: ProtocolSnapshot) -> Iterator[Context]:
    for sheet in row["sheets"]:
        yield _sheet(sheet, snapshot)
    resolved = row.get("resolved")
    if resolved and resolved["rule"] == "consensus":
        yield _agreed(row, resolved, snapshot)


def _agreed(row: Row, resolved: Resolved, snapshot: ProtocolSnapshot) -> Context:
    """What the commission agreed on, under the sheets: the coursework as it stands, the rest as agreed."""
    lang, wording = snapshot["language"], WORDING[snapshot["language"]]
    agreed = iter(resolved["points"])
    points = [
        common if criterion.get("coursework") else next(agreed)
        for criterion, common in zip(snapshot["criteria"], row["points"], strict=True)
    ]
    return {
        "member": wording.agreed,
        "points": [figure(Decimal(each).quantize(Decimal("0.1")), lang, 1) for each in points],
        "total": figure(Decimal(resolved["total"]).quantize(Decimal("0.1")), lang, 1),
        "excused": "",
        "span": len(snapshot["criteria"]) + 1,
    }


def _sheet(sheet: Sheet, snapshot: ProtocolSnapshot) -> Context:
    lang, wording = snapshot["language"], WORDING[snapshot["language"]]
    return {
        "member": snapshot["commission"][sheet["member"]]["name"],
        "points": [figure(each, lang, 1) for each in sheet["points"]],
        "total": figure(sheet["total"], lang, 1) if sheet["total"] else "",
        "excused": wording.excused.format(reason=sheet["excused"]) if sheet["excused"] else "",
        "span": len(snapshot["criteria"]) + 1,
    }
