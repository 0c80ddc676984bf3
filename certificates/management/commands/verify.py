from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.file_page import LABELS, LIKENESSES
from certificates.identifying import Finding, Kind, identify
from certificates.looking_up import Answer, as_data, look_up
from certificates.mistyping import what_is_wrong
from certificates.models import Standing
from certificates.verdict_page import reader_language
from certificates.verifying import FACES, faces_of_standing, sentence, state_of
from people.languages import Language

IN_FORCE, NOT_IN_FORCE, NOT_OURS, UNREADABLE = range(4)


class Command(BaseCommand):
    help = (
        "Says what a code or a file is worth, as the public pages do. Exit status: 0 in force, 1 issued here but not "
        "in force, 2 unknown or not the file that was issued, 3 mistyped or unreadable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", metavar="CODE|FILE", help="a code, the address of a QR code, or a PDF or picture")
        parser.add_argument("--json", action="store_true", help="as /v/<CODE>.json (see /openapi.json)")
        parser.add_argument("--language", choices=Language.values, default=Language.EN, help="of the words (en)")

    def handle(self, *args: Any, what: str, json: bool, language: str, **options: Any) -> None:
        now = timezone.localtime()
        with override(language):
            status, data, lines = _of_file(Path(what), now) if _is_file(what) else _of_code(what, now)
        self.stdout.write(_as_json(data) if json else "\n".join(lines))
        if status:
            sys.exit(status)


Outcome = tuple[int, dict[str, Any], list[str]]


def _is_file(what: str) -> bool:
    try:
        return Path(what).is_file()
    except OSError:  # longer than a name of a file can be
        return False


def _as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)


# ---- a code ----------------------------------------------------------------------------------------------------------
def _of_code(text: str, now: datetime) -> Outcome:
    [answer] = look_up([text])
    return _status(answer, now), as_data(answer, now), list(_said(answer, now))


def _status(answer: Answer, now: datetime) -> int:
    if answer.flaw is not None:
        return UNREADABLE
    if answer.standing is None:
        return NOT_OURS
    return IN_FORCE if answer.is_in_force(now.date()) else NOT_IN_FORCE


def _said(answer: Answer, now: datetime) -> list[str]:
    if answer.flaw is not None:
        return [what_is_wrong(answer.flaw)]
    if answer.standing is None:
        return [str(FACES[answer.verdict(now.date())].word)]
    return _of_standing(answer.standing, now)


def _of_standing(standing: Standing, now: datetime) -> list[str]:
    today, public = now.date(), standing.public
    faces = faces_of_standing(standing, today, specimen=public["specimen"])
    words = ", ".join(str(face.word) for face in faces)
    state = state_of(standing, today)
    said = strip_tags(sentence(state, standing, today, reader_language()))
    return [f"№ {public['number']}: {words}", said, public["name"]]


# ---- a file ----------------------------------------------------------------------------------------------------------
def _of_file(path: Path, now: datetime) -> Outcome:
    try:
        found = identify(path.read_bytes())
    except (ValidationError, OSError) as refusal:
        why = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal.strerror)
        return UNREADABLE, {"file": "unreadable", "why": why}, [why]
    answers = [Answer(match.standing.code, None, match.standing) for match in found.matches]
    data = {"file": found.kind, "documents": [as_data(answer, now) for answer in answers], **_compared(found)}
    if found.kind == Kind.EXACT:
        heading = _("Exact copy of № %(number)s") % {"number": answers[0].standing.public["number"]}  # type: ignore[union-attr]
        return _status(answers[0], now), data, [heading, *_said(answers[0], now)]
    heading = _("Not byte-identical: compare these fields") if found.matches else _("Not ours")
    return NOT_OURS, data, [heading, *_side_by_side(found, now)]


def _compared(found: Finding) -> dict[str, Any]:
    if found.kind != Kind.DIFFERENT:
        return {}
    fields = [
        [
            {"field": line.key, "register": line.register, "likeness": line.likeness, "file": line.printed}
            for line in match.lines
        ]
        for match in found.matches
    ]
    about = {"veiled": found.veiled, "stray_codes": found.stray_codes, "foreign_host": found.foreign_host}
    return {"fields": fields, **about}


def _side_by_side(found: Finding, now: datetime) -> list[str]:
    lines = []
    for match in found.matches:
        lines += _of_standing(match.standing, now)
        for line in match.lines:
            beside = f" ({line.printed})" if line.printed else ""
            lines.append(f"  {LABELS[line.key]}: {line.register}: {LIKENESSES[line.likeness].word}{beside}")
    return lines
