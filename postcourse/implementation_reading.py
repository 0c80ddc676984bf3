"""How an implementation stands, read from its rows: for its page, for the lists and for the picture of a cohort."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Prefetch, Subquery
from django.utils import timezone

from postcourse.implementation_status import Facts, GoalFacts, Reckoned, reckon
from postcourse.models import (
    ExpertFeedback,
    Goal,
    GoalValue,
    Implementation,
    Milestone,
    ProgressReport,
    ResultAnalysis,
    Standing,
)
from postcourse.models.implementation import ImplementationQuerySet

State = Implementation.State


@dataclass(frozen=True)
class GoalLine:
    goal: Goal
    facts: GoalFacts
    latest: Decimal | None

    @property
    def percent(self) -> int:
        return int(self.facts.share * 100)


@dataclass(frozen=True)
class Line:
    """One implementation with everything that a list says of it."""

    implementation: Implementation
    goals: list[GoalLine]
    facts: Facts
    reckoned: Reckoned
    today: date

    @property
    def standing(self) -> Standing:
        """What the trainer says goes before what is reckoned; what was completed is done."""
        if self.implementation.state in (State.ANALYSED, State.CLOSED):
            return Standing.DONE
        return Standing(self.implementation.judged or self.reckoned.status.value)

    @property
    def percent(self) -> int:
        return int(self.facts.share * 100)

    @property
    def expected(self) -> int | None:
        """Where it would be if it went evenly; of what is over there is nothing to expect."""
        running = self.implementation.is_running and self.facts.goals
        return int(self.facts.expected(self.today) * 100) if running else None

    @property
    def reached(self) -> int:
        return sum(each.facts.is_reached for each in self.goals)

    @property
    def last_report(self) -> ProgressReport | None:
        return next(iter(self.implementation.reports.all()), None)

    @property
    def next_due(self) -> Milestone | None:
        """The earliest thing that is not done."""
        if not self.implementation.is_running:
            return None
        return next((each for each in self.implementation.milestones.all() if each.met_at is None), None)

    @property
    def analysis(self) -> Milestone | None:
        milestones = self.implementation.milestones.all()
        return next((each for each in milestones if each.kind == Milestone.Kind.ANALYSIS), None)

    @property
    def may_be_analysed(self) -> bool:
        """From two months before its day on, or once every goal is reached."""
        if not self.goals or not self.implementation.is_running:
            return False
        is_near = self.analysis is not None and self.analysis.opens_on <= self.today
        return is_near or all(each.facts.is_reached for each in self.goals)

    @property
    def waits_for_feedback(self) -> bool:
        """The newest report has none; an analysis says all that a report would, and is accepted or handed back."""
        report = self.last_report
        if report is None or not self.implementation.is_running:
            return False
        return all(feedback.report_id != report.pk for feedback in self.implementation.feedback.all())


def for_reading(rows: ImplementationQuerySet) -> ImplementationQuerySet:
    """With everything that `line_of` reads: five queries more, however many there are."""
    reports = ProgressReport.objects.select_related("by")
    values = GoalValue.objects.order_by("report__number")
    analyses = ResultAnalysis.objects.filter(implementation=OuterRef("pk")).order_by("-number")
    return (
        rows.with_people()
        .annotate(analysed_at=Subquery(analyses.values("at")[:1]))
        .prefetch_related(
            "milestones",
            Prefetch("goals", queryset=Goal.objects.prefetch_related(Prefetch("values", queryset=values))),
            Prefetch("reports", queryset=reports),
            Prefetch("feedback", queryset=ExpertFeedback.objects.only("implementation", "report", "at")),
        )
    )


def line_of(implementation: Implementation, *, today: date | None = None) -> Line:
    day = today or timezone.localdate()
    goals = [_goal_line(goal) for goal in implementation.goals.all() if goal.dropped_at is None]
    facts = _facts(implementation, goals)
    return Line(implementation, goals, facts, reckon(facts, today=day), day)


def lines_of(implementations: Iterable[Implementation], *, today: date | None = None) -> list[Line]:
    return [line_of(each, today=today) for each in implementations]


def read(implementation: Implementation, *, today: date) -> Line:
    return line_of(for_reading(Implementation.objects.filter(pk=implementation.pk)).get(), today=today)


def _goal_line(goal: Goal) -> GoalLine:
    values = [row.value for row in goal.values.all()]
    latest = values[-1] if values else None
    set_on = timezone.localdate(goal.created_at)
    return GoalLine(goal, GoalFacts(goal.number, goal.baseline, goal.target, latest, set_on, goal.due_on), latest)


def _facts(implementation: Implementation, goals: list[GoalLine]) -> Facts:
    heard = [timezone.localdate(report.at) for report in implementation.reports.all()]
    heard += [timezone.localdate(goal.created_at) for goal in implementation.goals.all()]
    if analysed_at := vars(implementation)["analysed_at"]:  # of `for_reading`
        heard.append(timezone.localdate(analysed_at))
    open_days = [each.due_on for each in implementation.milestones.all() if each.met_at is None]
    return Facts(
        goals=[each.facts for each in goals],
        begun_on=timezone.localdate(implementation.created_at),
        heard_on=max(heard, default=None),
        overdue_since=min(open_days, default=None),
    )


def count_by_standing(lines: Iterable[Line]) -> dict[Standing, int]:
    standings = [line.standing for line in lines if line.implementation.state != State.ENDED]
    return {standing: standings.count(standing) for standing in Standing}
