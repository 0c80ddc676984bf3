"""The report of the support after the course: who was supported in a period, how often, with what result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from courses.models import Cohort
from postcourse.support_sums import Group, Line, Sums, grouped, how_often, sums_of


@dataclass(frozen=True)
class Scope:
    """Of which days (both are in it), and of which cohort; without one it is all of the provider's."""

    first: date
    last: date
    cohort: Cohort | None = None
    # Without a cohort: those of the demonstration, which are never mixed with the others.
    demo: bool = False

    @property
    def is_demo(self) -> bool:
        return self.cohort.is_demo if self.cohort else self.demo


@dataclass(frozen=True)
class TrainerRow:
    """What one trainer did: people of whose plans they take care, and what they held themselves."""

    key: int
    name: str
    people: int = 0
    held: int = 0
    missed: int = 0
    webinars: int = 0
    feedback: int = 0


@dataclass(frozen=True)
class Report:
    scope: Scope
    lines: list[Line]
    trainers: list[TrainerRow]
    # Webinars that at least one of these people came to.
    webinars: int

    @property
    def total(self) -> Sums:
        return sums_of(self.lines)

    @property
    def regions(self) -> list[Group]:
        return grouped(self.lines, lambda line: (line.region, line.region))

    @property
    def cohorts(self) -> list[Group]:
        return grouped(self.lines, lambda line: line.cohort)

    @property
    def often(self) -> list[tuple[int, int]]:
        """How many people had so many contacts; the last stands for that many and more."""
        return how_often(self.lines)
