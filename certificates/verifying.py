"""What a code is worth today: pure judgement over a standing, and the words in which it is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from html import escape
from typing import Any, Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from certificates.models import Document, Standing
from people.written import DAYS, PaperLanguage, date_on, date_until

State = Standing.State


class Verdict(StrEnum):
    VALID = "valid"
    EXPIRES_SOON = "expires_soon"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    STATEMENT = "statement"
    SUPPORT = "support"
    SPECIMEN = "specimen"
    UNKNOWN = "unknown"
    MISTYPED = "mistyped"


class Told(Protocol):
    """A standing, as the register keeps it or as it was asked for (`asking.Known`)."""

    @property
    def code(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def since(self) -> date | None: ...
    @property
    def valid_through(self) -> date | None: ...
    @property
    def public(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Face:
    """How a verdict looks: never colour alone, never an icon alone (look: Verdict)."""

    tone: str
    icon: str
    word: Promise | str


FACES: dict[Verdict, Face] = {
    Verdict.VALID: Face("ok", "check", gettext_lazy("Valid")),
    Verdict.EXPIRES_SOON: Face("warn", "clock", gettext_lazy("Expires soon")),
    Verdict.EXPIRED: Face("mute", "clock", gettext_lazy("Expired")),
    Verdict.REVOKED: Face("bad", "x", gettext_lazy("Revoked")),
    Verdict.SUPERSEDED: Face("warn", "refresh", gettext_lazy("Replaced")),
    Verdict.STATEMENT: Face("info", "file", gettext_lazy("Statement of attendance")),
    Verdict.SUPPORT: Face("info", "file", gettext_lazy("Statement of completed post-course support")),
    Verdict.SPECIMEN: Face("warn", "flag", gettext_lazy("Specimen")),
    Verdict.UNKNOWN: Face("mute", "info", gettext_lazy("No such code")),
    Verdict.MISTYPED: Face("warn", "alert", gettext_lazy("The code is mistyped")),
}


def judge(standing: Told, today: date) -> Verdict:
    """What a code is worth: a specimen confirms nothing, whatever its state."""
    return Verdict.SPECIMEN if standing.public["specimen"] else state_of(standing, today)


def state_of(standing: Told, today: date) -> Verdict:
    """The state of a local day; nothing of it is stored, so midnight needs no clockwork."""
    if standing.state == State.REVOKED:
        return Verdict.REVOKED
    if standing.state == State.SUPERSEDED:
        return Verdict.SUPERSEDED
    if standing.valid_through is None:
        return Verdict.SUPPORT if standing.public["kind"] == "support" else Verdict.STATEMENT
    left = days_left(standing.valid_through, today)
    if left < 0:
        return Verdict.EXPIRED
    return Verdict.EXPIRES_SOON if left <= settings.EXPIRES_SOON_DAYS else Verdict.VALID


def days_left(last_day: date, today: date) -> int:
    """How many days follow today; 0 on the last day, which still counts."""
    return (last_day - today).days


def told(standing: Told | None, now: datetime) -> dict[str, Any]:
    """What a right code is worth, as data for programs (`openapi.json` describes it)."""
    minute = now.replace(second=0, microsecond=0).isoformat(timespec="minutes")
    if standing is None:
        return {"verdict": Verdict.UNKNOWN, "checked_at": minute}
    return {
        "verdict": judge(standing, now.date()),
        "state": state_of(standing, now.date()),
        "specimen": standing.public["specimen"],
        "since": standing.since,
        "checked_at": minute,
        "code": standing.code,
        "document": standing.public,
    }


def sentence(verdict: Verdict, standing: Told, today: date, language: PaperLanguage) -> SafeString:
    """One sentence with the one date that matters."""
    if verdict == Verdict.SUPERSEDED:
        successor = standing.public["replaced_by"]
        on = date_on(standing.since or today, language)
        number = escape(successor["number"]) if successor else ""
        return SafeString(_text(verdict, 0, language).format(on=on, number=number))  # the rest is our own words
    if verdict == Verdict.REVOKED:
        return _dated(verdict, standing.since or today, 0, language)
    left = days_left(standing.valid_through, today) if verdict == Verdict.EXPIRES_SOON and standing.valid_through else 0
    return _dated(verdict, standing.valid_through, left, language)


@lru_cache(maxsize=DAYS)
def _dated(verdict: Verdict, day: date | None, left: int, language: PaperLanguage) -> SafeString:
    """Thousands of documents end on one day."""
    until, on = (date_until(day, language), date_on(day, language)) if day else ("", "")
    return SafeString(_text(verdict, left, language).format(until=until, on=on))


@lru_cache(maxsize=1024)
def _text(verdict: Verdict, left: int, language: PaperLanguage) -> str:
    """The sentence with its places, in this language."""
    with override(language):
        return _TEXTS[verdict](left)


UNTIL = "<b>{until}</b>"


def _valid(left: int) -> str:
    return _("This certificate is in the register and is valid {until} inclusive.").format(until=UNTIL)


def _expires_soon(left: int) -> str:
    if left == 0:
        return _("This certificate is valid {until} inclusive: today is its last day.").format(until=UNTIL)
    text = ngettext(
        "This certificate is valid {until} inclusive: {left} day is left.",
        "This certificate is valid {until} inclusive: {left} days are left.",
        left,
    )
    return text.format(until=UNTIL, left=left)


def _expired(left: int) -> str:
    return _("This certificate was valid {until} inclusive.").format(until=UNTIL)


def _revoked(left: int) -> str:
    return _("This document was revoked {on}. It confirms nothing any more.").format(on="<b>{on}</b>")


def _superseded(left: int) -> str:
    text = _("This document was replaced by № {number} {on}. Ask for that one.")
    return text.format(number="<b>{number}</b>", on="{on}")


def _statement(left: int) -> str:
    text = _("This statement is in the register: the course was attended. {not_a} and does not replace one.")
    return text.format(not_a=f"<b>{_('It is not a certificate')}</b>")


def _support(left: int) -> str:
    text = _("This statement is in the register: the support after the course was completed. {not_a}.")
    return text.format(not_a=f"<b>{_('It is not a certificate')}</b>")


_TEXTS: dict[Verdict, Callable[[int], str]] = {
    Verdict.VALID: _valid,
    Verdict.EXPIRES_SOON: _expires_soon,
    Verdict.EXPIRED: _expired,
    Verdict.REVOKED: _revoked,
    Verdict.SUPERSEDED: _superseded,
    Verdict.STATEMENT: _statement,
    Verdict.SUPPORT: _support,
}


# ---- the pills -------------------------------------------------------------------------------------------------------
def faces_of(document: Document, today: date) -> list[Face]:
    """Of a document in a list."""
    return faces_of_standing(document.standing, today, specimen=document.is_specimen)


def faces_of_standing(standing: Told, today: date, *, specimen: bool) -> list[Face]:
    """A specimen is never painted as valid."""
    state = state_of(standing, today)
    if not specimen:
        return [FACES[state]]
    return [FACES[Verdict.SPECIMEN], *([FACES[state]] if state != Verdict.VALID else [])]
