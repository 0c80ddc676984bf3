"""Whose turn it is in the outbox: a message is claimed once, by whoever sends it; what may wait, waits first."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from people import own_hours
from people.addressing import address_today
from people.gathering import gather
from people.kinds import COUNTED, GATHERED, WAIT
from people.locking import lock
from people.models import OutboxMessage, QuietHours
from people.quiet import Hours, day_began, next_morning, quiet_until

State = OutboxMessage.State
# Longer than any one sending can take (EMAIL_TIMEOUT bounds each step of it).
STALE = timedelta(minutes=10)
WAITING = (State.QUEUED, State.FAILED)
INTERRUPTED = "InterruptedError"  # as a sending that nobody survived is told


def due(now: datetime) -> Q:
    return Q(state__in=WAITING, due_at__lte=now) | left_behind(now)


def left_behind(now: datetime) -> Q:
    """By a worker that died with it in its hands."""
    return Q(state=State.SENDING, claimed_at__lte=now - STALE)


def claim(pk: int, *, now: datetime) -> int | None:
    """The message to send now: this one, or the digest that it went into; none where it waits or is not ours."""
    rows = OutboxMessage.objects.filter(due(now), pk=pk)
    found = rows.select_related("person__merged_into", "organisation").first()
    if found is None:
        return None
    hours = own_hours.hours_of(found.person) if found.kind in WAIT else None
    if _hold(rows, quiet_until(now, hours), now) or not _reaches(found, now):
        return None
    if found.kind not in GATHERED or found.person is None or found.state == State.SENDING:
        return pk if _take(pk, now) else None
    return _claim_in_turn(pk, found.person.merged_into_id or found.person.pk, hours, now)


def _reaches(message: OutboxMessage, now: datetime) -> bool:
    """It goes where they are reached today, however long it waited; where nothing reaches them it is to be posted."""
    address = address_today(message)
    rows = OutboxMessage.objects.filter(due(now), pk=message.pk)
    if not address:
        rows.update(state=State.TO_POST, to_email="", error="")
    elif address != message.to_email:
        rows.update(to_email=address)
    return bool(address)


def hold_the_night(rows: QuerySet[OutboxMessage, OutboxMessage], *, now: datetime) -> int:
    """In the quiet hours, of these messages those that may wait are due when the hours of their reader end.

    However many they are: the usual hours first, then all together whose own hours end at one time.
    """
    others = rows.exclude(own_hours.written_to(QuietHours.objects.all()))
    held = _hold(others, quiet_until(now, settings.QUIET_HOURS), now)
    for until, hours in own_hours.quiet_now(now).items():
        held += _hold(rows.filter(own_hours.written_to(own_hours.in_force().filter(hours))), until, now)
    return held


def _hold(rows: QuerySet[OutboxMessage, OutboxMessage], until: datetime | None, now: datetime) -> int:
    if until is None:
        return 0
    rows = rows.filter(kind__in=WAIT).order_by()
    held = rows.filter(state__in=WAITING, due_at__lte=now).update(due_at=until)
    return held + rows.filter(left_behind(now)).update(state=State.FAILED, error=INTERRUPTED, due_at=until)


@transaction.atomic
def _claim_in_turn(pk: int, person: int, hours: Hours | None, now: datetime) -> int | None:
    """One worker at a time takes a person's turn, so that nobody gets more in a day than they should."""
    lock([person])
    message = OutboxMessage.objects.get(pk=pk)
    if message.state not in WAITING:  # gathered meanwhile, or in another worker's hands
        return None
    if _had_today(message, now) >= settings.DAILY_MESSAGES:
        OutboxMessage.objects.filter(pk=pk, state__in=WAITING).update(due_at=next_morning(now, hours))
        return None
    chosen = gather(message, now=now)
    return chosen if _take(chosen, now) else None


def _had_today(message: OutboxMessage, now: datetime) -> int:
    """Messages of the kinds that wait that have gone out since midnight, or are on their way."""
    begin = day_began(now)
    theirs = OutboxMessage.objects.filter(to_email=message.to_email, kind__in=COUNTED).exclude(pk=message.pk)
    # In one question: of two, a letter that arrives between them would be in neither answer.
    gone = Q(state=State.SENT, sent_at__gte=begin) | Q(state=State.SENDING, claimed_at__gte=begin)
    return theirs.filter(gone).count()


def _take(pk: int, now: datetime) -> bool:
    """The claim: only one of two gets it."""
    rows = OutboxMessage.objects.filter(due(now), pk=pk)
    return bool(rows.update(state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1))
