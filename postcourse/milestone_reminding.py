"""Milestones that come near or have passed: reminders found with <=, claimed once, the nearest one written."""

from __future__ import annotations

import time
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from postcourse import implementation_letters
from postcourse.implementing import locked
from postcourse.models import MilestoneReminder

log = structlog.get_logger()


def sweep(*, seconds: float = 50, now: datetime | None = None) -> int:
    """Write what is due, until the next sweep is near; a sweep that was away writes the nearest of a milestone."""
    at, deadline, written = now or timezone.now(), time.monotonic() + seconds, 0
    for pk in list(MilestoneReminder.objects.due(at).values_list("pk", flat=True)):
        if time.monotonic() > deadline:
            break
        try:
            written += remind(pk, now=at)
        except Exception as error:
            log.error("milestone_not_reminded", reminder=pk, error=type(error).__name__)
    return written


@transaction.atomic
def remind(pk: int, *, now: datetime) -> bool:
    """Once: the claim and the message are one transaction. Nobody is reminded of what is done, or over."""
    row = MilestoneReminder.objects.select_related("milestone__implementation").get(pk=pk)
    # Whoever reports holds the implementation, too, before they settle its reminders.
    implementation = locked(row.milestone.implementation)
    if not MilestoneReminder.objects.due(now).filter(pk=pk).update(claimed_at=now):
        return False
    if not implementation.is_running or implementation.person.erased_at:
        return False
    if row.milestone.reminders.filter(due_at__gt=row.due_at, due_at__lte=now).exists():
        return False
    row.milestone.implementation = implementation
    return implementation_letters.remind(row)
