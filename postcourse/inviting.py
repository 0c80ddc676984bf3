"""What is due is found with <=, claimed by the locked door, and written to once: a sweep that was away catches up."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from postcourse import letters
from postcourse.calendar import next_working_day
from postcourse.consulting import locked, move
from postcourse.expecting import bound, busy
from postcourse.models import Consultation
from postcourse.policy import POLICY
from postcourse.timing import counted_back, first_free_of, lock
from postcourse.whereabouts import place_at, stands

log = structlog.get_logger()
Status = Consultation.Status
Act = Callable[[Consultation, datetime], bool]


def sweep_due(*, seconds: float = 50, now: datetime | None = None) -> tuple[int, int]:
    """Invite and remind those whose time has come, until the next sweep is near; the numbers of both."""
    at, deadline = now or timezone.now(), time.monotonic() + seconds
    invited = _each(Consultation.objects.to_invite(at), invite, at, deadline)
    reminded = _each(Consultation.objects.to_remind(at), remind, at, deadline)
    return invited, reminded


def _each(due: QuerySet[Consultation], act: Act, now: datetime, deadline: float) -> int:
    """Every one that is due: however many fail, they do not hold up the others; the next sweep finds them again."""
    done = 0
    for pk in list(due.values_list("pk", flat=True)):
        if time.monotonic() > deadline:
            break
        try:
            done += act(Consultation.objects.with_people().get(pk=pk), now)
        except Exception as error:
            log.error("consultation_not_written", consultation=pk, error=type(error).__name__)
    return done


@transaction.atomic
def invite(consultation: Consultation, now: datetime) -> bool:
    """Once: whoever holds the lock first invites, the other finds it invited.

    Nobody knows of the time yet: where trainer or graduate are expected elsewhere by now, it is the next free one.
    """
    lock(consultation.trainer)
    row = locked(consultation)
    if row.status != Status.PLANNED or row.trainer is None or row.invite_at > now:
        return False
    changes: dict[str, Any] = {}
    theirs = bound(row)
    taken = row.starts_at in theirs | busy(row.trainer, besides=row)
    if row.starts_at < now + POLICY.notice or taken or not stands(row.trainer, row.starts_at):
        earliest = max(timezone.localdate(row.starts_at), timezone.localdate(now) + POLICY.earliest_after)
        day = next_working_day(earliest)
        changes |= counted_back(first_free_of(row.trainer, day, besides=row, avoid=theirs))
    changes["place"] = place_at(row, changes.get("starts_at", row.starts_at), row.trainer)
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
