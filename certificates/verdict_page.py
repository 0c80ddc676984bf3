"""What stands on a verdict page: the printed fields as printed, glossed where the reader chose another language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from certificates.codes import LENGTH, pretty
from certificates.models import DocumentEvent
from certificates.paper.support import WORDS as SUPPORT
from certificates.paper.voice import quoted
from certificates.paper.wording import WORDING, hours_in_words
from certificates.snapshot import SignerSnapshot
from certificates.standing import COMMON, Public
from certificates.thumbnail import own_lines, second_language, thumbnail
from certificates.verifying import FACES, Face, Told, Verdict, sentence
from people.contacts import Contacts
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


def own_texts(standing: Told, state: Verdict, now: datetime, reader: PaperLanguage) -> dict[str, str]:
    """What this page alone says, by name; a yes that is not shown is any text.

    Thousands of documents share all the rest, which is built once (`verdict_layout`): so whatever of a document is
    neither in here nor in COMMON cannot stand on its page. Every answer passes through here, and most documents have
    nothing but the first of these: so what only some have is asked of those alone.
    """
    public = cast(Public, standing.public)
    paper = paper_language(public)
    texts = {
        "number": public["number"],
        "name": public["name"],
        "code": pretty(standing.code, " "),
        "key": standing.code,
        "course": range_in_digits(public["course_start"], public["course_end"]),
        "issued": date_in_words(public["issued_on"], paper),
        "sentence": sentence(state, standing, now.date(), reader),
        **own_lines(public, paper),
        **moment(now),
    }
    if last_day := public["valid_through"]:
        texts["valid"] = date_until(last_day, paper)
    if reader != paper:
        _say_again(texts, "gloss", public, reader)
    if second := second_language(public):
        _say_again(texts, "second", public, second)
    _say_rare(texts, public, reader)
    if state == Verdict.REVOKED:
        texts["reason"] = public["reason"]
        if reason_class := public.get("reason_class", ""):
            texts["reason_class"] = str(DocumentEvent.ReasonClass(reason_class).label)
    return texts


def _say_again(texts: dict[str, str], place: str, public: Public, language: PaperLanguage) -> None:
    """The dates in another language, too."""
    texts[f"issued_{place}"] = date_in_words(public["issued_on"], language)
    if last_day := public["valid_through"]:
        texts[f"valid_{place}"] = date_until(last_day, language)


def _say_rare(texts: dict[str, str], public: Public, reader: PaperLanguage) -> None:
    """What few documents have."""
    if public.get("name_hidden"):
        texts["name_hidden"] = "yes"
    if support := public.get("support"):
        texts["support"] = range_in_digits(support["first"], support["last"])
    if blank := public["blank"]:
        texts["blank"] = f"{blank['series']} №\xa0{blank['number']}"
    if replaced := public["replaces"]:
        texts["replaces"] = f"№\xa0{replaced['number']}"
        texts["replaces_on"] = date_in_words(replaced["issued_on"], reader)
    if successor := public["replaced_by"]:
        texts["replaced_by"] = f"№\xa0{successor['number']}"
        texts["replaced_on"] = date_in_words(successor["issued_on"], reader)


def moment(now: datetime) -> dict[str, str]:
    """When it was checked, for people and for machines."""
    return _minute(now.date(), now.hour, now.minute)


@lru_cache(maxsize=8)
def _minute(day: date, hour: int, minute: int) -> dict[str, str]:
    clock = f"{hour:02}:{minute:02}"
    return {"checked_at": f"{day:%d.%m.%Y}, {clock}", "checked_iso": f"{day}T{clock}"}


def page_around(
    public: Public,
    texts: Mapping[str, str],
    issuer: Contacts,
    *,
    verdict: Verdict,
    state: Verdict,
    reader: PaperLanguage,
) -> dict[str, Any]:
    """The page with these texts in their places: of `public` it reads only what is COMMON to many documents."""
    texts = defaultdict(str, texts)
    face, scribe = FACES[verdict], Scribe(paper_language(public), reader)
    common = {name: public[name] for name in COMMON if name in public}  # type: ignore[literal-required]
    return {
        "verdict": verdict,
        "face": face,
        "others": in_other_languages(face, reader),
        "state": FACES[state],
        "public": {**common, **texts},
        "paper": scribe.paper,
        "title": title_of(public, reader),
        "facts": facts(public, texts, state, scribe),
        "modules": modules(public, scribe),
        "heads": {name: getattr(WORDING[reader], name) for name in HEADS},
        "mini": thumbnail(public, title_of(public, scribe.paper), scribe.paper),
        **around(issuer),
        **{name: texts[name] for name in ("sentence", "checked_at", "checked_iso")},
    }


def page_without_document(
    verdict: Verdict, texts: Mapping[str, str], issuer: Contacts, reader: PaperLanguage
) -> dict[str, Any]:
    """The page of a code under which there is nothing to show."""
    face = FACES[verdict]
    about = {"verdict": verdict, "face": face, "others": in_other_languages(face, reader), "length": LENGTH}
    return {**about, **around(issuer), **{name: texts[name] for name in ("checked_at", "checked_iso")}}


def around(issuer: Contacts) -> dict[str, Any]:
    """What stands on the page of any code, known or not: whom to ask, and at which address a QR code may lead."""
    return {"issuer": issuer, "site": settings.SITE_URL, "host": settings.SITE_URL.partition("://")[2]}


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
    return str(getattr(wording, public["kind"])).capitalize()


@dataclass(frozen=True)
class Scribe:
    """Writes a fact as printed, with a gloss where the reader's language is another one."""

    paper: PaperLanguage
    reader: PaperLanguage

    def fact(self, label: str, say: Callable[[PaperLanguage], str], *, wide: bool = False) -> Fact:
        return Fact(label, say(self.paper), self.gloss(say), wide)

    def gloss(self, say: Callable[[PaperLanguage], str]) -> str:
        printed, read = say(self.paper), say(self.reader)
        return "" if printed == read else read


