"""What stands on the page of a file that was checked: the answer, today's state, and the fields side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from certificates.codes import pretty
from certificates.comparing import Compared, Likeness
from certificates.identifying import Finding, Kind, Match
from certificates.reading import MOST_BYTES
from certificates.snapshot import LETTERS
from certificates.standing import Public
from certificates.verdict_page import paper_language, reader_language
from certificates.verifying import Face, faces_of_standing, sentence, state_of

# The file and what a form puts around it.
LARGEST_BODY = MOST_BYTES + 65_536

LABELS: dict[str, Promise] = {
    "name": _("Full name"),
    "number": _("Number"),
    "replaces": _("Issued in place of"),
    "programme": _("Programme"),
    "hours": _("Volume"),
    "support": _("Period of support"),
    "course": _("Course dates"),
    "issued": _("Date of issue"),
    "valid": _("Valid through"),
    "signatory": _("Signed by"),
    "code": _("Verification code"),
}
LIKENESSES: dict[Likeness, Face] = {
    Likeness.SAME: Face("ok", "check", _("Same words")),
    Likeness.DIFFERS: Face("bad", "x", _("Differs")),
    Likeness.MISSING: Face("warn", "alert", _("Not found in the file")),
    Likeness.UNREAD: Face("mute", "eye", _("Compare by eye")),
    Likeness.HIDDEN: Face("mute", "eye-off", _("Hidden by the holder")),
}


@dataclass(frozen=True)
class Line:
    label: Promise
    register: str
    printed: str
    face: Face


@dataclass(frozen=True)
class Shown:
    """A document that the file is or names, with what the register says of it today."""

    number: str
    code: str
    specimen: bool
    faces: list[Face]
    sentence: SafeString
    paper: str
    has_marks: bool
    lines: list[Line]
    differing: int


def file_context(found: Finding, today: date) -> dict[str, Any]:
    shown = [_shown(match, today) for match in found.matches]
    return {
        "kind": found.kind.value,
        "tone": shown[0].faces[0].tone if found.kind == Kind.EXACT else "mute" if not shown else "warn",
        "icon": shown[0].faces[0].icon if found.kind == Kind.EXACT else "info" if not shown else "alert",
        "shown": shown,
        "has_text": found.has_text,
        "veiled": found.veiled,
        "stray_codes": found.stray_codes,
        "foreign_host": found.foreign_host,
    }


def _shown(match: Match, today: date) -> Shown:
    standing = match.standing
    public, state = cast(Public, standing.public), state_of(standing, today)
    return Shown(
        number=public["number"],
        code=pretty(standing.code),
        specimen=public["specimen"],
        faces=faces_of_standing(standing, today, specimen=public["specimen"]),
        sentence=sentence(state, standing, today, reader_language()),
        paper=paper_language(public),
        has_marks=public["kind"] not in LETTERS,
        lines=[_line(compared) for compared in match.lines],
        differing=sum(compared.likeness in (Likeness.DIFFERS, Likeness.MISSING) for compared in match.lines),
    )


def _line(compared: Compared) -> Line:
    return Line(LABELS[compared.key], compared.register, compared.printed, LIKENESSES[compared.likeness])
