"""What stands on a verdict page: the printed fields as printed, glossed where the reader chose another language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from certificates.codes import pretty
from certificates.models import DocumentEvent, Standing
from certificates.paper.voice import quoted
from certificates.paper.wording import WORDING, hours_in_words
from certificates.standing import Public
from certificates.verifying import FACES, Face, Verdict, judge, sentence, state_of
from people.languages import Language
from people.written import PaperLanguage, date_in_words, date_until, office, range_in_digits

HEADS = ("content", "module", "lecture", "practice", "self_study", "total")


@dataclass(frozen=True)
class Fact:
    """A label of ours, a value of the paper's; `gloss` says it in the reader's language where that is another one."""

    label: str
    value: str
    gloss: str = ""
    wide: bool = False
    struck: bool = False


def reader_language() -> PaperLanguage:
    return cast(PaperLanguage, (get_language() or Language.KK)[:2])


def verdict_context(standing: Standing, today: date) -> dict[str, Any]:
    """The whole page from one row."""
    public, reader = cast(Public, standing.public), reader_language()
    verdict, state = judge(standing, today), state_of(standing, today)
    face, scribe = FACES[verdict], Scribe(paper_language(public), reader)
    return {
        "verdict": verdict,
        "face": face,
        "others": in_other_languages(face, reader),
        "state": FACES[state],
        "sentence": sentence(state, standing, today, reader),
        "public": public,
        "paper": scribe.paper,
        "title": title_of(public, reader),
        "facts": facts(standing, state, scribe),
        "modules": modules(public, scribe),
        "heads": {name: getattr(WORDING[reader], name) for name in HEADS},
        "provider_name": public["provider"]["name"][reader],
        "provider_city": public["provider"]["city"][reader],
    }


def in_other_languages(face: Face, reader: PaperLanguage) -> list[tuple[str, str]]:
    """The word of a verdict in the two languages that the page is not in."""
    said = []
    for language in Language.values:
        if language != reader:
            with override(language):
                said.append((language, str(face.word)))
    return said


def paper_language(public: Public) -> PaperLanguage:
    language = public["language"]
    return "kk" if language == "tri" else cast(PaperLanguage, language)


def title_of(public: Public, language: PaperLanguage) -> str:
    """Certificate, duplicate or statement, as the paper is headed."""
    wording = WORDING[language]
    titles = {"certificate": wording.certificate, "duplicate": wording.duplicate, "statement": wording.statement}
    return titles[public["kind"]].capitalize()


@dataclass(frozen=True)
class Scribe:
    """Writes a fact as printed, with a gloss where the reader's language is another one."""

    paper: PaperLanguage
    reader: PaperLanguage

    def fact(
        self, label: str, say: Callable[[PaperLanguage], str], *, wide: bool = False, struck: bool = False
    ) -> Fact:
        return Fact(label, say(self.paper), self.gloss(say), wide, struck)

    def gloss(self, say: Callable[[PaperLanguage], str]) -> str:
        printed, read = say(self.paper), say(self.reader)
        return "" if printed == read else read


def facts(standing: Standing, state: Verdict, scribe: Scribe) -> list[Fact]:
    """Every printed field, in the order of the paper; then what happened to it."""
    public = cast(Public, standing.public)
    over = state in (Verdict.REVOKED, Verdict.SUPERSEDED)
    return _in_two_columns([*_printed(standing, public, scribe, over=over), *_afterwards(public, state, scribe)])


def _printed(standing: Standing, public: Public, scribe: Scribe, *, over: bool) -> list[Fact]:
    labels, last_day, signatory = WORDING[scribe.reader], public["valid_through"], public["signatory"]
    rows = [
        scribe.fact(labels.programme, lambda lang: quoted(public["programme"][lang], lang), wide=True),
        scribe.fact(labels.volume, lambda lang: hours_in_words(public["hours"], lang)),
        Fact(labels.course, range_in_digits(public["course_start"], public["course_end"])),
        scribe.fact(labels.issued, lambda lang: date_in_words(public["issued_on"], lang)),
    ]
    if last_day:
        rows.append(scribe.fact(labels.valid, lambda lang: date_until(last_day, lang), struck=over))
    capacity = f"{signatory['name']}, {_capacity(public, scribe.paper)}"
    rows += [
        Fact(_("Signed by"), capacity, scribe.gloss(lambda lang: _capacity(public, lang))),
        scribe.fact(_("Issued by"), lambda lang: public["provider"]["name"][lang]),
        Fact(_("Verification code"), pretty(standing.code, " ")),
    ]
    if blank := public["blank"]:
        rows.append(Fact(_("Protected blank"), f"{blank['series']} №\xa0{blank['number']}"))
    if replaced := public["replaces"]:
        day = date_in_words(replaced["issued_on"], scribe.reader)
        rows.append(Fact(_("Issued in place of"), f"№\xa0{replaced['number']}", day))
    return rows


def _afterwards(public: Public, state: Verdict, scribe: Scribe) -> list[Fact]:
    rows = []
    if state == Verdict.REVOKED and (reason_class := public.get("reason_class", "")):
        rows.append(Fact(_("Reason of the revocation"), str(DocumentEvent.ReasonClass(reason_class).label), wide=True))
    if state == Verdict.REVOKED and public["reason"]:
        rows.append(Fact(_("Ground of the revocation"), public["reason"], wide=True))
    if successor := public["replaced_by"]:
        day = date_in_words(successor["issued_on"], scribe.reader)
        rows.append(Fact(_("Replaced by"), f"№\xa0{successor['number']}", day))
    return rows


def modules(public: Public, scribe: Scribe) -> list[dict[str, Any]]:
    """The appendix's lines, numbered as printed."""
    rows, place = [], 0
    for module in public["modules"]:
        place += module["kind"] == "module"
        gloss = scribe.gloss(lambda lang, title=module["title"]: title[lang])  # type: ignore[misc]
        number = str(place) if module["kind"] == "module" else ""
        rows.append({**module, "place": number, "printed": module["title"][scribe.paper], "gloss": gloss})
    return rows


def _capacity(public: Public, language: PaperLanguage) -> str:
    return office(public["signatory"]["capacity"], language, acting=public["signatory"]["acting"])


def _in_two_columns(rows: list[Fact]) -> list[Fact]:
    """A narrow fact that would stand alone in its row takes the whole of it."""
    placed, column = list(rows), 0
    for place, row in enumerate(rows):
        alone = column == 0 and (place + 1 == len(rows) or rows[place + 1].wide)
        if not row.wide and alone:
            placed[place] = replace(row, wide=True)
        column = 0 if row.wide or alone else 1 - column
    return placed
