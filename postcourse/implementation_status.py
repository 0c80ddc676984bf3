"""On track, late, stuck or done: reckoned from goals and reports, without the database (figures: the policy)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from postcourse.implementation_policy import IMPLEMENTATION, ImplementationPolicy


class Status(StrEnum):
    ON_TRACK = "on_track"
    LATE = "late"
    STUCK = "stuck"
    DONE = "done"


class Reason(StrEnum):
    ALL_REACHED = "all_reached"
    SILENT = "silent"
    GOAL_LONG_PAST = "goal_long_past"
    NO_GOALS = "no_goals"
    MILESTONE_PAST = "milestone_past"
    GOAL_PAST = "goal_past"
    GOAL_BEHIND = "goal_behind"
    NEW = "new"
    IN_TIME = "in_time"


@dataclass(frozen=True)
class GoalFacts:
    """A goal that was not dropped: from where to where by when, and the value that was reported last."""

    number: int
    baseline: Decimal
    target: Decimal
    latest: Decimal | None
    set_on: date
    due_on: date

    @property
    def share(self) -> Fraction:
        """How much of the way is gone, from 0 to 1, whichever way the value is to move."""
        if self.latest is None:
            return Fraction(0)
        gone = Fraction(self.latest - self.baseline) / Fraction(self.target - self.baseline)
        return min(max(gone, Fraction(0)), Fraction(1))

    @property
    def is_reached(self) -> bool:
        return self.share == 1

    def expected(self, today: date) -> Fraction:
        """How much of its own time is gone, from 0 to 1."""
        if today >= self.due_on:
            return Fraction(1)
        return Fraction(max((today - self.set_on).days, 0), max((self.due_on - self.set_on).days, 1))


@dataclass(frozen=True)
class Facts:
    """All that the status is reckoned from. `overdue_since`: the day of the earliest milestone that is not met."""

    goals: Sequence[GoalFacts]
    begun_on: date
    heard_on: date | None
    overdue_since: date | None

    @property
    def share(self) -> Fraction:
        return sum((goal.share for goal in self.goals), Fraction(0)) / max(len(self.goals), 1)

    def expected(self, today: date) -> Fraction:
        return sum((goal.expected(today) for goal in self.goals), Fraction(0)) / max(len(self.goals), 1)


@dataclass(frozen=True)
class Cause:
    """Why the status is what it is; of a goal with its number."""

    reason: Reason
    goal: int | None = None


@dataclass(frozen=True)
class Reckoned:
    status: Status
    causes: list[Cause]


def reckon(facts: Facts, *, today: date, policy: ImplementationPolicy = IMPLEMENTATION) -> Reckoned:
    """Done before stuck, stuck before late, else on track; with every cause of that status.

    Done: every goal is reached. Stuck: nothing was heard for 120 days, or a goal is 90 days past its day. Late: a
    milestone or a goal is past its day, a goal is a quarter behind its time, or there are no goals after 45 days.
    """
    if facts.goals and all(goal.is_reached for goal in facts.goals):
        return Reckoned(Status.DONE, [Cause(Reason.ALL_REACHED)])
    for status, causes in ((Status.STUCK, _stuck), (Status.LATE, _late)):
        if found := list(causes(facts, today, policy)):
            return Reckoned(status, found)
    return Reckoned(Status.ON_TRACK, [Cause(Reason.IN_TIME if facts.goals else Reason.NEW)])


def _stuck(facts: Facts, today: date, policy: ImplementationPolicy) -> Iterator[Cause]:
    if today - (facts.heard_on or facts.begun_on) > policy.silent:
        yield Cause(Reason.SILENT)
    for goal in facts.goals:
        if not goal.is_reached and today - goal.due_on > policy.long_past:
            yield Cause(Reason.GOAL_LONG_PAST, goal.number)


def _late(facts: Facts, today: date, policy: ImplementationPolicy) -> Iterator[Cause]:
    if not facts.goals and today - facts.begun_on > policy.goals_within:
        yield Cause(Reason.NO_GOALS)
    if facts.overdue_since is not None and facts.overdue_since < today:
        yield Cause(Reason.MILESTONE_PAST)
    for goal in facts.goals:
        if not goal.is_reached and goal.due_on < today:
            yield Cause(Reason.GOAL_PAST, goal.number)
        elif goal.expected(today) - goal.share > policy.behind:
            yield Cause(Reason.GOAL_BEHIND, goal.number)
