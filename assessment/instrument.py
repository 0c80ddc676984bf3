"""A version of the readiness survey as its file has it, checked: sections, items, scale, bands, published counts.

Pure: no database. Raises ValidationError with one sentence that names the place of a slip in the file.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.fields_of_file import Place
from people.languages import in_language

FILE = Path(__file__).with_name("data") / "readiness.toml"
CHOICE, SCALE, TEXT, BARRIERS, SOLUTIONS = "choice", "scale", "text", "barriers", "solutions"
KINDS = (CHOICE, SCALE, TEXT, BARRIERS, SOLUTIONS)
SEVERAL = (BARRIERS, SOLUTIONS)
BANDS = ("high", "intermediate", "low")
Three = Mapping[str, str]


class FilePlace(Place):
    """A place in the survey's file."""

    def wrong(self, key: str, what: str) -> ValidationError:
        return ValidationError(
            _("The survey file, “%(place)s”: %(what)s."),
            code="field",
            params={"place": self._path(key), "what": what},
        )


@dataclass(frozen=True)
class Option:
    key: str
    label: Three

    def __str__(self) -> str:
        return in_language(self.label)


@dataclass(frozen=True)
class Item:
    """A question; `module` is the place of the module that a statement belongs to."""

    key: str
    kind: str
    label: Three
    options: tuple[Option, ...] = ()
    module: int = 0

    def __str__(self) -> str:
        return in_language(self.label)

    @property
    def is_needed(self) -> bool:
        """Without its level there is no band."""
        return self.kind == SCALE


@dataclass(frozen=True)
class Section:
    key: str
    title: Three
    lead: Three
    items: tuple[Item, ...]

    def __str__(self) -> str:
        return in_language(self.title)


@dataclass(frozen=True)
class Band:
    key: str
    floor: int
    label: Three
    about: Three

    def __str__(self) -> str:
        return in_language(self.label)


@dataclass(frozen=True)
class Barrier:
    """A barrier with what the study proposes against it; `named`: how many of its people named it, where published."""

    key: str
    label: Three
    solution: Three
    outcome: Three | None
    named: int | None
    modules: tuple[int, ...]
    in_table: bool

    def __str__(self) -> str:
        return in_language(self.label)


@dataclass(frozen=True)
class Baseline:
    people: int
    bands: Mapping[str, int]
    source: Three


@dataclass(frozen=True)
class Content:
    code: str
    # The programme whose modules are named by their places.
    programme: str
    title: Three
    consent: Three
    minutes: tuple[int, int]
    scale: tuple[tuple[int, Three], ...]
    bands: tuple[Band, ...]
    baseline: Baseline
    barriers: tuple[Barrier, ...]
    sections: tuple[Section, ...]

    def __str__(self) -> str:
        return in_language(self.title)

    @cached_property
    def items(self) -> dict[str, Item]:
        return {item.key: item for section in self.sections for item in section.items}

    @cached_property
    def statements(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items.values() if item.kind == SCALE)

    @cached_property
    def floors(self) -> dict[str, int]:
        return {band.key: band.floor for band in self.bands}

    def levels_of(self, answers: Mapping[str, Any]) -> list[int]:
        """The levels given, in the order of the statements."""
        return [answers[item.key] for item in self.statements if item.key in answers]

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)


def load(path: Path = FILE) -> tuple[Content, dict[str, Any]]:
    """The content of a file, checked, and as it is kept."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValidationError(
            _("The survey file cannot be read: %(reason)s"), code="notation", params={"reason": error}
        ) from error
    return read(data), data


def digest_of(data: Mapping[str, Any]) -> str:
    """A fingerprint of the content: comments and the order of lines do not change it."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read(data: Mapping[str, Any]) -> Content:
    place = FilePlace(data)
    barriers = tuple(_barrier(each) for each in place.tables("barriers"))
    minutes = place.number("least_minutes", least=1), place.number("most_minutes", least=1)
    content = Content(
        code=place.slug("code"),
        programme=place.slug("programme"),
        title=_three(place.table("title")),
        consent=_three(place.table("consent"), 2000),
        minutes=minutes,
        scale=tuple(_level(each) for each in place.tables("scale")),
        bands=tuple(_band(each) for each in place.tables("bands")),
        baseline=_baseline(place.table("baseline")),
        barriers=barriers,
        sections=tuple(_section(each, barriers) for each in place.tables("sections")),
    )
    place.nothing_else()
    _check(place, content)
    return content


