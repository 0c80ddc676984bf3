"""The goals of a project: set, changed, dropped with a reason. What was reported against stays what it was."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import User
from people.versions import refuse_if_changed
from postcourse.calendar import add_months
from postcourse.goal_confirming import open_again
from postcourse.implementation_policy import IMPLEMENTATION
from postcourse.implementing import meet, still_running
from postcourse.models import Goal, Implementation, Milestone
from postcourse.templates_of import template_of

AMENDABLE = ("origin", "passage", "title", "indicator", "unit", "baseline", "target", "due_on")
# What reported values are measured by.
MEASURE = ("baseline", "target", "unit")


@transaction.atomic
def set_goal(goal: Goal, *, by: User | None, now: datetime | None = None) -> Goal:
    """A new goal, as the form has filled it in."""
    at = now or timezone.now()
    row = still_running(goal.implementation)
    live = row.goals.filter(dropped_at=None).count()
    if live >= IMPLEMENTATION.most_goals:
        raise ValidationError(_("At most %(most)s goals: fewer are easier to reach."), code="too_many",
                              params={"most": IMPLEMENTATION.most_goals})  # fmt: skip
    goal.number = (row.goals.aggregate(last=Max("number"))["last"] or 0) + 1
    goal.created_at = at
    _check(goal, today=timezone.localdate(at))
    meet(row, Milestone.Kind.GOALS, now=at)
    open_again(row, by=by, now=at)
    return _save(goal, by=by)


@transaction.atomic
def change_goal(goal: Goal, *, by: User, seen: int | None = None, now: datetime | None = None) -> Goal:
    """Other words, values or another day; once a value was reported, what it is measured by stays."""
    row = still_running(goal.implementation)
    stored = _locked(goal)
    refuse_if_changed(stored, seen, among=AMENDABLE)
    if stored.values.exists() and any(getattr(stored, name) != getattr(goal, name) for name in MEASURE):
        raise ValidationError(
            _("Values were reported for this goal: its unit, its beginning and its target stay. Drop it and set "
              "another goal, if it is to be measured otherwise."), code="reported",
        )  # fmt: skip
    moved = stored.due_on != goal.due_on
    if any(getattr(stored, name) != getattr(goal, name) for name in AMENDABLE):
        open_again(row, by=by, now=now or timezone.now())
    for name in AMENDABLE:
        setattr(stored, name, getattr(goal, name))
    _check(stored, today=timezone.localdate(now), moved=moved)
    return _save(stored, by=by)


@transaction.atomic
def drop_goal(goal: Goal, *, why: str, by: User, now: datetime | None = None) -> Goal:
    """It counts for nothing any more; the others remain."""
    row = still_running(goal.implementation)
    stored = _locked(goal)
    if not why.strip():
        raise ValidationError({"why": _("Say why the goal is dropped.")})
    if not row.goals.filter(dropped_at=None).exclude(pk=stored.pk).exists():
        raise ValidationError(_("It is the only goal: set another one first, then drop this one."), code="last")
    stored.dropped_at, stored.dropped_why = now or timezone.now(), why.strip()[:300]
    open_again(row, by=by, now=stored.dropped_at)
    return _save(stored, by=by)


def last_day(implementation: Implementation, *, today: date) -> date:
    """By when goals may be set: the day of the analysis, no sooner than the month that the plan promises.

    Whoever comes when that is near or past gets three weeks all the same: without goals nothing is ever completed.
    """
    analysis = implementation.milestones.filter(kind=Milestone.Kind.ANALYSIS).order_by("due_on").last()
    year = add_months(implementation.plan.counted_from, template_of(implementation.plan).analysis_month)
    return max(analysis.due_on if analysis else year, year, today + IMPLEMENTATION.least_time)


def _check(goal: Goal, *, today: date, moved: bool = True) -> None:
    last = last_day(goal.implementation, today=today)
    if moved and not today < goal.due_on <= last:
        sentence = _("Choose a day after today, up to %(day)s.") % {"day": date_format(last, "SHORT_DATE_FORMAT")}
        raise ValidationError({"due_on": sentence})
    goal.full_clean(exclude=["implementation"])


def _locked(goal: Goal) -> Goal:
    stored = Goal.objects.select_for_update(of=("self",)).select_related("implementation__plan").get(pk=goal.pk)
    if stored.dropped_at:
        raise ValidationError(_("The goal was dropped."), code="dropped")
    return stored


def _save(goal: Goal, *, by: User | None) -> Goal:
    goal._history_user = by  # type: ignore[attr-defined]
    goal.save()
    return goal
