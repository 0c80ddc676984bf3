"""Whose certificate expires is reminded 90, 30 and 7 days before: found with <=, a row for each reminder, once."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates.models import Document
from people.locking import lock
from people.models import Person
from postcourse import renewal_letters
from postcourse.expiring import last_day_of, untold
from postcourse.models import RenewalReminder
from postcourse.renewal_days import BY_POST, STEPS, last_days, step_due
from postcourse.renewal_recalling import call_back
from postcourse.school_consent import standing_consent

log = structlog.get_logger()
# Of a turn: what is left over is found by the next one.
MOST = 2_000


def sweep(*, seconds: float = 50, now: datetime | None = None) -> int:
    """Call back what concerns nobody any more, and write what is due; of a sweep that was away the nearest reminder
    only. Returns how many were written."""
    at, deadline, written = now or timezone.now(), time.monotonic() + seconds, 0
    call_back(now=at)
    for step in STEPS:
        for pk in due(step, at):
            if time.monotonic() > deadline:
                return written
            try:
                written += remind(pk, now=at)
            except Exception as error:  # one that cannot be written does not hold up the others
                log.error("renewal_not_reminded", document=pk, error=type(error).__name__)
    return written


def due(step: int, now: datetime, *, most: int = MOST) -> list[int]:
    return list(rows_due(step, now).order_by("valid_through", "pk").values_list("pk", flat=True)[:most])


def rows_due(step: int, now: datetime) -> Any:
    """The documents of which this step is the nearest and nobody was told of it."""
    first, last = last_days(step, timezone.localdate(now))
    return untold(step, first, last)


@transaction.atomic
def remind(pk: int, *, now: datetime) -> bool:
    """As it stands once its holder is locked: the claim and the letters are one transaction."""
    document = Document.objects.select_related("person").get(pk=pk)
    held = lock({document.person_id, document.person.merged_into_id or document.person_id})
    today = timezone.localdate(now)
    step = step_due(last_day_of(document), today)
    if step is None or pk not in _still_due(document, step):
        return False
    holder = held[document.person.merged_into_id or document.person_id]
    school = _school(holder, step)
    try:
        with transaction.atomic():
            RenewalReminder.objects.create(document=document, step=step, written_at=now, to_school=school)
    except IntegrityError:  # another sweep, at the same moment
        return False
    renewal_letters.write(_whole(pk), holder, step=step, today=today, to_school=school)
    return True


def _still_due(document: Document, step: int) -> list[int]:
    rows = untold(step, last_day_of(document), last_day_of(document)).filter(pk=document.pk)
    return list(rows.values_list("pk", flat=True))


def _school(holder: Person, step: int) -> bool:
    """Whether the school where they work now is told, too, and is reached in time."""
    school = holder.organisation
    if school is None or standing_consent(holder) is None:
        return False
    return bool(school.email) or step in BY_POST


def _whole(pk: int) -> Document:
    return Document.objects.select_related("result__attempt__enrolment__cohort__version").get(pk=pk)
