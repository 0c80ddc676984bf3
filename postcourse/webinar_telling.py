"""Who hears of a webinar, and when: found with <=, claimed under its lock, written once; a late sweep catches up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from people.locking import lock as lock_people
from postcourse import webinar_letters as letters
from postcourse.models import Webinar, WebinarGuest, WebinarReminder
from postcourse.webinar_audience import not_told
from postcourse.webinars import locked

log = structlog.get_logger()
# People in one transaction: a dead worker loses no more than these, and the next sweep finds them.
AT_ONCE = 200


def sweep(*, seconds: float = 50, now: datetime | None = None) -> tuple[int, int]:
    """Tell and remind whose time has come, until the next sweep is near; how many were told, and reminded."""
    at, deadline = now or timezone.now(), time.monotonic() + seconds
    due = WebinarReminder.objects.due(at).order_by().values_list("webinar", flat=True).distinct()
    reminded = _each(list(due), lambda pk: remind(pk, now=at), deadline)
    open_ones = Webinar.objects.announced().filter(starts_at__gt=at).order_by("starts_at", "pk")
    told = _each(list(open_ones.values_list("pk", flat=True)), lambda pk: _tell_all(pk, at, deadline), deadline)
    return told, reminded


def _each(keys: Iterable[int], act: Callable[[int], int], deadline: float) -> int:
    """One that fails does not hold up the others; the next sweep finds it again."""
    done = 0
    for pk in keys:
        if time.monotonic() > deadline:
            break
        try:
            done += act(pk)
        except Exception as error:
            log.error("webinar_not_written", webinar=pk, error=type(error).__name__)
    return done


def _tell_all(pk: int, now: datetime, deadline: float) -> int:
    told = 0
    while time.monotonic() <= deadline and (some := tell(pk, now=now)):
        told += some
    return told


@transaction.atomic
def tell(pk: int, *, now: datetime) -> int:
    """Some of those it is for who stand on no list of it yet: a row and a letter for each. How many rows."""
    row = locked(Webinar(pk=pk))
    if not row.is_open or row.starts_at <= now:
        return 0
    # An erasure and a merge wait for these records, or are through and seen.
    people = lock_people(not_told(row).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    living = [person for person in people.values() if not person.erased_at and not person.merged_into_id]
    guests = WebinarGuest.objects.bulk_create(WebinarGuest(webinar=row, person=person) for person in living)
    reached = letters.invite(row, guests)
    row.guests.filter(pk__in=reached).update(informed_at=now)
    return len(guests)


@transaction.atomic
def remind(pk: int, *, now: datetime) -> int:
    """What is due is claimed together, and the nearest alone is sent: to whom nothing was written since it was due."""
    row = locked(Webinar(pk=pk))
    due = list(row.reminders.due(now).order_by("due_at"))
    if not due:
        return 0
    nearest, sent = due[-1], None
    if row.is_open and row.starts_at > now:
        guests: Any = row.guests.registered().filter(informed_at__lt=nearest.due_at).select_related("person")
        sent = letters.remind(row, guests.order_by("pk"), nearest.step)
    row.reminders.filter(pk__in=[each.pk for each in due]).update(claimed_at=now)
    row.reminders.filter(pk=nearest.pk).update(sent=sent)
    return sent or 0
