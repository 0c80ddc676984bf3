"""The first paper of a batch in small: what it says, in the paper's own words, before anybody makes a PDF of it."""

from __future__ import annotations

from dataclasses import dataclass

from certificates.paper.voice import instead, quoted
from certificates.paper.wording import WORDING, hours_in_words
from certificates.snapshot import Snapshot
from people.written import PaperLanguage, date_in_words, date_until, office, range_in_digits

ON_BLANKS = ("certificate", "duplicate")


@dataclass(frozen=True)
class Mini:
    language: PaperLanguage
    is_letter: bool
    provider: str
    title: str
    instead: str
    name: str
    programme: str
    facts: list[str]
    capacity: str
    signatory: str
    void: str  # the word across a specimen


def mini_of(snapshot: Snapshot | None) -> Mini | None:
    """Nothing where there is no paper to show."""
    if snapshot is None:
        return None
    language: PaperLanguage = "kk" if snapshot["language"] == "tri" else snapshot["language"]
    wording, signatory, letter = WORDING[language], snapshot["signatory"], snapshot["kind"] not in ON_BLANKS
    return Mini(
        language=language,
        is_letter=letter,
        provider=snapshot["provider"]["name"][language],
        title=getattr(wording, snapshot["kind"]) if letter else wording.certificate,
        instead=instead(snapshot["kind"], snapshot["replaces"], language),
        name=snapshot["name"]["full"],
        programme=quoted(snapshot["programme"][language], language),
        facts=_facts(snapshot, language),
        capacity=office(signatory["capacity"], language, acting=signatory["acting"]),
        signatory=signatory["name"],
        void=wording.specimen if snapshot["specimen"] else "",
    )


def _facts(snapshot: Snapshot, language: PaperLanguage) -> list[str]:
    facts = [
        hours_in_words(snapshot["hours"]["declared"], language),
        range_in_digits(snapshot["course_start"], snapshot["course_end"]),
        date_in_words(snapshot["issued_on"], language),
    ]
    return [*facts, date_until(last_day, language)] if (last_day := snapshot["valid_through"]) else facts
