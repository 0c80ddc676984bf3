"""What is held of a human's project in practice: goals, reports with their files, feedback, analysis, reflection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from courses.held_study import about_upload
from people.held import Held, Line, changes_of, sentences
from people.human import Human
from postcourse.implementation_wording import number
from postcourse.models import (
    CriterionFeedback,
    ExpertFeedback,
    Goal,
    GoalOutcome,
    Implementation,
    ImplementationEvent,
    Milestone,
    MilestoneReminder,
    ProgressReport,
    ResultAnalysis,
)

Rows = QuerySet[Implementation]
CHANGING = (
    "origin",
    "passage",
    "title",
    "indicator",
    "unit",
    "baseline",
    "target",
    "due_on",
    "dropped_at",
    "dropped_why",
)


def implementations_of(human: Human) -> Rows:
    return Implementation.objects.filter(plan__attempt__enrolment__person__in=human.keys)


def held(human: Human) -> list[Held]:
    rows = implementations_of(human)
    return [
        Held(_("Projects put into practice"), list(_implementations(rows))),
        Held(_("What became of the projects"), list(_events(rows))),
        Held(_("Goals of the projects"), list(_goals(rows))),
        Held(_("Earlier entries of the goals"), _earlier(rows)),
        Held(_("Milestones of the projects"), [*_milestones(rows), *_reminders(rows)]),
        Held(_("Progress reports"), list(_reports(rows))),
        Held(_("Expert feedback"), [*_feedback(rows), *_criteria(rows)]),
        Held(_("Analyses of the results"), [*_analyses(rows), *_outcomes(rows)]),
    ]


def _implementations(rows: Rows) -> Iterator[Line]:
    for row in rows.select_related("judged_by", "goals_confirmed_by").order_by("created_at", "pk"):
        facts = (
            (_("State"), row.get_state_display()), (_("Status by the trainer"), row.get_judged_display()),
            (_("By"), row.judged_by), (_("Goals compared with the project"), row.goals_confirmed_at),
            (_("By"), row.goals_confirmed_by),
        )  # fmt: skip
        yield Line(row.created_at, row.topic, sentences(*facts, text=row.judged_why))


def _events(rows: Rows) -> Iterator[Line]:
    events = ImplementationEvent.objects.filter(implementation__in=rows).select_related("by")
    for row in events.order_by("at", "pk"):
        facts = (_("Was"), row.get_old_display()), (_("Became"), row.get_new_display()), (_("By"), row.by)
        yield Line(row.at, str(row.get_kind_display()), sentences(*facts, text=row.why))


def _goals(rows: Rows) -> Iterator[Line]:
    for row in Goal.objects.filter(implementation__in=rows).order_by("created_at", "pk"):
        facts = (
            (_("Where the goal comes from"), row.get_origin_display()),
            (_("In the words of the project"), row.passage), (_("Indicator"), row.indicator),
            (_("Unit"), row.unit), (_("Value now"), number(row.baseline)),
            (_("Target value"), number(row.target)), (_("To be reached by"), row.due_on),
            (_("Dropped"), row.dropped_at),
        )  # fmt: skip
        yield Line(row.created_at, row.title, sentences(*facts, text=row.dropped_why))


def _earlier(rows: Rows) -> list[Line]:
    history: Any = Goal.history.model
    goals = Goal.objects.filter(implementation__in=rows).order_by().values("pk")
    states = history.objects.filter(id__in=goals).select_related("history_user")
    return changes_of(states.order_by("id", "history_id"), Goal, CHANGING)


def _milestones(rows: Rows) -> Iterator[Line]:
    for row in Milestone.objects.filter(implementation__in=rows).order_by("due_on", "pk"):
        yield Line(row.due_on, str(row.get_kind_display()), sentences((_("Done"), row.met_at)))


def _reminders(rows: Rows) -> Iterator[Line]:
    found = MilestoneReminder.objects.filter(milestone__implementation__in=rows).select_related("milestone")
    for row in found.order_by("due_at", "pk"):
        facts = (_("Reminder"), row.get_step_display()), (_("Settled"), row.claimed_at)
        yield Line(row.due_at, str(row.milestone.get_kind_display()), sentences(*facts))


def _reports(rows: Rows) -> Iterator[Line]:
    reports = ProgressReport.objects.filter(implementation__in=rows).select_related("by")
    for row in reports.prefetch_related("uploads", "values__goal").order_by("at", "pk"):
        files = ", ".join(about_upload(file) for file in row.uploads.all())
        values = ", ".join(f"{each.goal.number}: {number(each.value)}" for each in row.values.all())
        facts = (_("Values by goal"), values), (_("Files"), files), (_("By"), row.by)
        yield Line(row.at, _("Progress report"), sentences(*facts, text=row.words))


def _feedback(rows: Rows) -> Iterator[Line]:
    for row in ExpertFeedback.objects.filter(implementation__in=rows).select_related("by").order_by("at", "pk"):
        yield Line(row.at, _("Expert feedback"), sentences((_("By"), row.by), text=row.words))


def _criteria(rows: Rows) -> Iterator[Line]:
    found = CriterionFeedback.objects.filter(feedback__implementation__in=rows).select_related("feedback")
    for row in found.order_by("feedback__at", "pk"):
        level = sentences((_("Level"), row.get_level_display()), text=row.words)
        yield Line(row.feedback.at, str(row.get_criterion_display()), level)


def _analyses(rows: Rows) -> Iterator[Line]:
    for row in ResultAnalysis.objects.filter(implementation__in=rows).select_related("by").order_by("at", "pk"):
        text = "\n\n".join(part for part in (row.effect, row.lasting, row.reflection) if part)
        yield Line(row.at, _("Analysis of the results"), sentences((_("By"), row.by), text=text))


def _outcomes(rows: Rows) -> Iterator[Line]:
    found = GoalOutcome.objects.filter(analysis__implementation__in=rows).select_related("analysis", "goal")
    for row in found.order_by("analysis__at", "goal__number"):
        facts = (_("What was reached"), row.get_reached_display()), (_("Value"), number(row.value))
        yield Line(row.analysis.at, row.goal.title, sentences(*facts, text=row.words))
