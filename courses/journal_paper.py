"""The attendance journal as a PDF, made from its snapshot alone: A4 on its side, so many sessions a page."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypedDict

from django.template.loader import render_to_string

from courses.journal_wording import WORDING, Wording
from people.paper import render_pdf
from people.written import NO_BREAK, PaperLanguage, Words, as_date, date_in_digits, range_in_digits

# Columns of 7 mm beside the names and the totals.
A_PAGE = 20
Context = dict[str, Any]


class Class(TypedDict):
    day: str
    begins: str
    kind: str
    hours: int
    place: str  # of the module: "3", or "" for what has no number
    title: Words
    trainer: str


class Person(TypedDict):
    name: str
    status: str
    # In the order of the sessions: the state, "" where nothing is said, None for who was not in the group.
    marks: list[str | None]
    earned: dict[str, int]
    carried: int
    percent: int | None


class JournalSnapshot(TypedDict):
    language: PaperLanguage
    specimen: bool
    printed_on: str
    provider: Words
    city: Words
    programme: Words
    cohort: str
    first: str
    last: str
    trainer: str
    due: dict[str, int]
    sessions: list[Class]
    people: list[Person]


def journal_pdf(snapshot: JournalSnapshot) -> bytes:
    """As many pages as it takes, the heads of the tables on each. Raises PaperUnavailable."""
    return render_pdf(journal_html(snapshot), stylesheet=_stylesheet())


def journal_html(snapshot: JournalSnapshot) -> str:
    """The same as HTML."""
    lang = snapshot["language"]
    wording, sessions = WORDING[lang], snapshot["sessions"]
    opening, closing = "“”" if lang == "en" else "«»"
    context = {
        "lang": lang,
        "w": wording,
        "created": snapshot["printed_on"],
        "page_title": f"{wording.title}: {snapshot['cohort']}",
        "provider": snapshot["provider"][lang],
        "city": snapshot["city"][lang],
        "facts": [
            (wording.programme, f"{opening}{snapshot['programme'][lang]}{closing}"),
            (wording.cohort, snapshot["cohort"]),
            (wording.dates, range_in_digits(snapshot["first"], snapshot["last"])),
        ],
        "parts": [_part(snapshot, wording, start) for start in range(0, len(sessions), A_PAGE)],
        "kinds": [(wording.kinds_short[kind], due) for kind, due in snapshot["due"].items()],
        "due": sum(snapshot["due"].values()),
        "classes": [_class(snapshot, wording, n) for n in range(len(sessions))],
        "trainers": trainers_of(snapshot),
        "signs": [(wording.signs[state], wording.signs_said[state]) for state in wording.signs],
        "printed": wording.printed.format(day=date_in_digits(snapshot["printed_on"])),
        "void": wording.specimen_why if snapshot["specimen"] else "",
    }
    return render_to_string("courses/paper/journal.html", context)


def sign_of(mark: str | None, wording: Wording) -> str:
    """A dash for who was not in the group, nothing where nothing is said."""
    return "–" if mark is None else wording.signs.get(mark, "")


def note_of(person: Person, wording: Wording) -> str:
    """That the person left, and what came along by a transfer."""
    said = [wording.left.get(person["status"], "")]
    if person["carried"]:
        said.append(wording.carried.format(n=person["carried"]))
    return ", ".join(each for each in said if each)


def present_at(snapshot: JournalSnapshot, place: int) -> int:
    return sum(person["marks"][place] == "present" for person in snapshot["people"])


def trainers_of(snapshot: JournalSnapshot) -> list[str]:
    """Who signs: everybody who taught, in their order; else the cohort's trainer, else a blank line."""
    taught = dict.fromkeys(each["trainer"] for each in snapshot["sessions"] if each["trainer"])
    return list(taught) or [snapshot["trainer"]]


def module_of(each: Class, wording: Wording, lang: PaperLanguage) -> str:
    number = wording.numbered.format(n=each["place"]).replace(" ", NO_BREAK) if each["place"] else ""
    return f"{number} {each['title'][lang]}".strip()


def _part(snapshot: JournalSnapshot, wording: Wording, start: int) -> Context:
    """The columns of one page; the last one has the totals."""
    sessions = snapshot["sessions"]
    places = range(start, min(start + A_PAGE, len(sessions)))
    last = places[-1] == len(sessions) - 1
    return {
        "said": wording.part.format(first=start + 1, last=places[-1] + 1, all=len(sessions)),
        "heads": [(n + 1, f"{as_date(sessions[n]['day']):%d.%m}", sessions[n]["hours"]) for n in places],
        "has_totals": last,
        "rows": [
            {
                "n": number,
                "name": person["name"],
                "note": note_of(person, wording),
                "signs": [sign_of(person["marks"][n], wording) for n in places],
                "earned": list(person["earned"].values()),
                "total": sum(person["earned"].values()),
                "percent": "–" if person["percent"] is None else person["percent"],
            }
            for number, person in enumerate(snapshot["people"], 1)
        ],
        "present": [present_at(snapshot, n) for n in places],
    }


def _class(snapshot: JournalSnapshot, wording: Wording, place: int) -> Context:
    each = snapshot["sessions"][place]
    return {
        "n": place + 1,
        "day": date_in_digits(each["day"]),
        "begins": each["begins"],
        "kind": wording.kinds[each["kind"]],
        "module": module_of(each, wording, snapshot["language"]),
        "hours": each["hours"],
        "present": present_at(snapshot, place),
        "trainer": each["trainer"],
    }


@lru_cache
def _stylesheet() -> str:
    return Path(__file__).with_name("journal_paper.css").read_text(encoding="utf-8")
