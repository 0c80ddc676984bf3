"""A rubric as a page shows it: cards with levels, in half points, and the bands with their sign and colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessment.grading import Level, levels, to_halves
from assessment.models import Band, CohortRules, Criterion, Rubric
from people import charts
from people.languages import in_language


@dataclass(frozen=True)
class Step:
    """One of the level buttons of a card: its word and the half points it stands for."""

    word: str
    level: Level
    about: str = ""


@dataclass(frozen=True)
class Card:
    criterion: Criterion
    number: int
    title: str
    label: str
    maximum: int
    steps: Sequence[Step]
    # The smallest step of a mark, in halves.
    unit: int = 1

    @property
    def described(self) -> list[Step]:
        """The levels that say what a scorer looks for."""
        return [step for step in self.steps if step.about]

    @property
    def key(self) -> int:
        return self.criterion.pk


@dataclass(frozen=True)
class Sign:
    """A band as a pill: never colour alone."""

    floor: int
    word: str
    passed: bool
    kind: str
    icon: str


@dataclass(frozen=True)
class Scale:
    """`cards` are what a member scores; `coursework` what the trainer has given points for, the same for everybody."""

    key: int
    cards: Sequence[Card]
    coursework: Sequence[Criterion]
    signs: Sequence[Sign]
    ticks: Sequence[int]

    @property
    def criteria(self) -> list[Criterion]:
        """Of both stages, in the order of the table."""
        return sorted((*self.coursework, *(card.criterion for card in self.cards)), key=lambda each: each.order)

    @property
    def maximum(self) -> int:
        return sum(card.maximum for card in self.cards) + self.coursework_maximum

    @property
    def coursework_maximum(self) -> int:
        return sum(to_halves(criterion.maximum) for criterion in self.coursework)


def scale_of(rules: CohortRules) -> Scale:
    rubric = rules.rubric
    criteria = list(enumerate(rubric.criteria.all(), start=1))
    cards = [_card(rubric, criterion, place) for place, criterion in criteria if not criterion.is_coursework]
    coursework = [criterion for _place, criterion in criteria if criterion.is_coursework]
    floors = [int(level["floor"]) for level in rubric.levels]
    return Scale(rubric.pk, cards, coursework, signs_of(list(rubric.bands.all())), [floor for floor in floors if floor])


def signs_of(bands: Sequence[Band]) -> list[Sign]:
    """The bands from the highest down: passed is green, the lowest band that passes gold, not passed red."""
    ordered = sorted(bands, key=lambda band: -band.floor)
    narrow = min((band.floor for band in ordered if band.passed), default=0)
    return [
        Sign(
            band.floor,
            _capital(in_language(band, "label")),
            band.passed,
            "bad" if not band.passed else "gold" if band.floor == narrow else "ok",
            "check" if band.passed else "x",
        )
        for band in ordered
    ]


def sign_of(signs: Sequence[Sign], total: int) -> Sign:
    return next(sign for sign in signs if total >= sign.floor)


def chart_bands(bands: Sequence[Band] | Sequence[dict[str, Any]]) -> list[charts.Band]:
    """Bands for a picture, from a rubric or from the snapshot of a result."""
    return [
        charts.Band(_capital(in_language(band, "label")), _field(band, "floor"), bool(_field(band, "passed")))
        for band in bands
    ]


def _card(rubric: Rubric, criterion: Criterion, place: int) -> Card:
    maximum, unit = to_halves(criterion.maximum), to_halves(criterion.step)
    floors = [int(level["floor"]) for level in rubric.levels]
    steps = [
        Step(in_language(words, "label"), level, in_language(criterion.descriptors.get(words["key"], {})))
        for words, level in zip(rubric.levels, levels(maximum, floors, unit), strict=True)
    ]
    label = in_language(criterion, "label")
    return Card(criterion, place, in_language(criterion, "short") or label, label, maximum, steps, unit)


def _field(band: Band | dict[str, Any], name: str) -> int:
    return int(band[name] if isinstance(band, dict) else getattr(band, name))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