def _check(place: Place, content: Content) -> None:
    if [level for level, _label in content.scale] != [1, 2, 3, 4, 5]:
        raise place.wrong("scale", _("the levels 1 to 5 are expected"))
    if tuple(band.key for band in content.bands) != BANDS or content.bands[-1].floor != 1:
        raise place.wrong("bands", _("the bands high, intermediate and low are expected, the last one from 1"))
    if sorted(content.floors.values(), reverse=True) != list(content.floors.values()):
        raise place.wrong("bands", _("the floors have to fall"))
    if sum(content.baseline.bands.values()) != content.baseline.people:
        raise place.wrong("baseline", _("the bands do not add up to the people"))
    if not content.statements:
        raise place.wrong("sections", _("there is no statement to rate"))
    keys = [item.key for section in content.sections for item in section.items]
    if len(keys) != len(set(keys)):
        raise place.wrong("sections", _("two items have the same key"))


def _three(place: Place, limit: int = 400) -> Three:
    text = {language: place.text(language, limit) for language in ("kk", "ru", "en")}
    place.nothing_else()
    return text


def _level(place: Place) -> tuple[int, Three]:
    level = place.number("value", least=1), _three(place.table("label"), 60)
    place.nothing_else()
    return level


def _band(place: Place) -> Band:
    label, about = _three(place.table("label"), 60), _three(place.table("about"))
    band = Band(place.slug("key"), place.number("floor", least=1), label, about)
    place.nothing_else()
    return band


def _baseline(place: Place) -> Baseline:
    baseline = Baseline(
        place.number("people", least=1), {key: place.number(key) for key in BANDS}, _three(place.table("source"))
    )
    place.nothing_else()
    return baseline


def _barrier(place: Place) -> Barrier:
    modules = place.data.get("modules", [])
    place.taken.add("modules")
    if not isinstance(modules, list) or not all(isinstance(each, int) for each in modules):
        raise place.wrong("modules", _("a list of the places of modules is expected"))
    barrier = Barrier(
        key=place.slug("key"),
        label=_three(place.table("label")),
        solution=_three(place.table("solution")),
        outcome=_three(place.table("outcome")) if place.has("outcome") else None,
        named=place.number("named") if place.has("named") else None,
        modules=tuple(modules),
        in_table=place.flag("in_table", default=True),
    )
    place.nothing_else()
    return barrier


def _section(place: Place, barriers: tuple[Barrier, ...]) -> Section:
    section = Section(
        place.slug("key"),
        _three(place.table("title"), 120),
        _three(place.table("lead")),
        tuple(_item(each, barriers) for each in place.tables("items")),
    )
    place.nothing_else()
    return section


def _item(place: Place, barriers: tuple[Barrier, ...]) -> Item:
    kind = place.choice("kind", KINDS)
    if kind == CHOICE:
        options = tuple(_option(each) for each in place.tables("options"))
    elif kind == BARRIERS:
        options = tuple(Option(each.key, each.label) for each in barriers)
    elif kind == SOLUTIONS:
        options = tuple(Option(each.key, each.solution) for each in barriers)
    else:
        options = ()
    item = Item(
        place.slug("key"), kind, _three(place.table("label")), options,
        place.number("module", least=1) if kind == SCALE else 0,
    )  # fmt: skip
    place.nothing_else()
    return item


def _option(place: Place) -> Option:
    option = Option(place.slug("key"), _three(place.table("label"), 120))
    place.nothing_else()
    return option