def facts(public: Public, texts: Mapping[str, str], state: Verdict, scribe: Scribe) -> list[Fact]:
    """Every printed field, in the order of the paper; then what happened to it."""
    over = state in (Verdict.REVOKED, Verdict.SUPERSEDED)
    return _in_two_columns([*_printed(public, texts, scribe, over=over), *_afterwards(texts)])


def _printed(public: Public, texts: Mapping[str, str], scribe: Scribe, *, over: bool) -> list[Fact]:
    labels, signatory = WORDING[scribe.reader], public["signatory"]
    rows = [
        scribe.fact(labels.programme, lambda lang: quoted(public["programme"][lang], lang), wide=True),
        scribe.fact(labels.volume, lambda lang: hours_in_words(public["hours"], lang)),
        Fact(labels.course, texts["course"]),
        *([Fact(SUPPORT[scribe.reader].period, texts["support"])] if texts["support"] else []),
        Fact(labels.issued, texts["issued"], texts["issued_gloss"]),
    ]
    if texts["valid"]:
        rows.append(Fact(labels.valid, texts["valid"], texts["valid_gloss"], struck=over))
    capacity = f"{signatory['name']}, {_capacity(public, scribe.paper)}"
    rows += [
        Fact(_("Signed by"), capacity, scribe.gloss(lambda lang: _capacity(public, lang))),
        *(_also_signed(signer, scribe) for signer in public.get("signers", [])),
        scribe.fact(_("Issued by"), lambda lang: public["provider"]["name"][lang]),
        Fact(_("Verification code"), texts["code"]),
    ]
    if texts["blank"]:
        rows.append(Fact(_("Protected blank"), texts["blank"]))
    if texts["replaces"]:
        rows.append(Fact(_("Issued in place of"), texts["replaces"], texts["replaces_on"]))
    return rows


def _afterwards(texts: Mapping[str, str]) -> list[Fact]:
    rows = []
    if texts["reason_class"]:
        rows.append(Fact(_("Reason of the revocation"), texts["reason_class"], wide=True))
    if texts["reason"]:
        rows.append(Fact(_("Ground of the revocation"), texts["reason"], wide=True))
    if texts["replaced_by"]:
        rows.append(Fact(_("Replaced by"), texts["replaced_by"], texts["replaced_on"]))
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


def _also_signed(signer: SignerSnapshot, scribe: Scribe) -> Fact:
    said = f"{signer['name']}, {signer['capacity'][scribe.paper]}"
    return Fact(_("Signed by"), said, scribe.gloss(lambda lang: signer["capacity"][lang]))


def _in_two_columns(rows: list[Fact]) -> list[Fact]:
    """A narrow fact that would stand alone in its row takes the whole of it."""
    placed, column = list(rows), 0
    for place, row in enumerate(rows):
        alone = column == 0 and (place + 1 == len(rows) or rows[place + 1].wide)
        if not row.wide and alone:
            placed[place] = replace(row, wide=True)
        column = 0 if row.wide or alone else 1 - column
    return placed
