"""Everything that the page of one implementation shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from courses.models import Submission
from people import charts
from people.held import Line as Entry
from people.held import changes_of
from postcourse.calendar import add_months
from postcourse.defended_project import works_of
from postcourse.held_implementation import CHANGING
from postcourse.implementation_reading import Line, for_reading, line_of
from postcourse.models import (
    ExpertFeedback,
    Goal,
    Implementation,
    ImplementationEvent,
    Milestone,
    ProgressReport,
    ResultAnalysis,
)
from postcourse.result_analysing import obstacle_to
from postcourse.templates_of import template_of

State = Implementation.State


@dataclass(frozen=True)
class Page:
    implementation: Implementation
    line: Line
    reports: list[ProgressReport]
    feedback: list[ExpertFeedback]
    analyses: list[ResultAnalysis]
    # What was handed in as the project that was defended.
    works: list[Submission]
    today: date
    # Why the results cannot be analysed yet; nothing where they can.
    too_early: ValidationError | None

    @property
    def analysis(self) -> ResultAnalysis | None:
        return next(iter(self.analyses), None)

    @property
    def can_analyse(self) -> bool:
        return self.implementation.is_running and self.too_early is None

    @property
    def newest_feedback(self) -> int:
        return self.feedback[0].pk if self.feedback else 0

    @property
    def moments(self) -> list[charts.Moment]:
        return moments(self.implementation.milestones.all(), self.today)

    @property
    def starts(self) -> date:
        return self.implementation.plan.counted_from

    @property
    def ends(self) -> date:
        last = max((each.due_on for each in self.implementation.milestones.all()), default=self.starts)
        return max(last, add_months(self.starts, template_of(self.implementation.plan).analysis_month))


def page_of(found: Implementation, *, today: date) -> Page:
    row = for_reading(Implementation.objects.filter(pk=found.pk)).get()
    reports = (
        ProgressReport.objects.filter(implementation=row)
        .select_related("by")
        .prefetch_related("uploads", "values__goal")
    )
    feedback = ExpertFeedback.objects.filter(implementation=row).select_related("by").prefetch_related("criteria")
    analyses = row.analyses.select_related("by").prefetch_related("outcomes__goal")
    line = line_of(row, today=today)
    too_early = obstacle_to(line) if row.is_running else None
    return Page(row, line, list(reports), list(feedback), list(analyses), works_of(row), today, too_early)


def happened(implementation: Implementation) -> list[ImplementationEvent]:
    return list(implementation.events.select_related("by"))


def changed_goals(implementation: Implementation) -> list[Entry]:
    """What was changed of the goals, by whom and when; one query for all of them."""
    history: Any = Goal.history.model
    goals = implementation.goals.order_by().values("pk")
    rows = history.objects.filter(id__in=goals).select_related("history_user").order_by("id", "history_id")
    return changes_of(rows, Goal, CHANGING)


def moments(milestones: Iterable[Milestone], today: date) -> list[charts.Moment]:
    """Dots of the timeline: done on the day it was done, else due on its day."""
    rows = list(milestones)
    ahead = min((row.due_on for row in rows if row.met_at is None and row.due_on >= today), default=None)
    return [
        charts.Moment(
            when=row.due_on,
            label=str(row.get_kind_display()),
            state=_state(row, today, ahead),
            note=f"{timezone.localdate(row.met_at):%d.%m.%Y}" if row.met_at else "",
        )
        for row in rows
    ]


def _state(row: Milestone, today: date, ahead: date | None) -> str:
    if row.met_at:
        return "done"
    if row.due_on < today:
        return "missed"
    return "next" if row.due_on == ahead else "planned"
