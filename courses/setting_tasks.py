"""Tasks of a cohort: set, changed, closed and opened again, or taken from the programme's own words in one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from courses.half_points import in_words, refuse_maximum
from courses.handing_out import refuse_foreign_module, refuse_if_over
from courses.models import Cohort, Feedback, Task
from courses.starting_set import drafts_for
from people.models import User
from people.versions import refuse_if_changed

AMENDABLE = ("module", "kind", "title", "text", "max_points", "opens_on", "due_on")


@transaction.atomic
def set_task(task: Task, *, by: User | None) -> Task:
    """A new task, as the form has filled it in."""
    refuse_if_over(task.cohort)
    _check(task)
    return _save(task, by=by)


@transaction.atomic
def change_task(task: Task, *, by: User | None, seen: int | None = None) -> Task:
    """Other words, days or points; what points were given out of stays. `seen`: the version the form showed."""
    stored = _locked(task)
    refuse_if_over(stored.cohort)
    refuse_if_changed(stored, seen)
    _refuse_other_maximum(stored, task.max_points)
    for name in AMENDABLE:
        setattr(stored, name, getattr(task, name))
    _check(stored)
    return _save(stored, by=by)


@transaction.atomic
def close_task(task: Task, *, by: User | None, now: datetime | None = None) -> Task:
    """From now on nothing more is handed in."""
    row = _locked(task)
    refuse_if_over(row.cohort)
    if row.closed_at is None:
        row.closed_at = now or timezone.now()
        _save(row, by=by)
    return row


@transaction.atomic
def reopen_task(task: Task, *, by: User | None) -> Task:
    row = _locked(task)
    refuse_if_over(row.cohort)
    if row.closed_at is not None:
        row.closed_at = None
        _save(row, by=by)
    return row


@transaction.atomic
def take_starting_set(cohort: Cohort, *, points: Decimal | None = None, by: User | None) -> Sequence[Task]:
    """The tasks that the programme itself names, for a cohort that has none yet; each may be changed afterwards."""
    row = Cohort.objects.select_for_update(of=("self",)).select_related("version").get(pk=cohort.pk)
    refuse_if_over(row)
    if row.tasks.exists():
        raise ValidationError(_("The cohort has tasks already: add further ones one by one."), code="has_tasks")
    tasks = drafts_for(row)
    if not tasks:
        raise ValidationError(_("This version of the programme names no tasks: write your own."), code="no_tasks")
    refuse_maximum(points, field="points")
    for task in tasks:
        task.max_points, task.is_of_set = points, True
        _check(task)
    made: Sequence[Task] = bulk_create_with_history(tasks, Task, default_user=by)
    return made


def _check(task: Task) -> None:
    refuse_foreign_module(task.cohort, task.module)
    if task.opens_on and task.due_on and task.due_on < task.opens_on:
        raise ValidationError({"due_on": _("It cannot be due before it opens.")})
    refuse_maximum(task.max_points, field="max_points")
    task.full_clean()


def _refuse_other_maximum(task: Task, most: Decimal | None) -> None:
    """Seven of ten would silently become seven of twenty."""
    if task.max_points is None or most == task.max_points:
        return
    if Feedback.objects.filter(submission__task=task).exclude(points=None).exists():
        raise ValidationError(
            {
                "max_points": _(
                    "Points out of %(most)s were given for this task already: the most stays as it is. For another "
                    "scale set a further task."
                )
                % {"most": in_words(task.max_points)}
            }
        )


def _locked(task: Task) -> Task:
    return Task.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=task.pk)


def _save(task: Task, *, by: User | None) -> Task:
    task._history_user = by  # type: ignore[attr-defined]
    task.save()
    return task
