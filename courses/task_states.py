"""Where a task stands for one participant: pure reading of dates and of what was handed in."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Submission, Task


class State(models.TextChoices):
    UPCOMING = "upcoming", _("Not open yet")
    TO_DO = "to_do", _("To do")
    OVERDUE = "overdue", _("Overdue")
    HANDED_IN = "handed_in", _("Handed in")
    ANSWERED = "answered", _("Feedback given")
    CLOSED = "closed", pgettext_lazy("task", "Closed")


def state_of(task: Task, *, handed_in: bool, answered: bool, today: date) -> State:
    """`answered`: there is feedback on the newest of what was handed in."""
    if handed_in:
        return State.ANSWERED if answered else State.HANDED_IN
    if task.closed_at is not None:
        return State.CLOSED
    if not has_opened(task, today):
        return State.UPCOMING
    return State.OVERDUE if today > task.due_on else State.TO_DO


def has_opened(task: Task, today: date) -> bool:
    return task.opens_on is None or task.opens_on <= today


def is_late(submission: Submission, task: Task) -> bool:
    """After the day it was due by; what was carried from another cohort was due there."""
    return submission.carried_from_id is None and timezone.localdate(submission.at) > task.due_on
