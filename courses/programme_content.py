"""What a programme consists of, without a database: modules and hours, criteria and bands, discrepancies, lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

HOUR_KINDS = ("lecture", "practice", "self_study")
# The kinds of tasks (courses.Task.Kind) whose marks may suggest points of the coursework.
TASK_KINDS = ("practical", "case", "analytical", "reflection", "project")
# How a programme may be taught; a cohort chooses one of those that its version offers (Programme §6).
FORMS = ("in_person", "distance", "blended")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the three languages of the house."""

    kk: str
    ru: str
    en: str


@dataclass(frozen=True, slots=True)
class Hours:
    """Academic hours of 45 minutes by type; `total` is the one printed in the source."""

    lecture: int
    practice: int
    self_study: int
    total: int

    @property
    def sum(self) -> int:
        return self.lecture + self.practice + self.self_study


@dataclass(frozen=True, slots=True)
class Module:
    """A module; or the attestation, or a named line of hours (`is_extra`), which have neither task nor result."""

    title: Text
    hours: Hours
    task: Text | None
    result: Text | None
    is_attestation: bool
    is_extra: bool = False


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion and its most points, in steps of half a point (Programme §8)."""

    label: Text
    short: Text
    maximum: Decimal
    # "coursework": the trainer's points, one mark for everybody on the commission; "defence": scored by its members.
    stage: str = "defence"
    # The kinds of tasks whose marks suggest the points of a coursework criterion.
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rubric:
    """One reading of the table of criteria (discrepancy R)."""

    reading: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A level that a member taps: from this share of the maximum, in per cent."""

    key: str
    floor_percent: int
    label: Text
    about: Text


@dataclass(frozen=True, slots=True)
class Band:
    """A band of the scale from this whole number of points on (Programme §8)."""

    key: str
    floor: int
    passed: bool
    label: Text


@dataclass(frozen=True, slots=True)
class Line:
    """A named line of hours that a reading adds (discrepancy H)."""

    title: Text
    hours: Hours


@dataclass(frozen=True, slots=True)
class Reading:
    key: str
    text: Text
    extra: Line | None


@dataclass(frozen=True, slots=True)
class Discrepancy:
    code: str
    title: Text
    printed: Text
    true: Text
    readings: tuple[Reading, ...]
    proposed: str


@dataclass(frozen=True, slots=True)
class Section:
    """A list of the source shown on the programme page: materials, kinds of self-study, forms of support."""

    key: str
    heading: Text
    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A checked programme; `data` is the file itself, for the record, and `digest` tells one content from another."""

    code: str
    title: Text
    audience: Text
    declared_hours: int
    validity_years: int
    forms: tuple[str, ...]
    modules: tuple[Module, ...]
    printed_totals: Hours
    rubrics: tuple[Rubric, ...]
    step: Decimal
    levels: tuple[Level, ...]
    bands: tuple[Band, ...]
    discrepancies: tuple[Discrepancy, ...]
    sections: tuple[Section, ...]
    data: Mapping[str, Any]
    digest: str

    @property
    def sums(self) -> Hours:
        """What the modules really add up to, beside what the source prints."""
        by_kind = {kind: sum(getattr(module.hours, kind) for module in self.modules) for kind in HOUR_KINDS}
        return Hours(**by_kind, total=sum(by_kind.values()))

    @property
    def undistributed_hours(self) -> int:
        return self.declared_hours - self.sums.total

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)
