"""What lines of the report add up to: people, talks, webinars, goals, each counted once. No database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from people.alphabet import kazakh_key
from postcourse.models import Standing

Key = TypeVar("Key", bound=Hashable)
# Contacts of one person: none, one, … and this many or more.
MANY = 5


@dataclass(frozen=True)
class Line:
    """One plan of one person. Counted is what happened in the period; goals and standing are those of today."""

    plan: int
    person: int
    name: str
    school: str
    region: str
    cohort: tuple[int, str]
    trainer: tuple[int, str] | None
    retake: bool = False
    held: int = 0
    # Of them places in case discussions.
    in_groups: int = 0
    missed: int = 0
    ahead: int = 0
    # Keys of the webinars they came to: a person with two plans came once.
    webinars: frozenset[int] = frozenset()
    goals: int = 0
    reached: int = 0
    reports: int = 0
    feedback: int = 0
    standing: Standing | None = None
    completed: bool = False
    statement: str = ""
    # Nothing is left to come, though not everything came.
    over: bool = False
    # Whether the retake was passed, once it is decided.
    retaken: bool | None = None

    @property
    def contacts(self) -> int:
        return self.held + len(self.webinars)

    @property
    def was_reached(self) -> bool:
        return bool(self.contacts or self.reports)


@dataclass(frozen=True)
class Sums:
    """What lines add up to; people and their webinars are counted once, however many plans they have."""

    people: int = 0
    retake: int = 0
    contacted: int = 0
    held: int = 0
    in_groups: int = 0
    missed: int = 0
    ahead: int = 0
    came: int = 0
    goals: int = 0
    reached: int = 0
    reports: int = 0
    feedback: int = 0
    completed: int = 0
    statements: int = 0
    standings: dict[Standing, int] = field(default_factory=dict)

    @property
    def silent(self) -> int:
        """With whom there was no contact at all."""
        return self.people - self.contacted

    @property
    def held_share(self) -> int | None:
        """Per cent of the consultations that people came to, half up; nothing where there were none."""
        met = self.held + self.missed
        return (200 * self.held + met) // (2 * met) if met else None


@dataclass(frozen=True)
class Group:
    key: object
    label: str
    sums: Sums


def sums_of(lines: Sequence[Line]) -> Sums:
    """What the lines add up to."""
    return Sums(
        people=len({line.person for line in lines}),
        retake=len({line.person for line in lines if line.retake}),
        contacted=len({line.person for line in lines if line.was_reached}),
        held=sum(line.held for line in lines),
        in_groups=sum(line.in_groups for line in lines),
        missed=sum(line.missed for line in lines),
        ahead=sum(line.ahead for line in lines),
        came=len({(line.person, webinar) for line in lines for webinar in line.webinars}),
        goals=sum(line.goals for line in lines),
        reached=sum(line.reached for line in lines),
        reports=sum(line.reports for line in lines),
        feedback=sum(line.feedback for line in lines),
        completed=sum(line.completed for line in lines),
        statements=sum(bool(line.statement) for line in lines),
        standings={each: sum(line.standing == each for line in lines) for each in Standing},
    )


def grouped(lines: Iterable[Line], by: Callable[[Line], tuple[Key, str]]) -> list[Group]:
    """By name, in the order of the Kazakh alphabet; what has none stands last."""
    found: dict[tuple[Key, str], list[Line]] = {}
    for line in lines:
        found.setdefault(by(line), []).append(line)
    groups = [Group(key, label, sums_of(rows)) for (key, label), rows in found.items()]
    return sorted(groups, key=lambda group: (not group.label, kazakh_key(group.label), group.label))


def how_often(lines: Iterable[Line]) -> list[tuple[int, int]]:
    held: Counter[int] = Counter()
    webinars: dict[int, set[int]] = {}
    for line in lines:
        held[line.person] += line.held
        webinars.setdefault(line.person, set()).update(line.webinars)
    counts = Counter(min(held[person] + len(came), MANY) for person, came in webinars.items())
    return [(n, counts[n]) for n in range(MANY + 1)]
