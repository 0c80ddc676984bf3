"""What is due is found with <=, claimed by the locked door, and written to once: a sweep that was away catches up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from postcourse import letters
from postcourse.calendar import next_working_day
from postcourse.consulting import locked, move
from postcourse.models import Consultation
from postcourse.policy import POLICY
from postcourse.timing import counted_back, first_free_of, lock

log = structlog.get_logger()
BATCH = 200
Status = Consultation.Status


def sweep_due(*, now: datetime | None = None) -> tuple[int, int]:
    """Invite and remind those whose time has come; the numbers of both."""
    at = now or timezone.now()
    due = Consultation.objects.with_people()
    invited = _each(due.to_invite(at)[:BATCH], invite, at)
    reminded = _each(due.to_remind(at)[:BATCH], remind, at)
    return invited, reminded


def _each(consultations: Iterable[Consultation], act: Callable[[Consultation, datetime], bool], now: datetime) -> int:
    """One that fails does not hold up the others; the next sweep finds it again."""
    done = 0
    for consultation in consultations:
        try:
            done += act(consultation, now)
        except Exception as error:
            log.error("consultation_not_written", consultation=consultation.pk, error=type(error).__name__)
    return done


@transaction.atomic
def invite(consultation: Consultation, now: datetime) -> bool:
    """Once: whoever holds the lock first invites, the other finds it invited."""
    lock(consultation.trainer)
    row = locked(consultation)
    if row.status != Status.PLANNED or row.trainer is None or row.invite_at > now:
        return False
    changes: dict[str, Any] = {}
    if row.starts_at < now + POLICY.notice:
        day = next_working_day(timezone.localdate(now) + POLICY.earliest_after)
        changes |= counted_back(first_free_of(row.trainer, day, besides=row))
    row = move(row, Status.INVITED, by=None, **changes)
    letters.invite(row)
    return True


@transaction.atomic
def remind(consultation: Consultation, now: datetime) -> bool:
    """Once for each time: the claim and the message are one transaction."""
    claimed = Consultation.objects.to_remind(now).filter(pk=consultation.pk).update(reminded_at=now)
    if not claimed:
        return False
    row = locked(consultation)
    last = row.events.filter(new__in=(Status.INVITED, Status.CONFIRMED)).latest("at", "pk")
    if last.at >= row.remind_at:
        return False
    letters.remind(row)
    return True
