"""Of a project in practice its words and files are scrubbed; that it was followed, and with what status, stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from people.human import Human
from people.models import Upload, User
from people.scrubbing import NOTHING, Kept, Scrub, blank, take_bytes_away
from postcourse.held_implementation import implementations_of
from postcourse.implementing import move
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

State = Implementation.State
GOAL = {"passage": "", "title": NOTHING, "indicator": NOTHING, "unit": "", "dropped_why": ""}


def scrubs(human: Human) -> list[Scrub]:
    rows = implementations_of(human)
    keys = rows.order_by().values("pk")
    goals = Goal.objects.filter(implementation__in=keys)
    history: Any = Goal.history.model
    earlier = history.objects.filter(id__in=goals.order_by().values("pk"))
    reports = ProgressReport.objects.filter(implementation__in=keys)
    files = Upload.objects.filter(pk__in=reports.values("uploads"), erased_at=None)
    said = ExpertFeedback.objects.filter(implementation__in=keys)
    criteria = CriterionFeedback.objects.filter(feedback__implementation__in=keys)
    analyses = ResultAnalysis.objects.filter(implementation__in=keys)
    outcomes = GoalOutcome.objects.filter(analysis__implementation__in=keys)
    events = ImplementationEvent.objects.filter(implementation__in=keys)
    return [
        Scrub(_("projects in practice: topic, reasons of the status"), rows, blank(topic="", judged_why="")),
        Scrub(_("reasons of what became of the projects"), events.exclude(why=""), blank(why="")),
        Scrub(_("goals of projects: their words"), goals, blank(**GOAL)),
        Scrub(_("earlier words of the goals"), earlier, blank(**GOAL)),
        Scrub(_("progress reports: texts"), reports.exclude(words=""), blank(words="")),
        Scrub(_("progress reports: content of the files"), files, take_bytes_away),
        Scrub(_("expert feedback: texts"), said.exclude(words=""), blank(words="")),
        Scrub(_("expert feedback by criterion: texts"), criteria.exclude(words=""), blank(words="")),
        Scrub(_("analyses of results: texts"), analyses, blank(effect=NOTHING, lasting="", reflection=NOTHING)),
        Scrub(_("analyses of results: words on the goals"), outcomes.exclude(words=""), blank(words="")),
    ]


def kept(human: Human) -> list[Kept]:
    why = _("The record of the support that was given; without the name and the texts.")
    return [Kept(_("projects in practice: state, values, milestones"), implementations_of(human), why)]


def lock(human: Human) -> None:
    """Whoever writes a letter about a project holds it."""
    rows = implementations_of(human).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True))


def call_off(human: Human, *, by: User, now: datetime) -> None:
    rows = implementations_of(human)
    for row in rows.filter(state__in=(State.RUNNING, State.ANALYSED)).order_by("pk"):
        move(row, State.ENDED, by=by, now=now)
    waiting = Milestone.objects.filter(implementation__in=rows)
    MilestoneReminder.objects.filter(milestone__in=waiting, claimed_at=None).update(claimed_at=now)
