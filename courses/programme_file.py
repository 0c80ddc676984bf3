"""The programme's file read and checked, without a database.

Raises ValidationError with one sentence that names the place: the line of a slip in the notation, or the field.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.fields_of_file import Place
from courses.programme_checks import check
from courses.programme_content import (
    FORMS,
    HOUR_KINDS,
    TASK_KINDS,
    Band,
    Criterion,
    Discrepancy,
    Hours,
    Level,
    Line,
    Module,
    Programme,
    Reading,
    Rubric,
    Section,
    Text,
)

STAGES = ("coursework", "defence")
PROGRAMME = Path(__file__).with_name("data") / "programme.toml"


def load(path: Path = PROGRAMME) -> Programme:
    """The programme of a file."""
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> Programme:
    """The programme of a file's text."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValidationError(
            _("The programme file cannot be read: %(reason)s"), code="notation", params={"reason": error}
        ) from error
    return read(data)


def read(data: Mapping[str, Any]) -> Programme:
    """The programme of a file's content, checked."""
    programme = _programme(Place(data), data)
    check(programme)
    return programme


def digest_of(data: Mapping[str, Any]) -> str:
    """A fingerprint of the content: comments and the order of lines in the file do not change it."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _programme(place: Place, data: Mapping[str, Any]) -> Programme:
    marking = place.table("marking")
    stage = marking.choice("stage", STAGES)
    programme = Programme(
        code=place.slug("code"),
        title=_text(place.table("title"), 300),
        audience=_text(place.table("audience"), 300),
        declared_hours=place.number("declared_hours", least=1),
        validity_years=place.number("validity_years", least=1),
        forms=place.choices("forms", FORMS),
        modules=tuple(_module(each) for each in place.tables("modules")),
        printed_totals=_hours(place.table("printed_totals")),
        rubrics=tuple(_rubric(each, stage) for each in place.tables("rubrics")),
        step=marking.decimal("step"),
        levels=tuple(_level(each) for each in place.tables("levels")),
        bands=tuple(_band(each) for each in place.tables("bands")),
        discrepancies=tuple(_discrepancy(each) for each in place.tables("discrepancies")),
        sections=tuple(_section(each) for each in place.tables("sections")),
        data=data,
        digest=digest_of(data),
    )
    marking.nothing_else()
    place.nothing_else("source", "hour_minutes")
    return programme


def _text(place: Place, limit: int = 2000) -> Text:
    text = Text(*(place.text(language, limit) for language in ("kk", "ru", "en")))
    place.nothing_else()
    return text


def _hours(place: Place) -> Hours:
    hours = Hours(**{kind: place.number(kind) for kind in (*HOUR_KINDS, "total")})
    place.nothing_else()
    return hours


def _module(place: Place) -> Module:
    attestation, extra = place.flag("attestation", default=False), place.flag("extra", default=False)
    studied = not (attestation or extra)
    module = Module(
        title=_text(place.table("title"), 300),
        hours=_hours(place.table("hours")),
        task=_text(place.table("task")) if studied else None,
        result=_text(place.table("result")) if studied else None,
        is_attestation=attestation,
        is_extra=extra,
    )
    if attestation and extra:
        raise place.wrong("extra", _("the attestation is no extra line of hours"))
    place.nothing_else()
    if module.hours.sum != module.hours.total:
        raise place.wrong(
            "hours",
            _("the hours add up to %(sum)s, not %(total)s") % {"sum": module.hours.sum, "total": module.hours.total},
        )
    return module


def _rubric(place: Place, stage: str) -> Rubric:
    rubric = Rubric(place.slug("reading"), tuple(_criterion(each, stage) for each in place.tables("criteria")))
    place.nothing_else()
    return rubric


def _criterion(place: Place, stage: str) -> Criterion:
    """A criterion is scored at the stage that `marking` names, unless it says another itself."""
    criterion = Criterion(
        _text(place.table("label"), 300),
        _text(place.table("short"), 80),
        place.decimal("maximum"),
        place.choice("stage", STAGES) if place.has("stage") else stage,
        place.choices("tasks", TASK_KINDS) if place.has("tasks") else (),
    )
    place.nothing_else()
    return criterion


def _level(place: Place) -> Level:
    level = Level(
        place.slug("key"), place.number("floor_percent"), _text(place.table("label"), 80), _text(place.table("about"))
    )
    place.nothing_else()
    return level


def _band(place: Place) -> Band:
    band = Band(place.slug("key"), place.number("floor"), place.flag("passed"), _text(place.table("label"), 100))
    place.nothing_else("printed")
    return band


def _discrepancy(place: Place) -> Discrepancy:
    discrepancy = Discrepancy(
        code=place.text("code", 2),
        title=_text(place.table("title"), 200),
        printed=_text(place.table("printed")),
        true=_text(place.table("true")),
        readings=tuple(_reading(each) for each in place.tables("readings")),
        proposed=place.slug("proposed"),
    )
    place.nothing_else()
    return discrepancy


def _reading(place: Place) -> Reading:
    extra = place.table("extra") if place.has("extra") else None
    reading = Reading(
        key=place.slug("key"),
        text=Text(*(place.text(language, 2000) for language in ("kk", "ru", "en"))),
        extra=Line(_text(extra.table("title"), 300), _hours(extra.table("hours"))) if extra else None,
    )
    place.nothing_else()
    return reading


def _section(place: Place) -> Section:
    section = Section(
        key=place.slug("key"),
        heading=Text(*(place.text(language, 300) for language in ("kk", "ru", "en"))),
        items=tuple(_text(each) for each in place.tables("items")),
    )
    place.nothing_else()
    return section
