"""Places in a discussion: a graduate takes one, gives it up, and follows when the discussion moves."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from postcourse import letters
from postcourse.booking import living, open_until
from postcourse.consulting import locked, move, new_consultation
from postcourse.expecting import bound, engaged_of
from postcourse.holding import places_of
from postcourse.models import Consultation, Discussion, Plan
from postcourse.timing import counted_back

Status, Kind = Consultation.Status, Consultation.Kind
# Each reader reads it in their own language.
ELSEWHERE = gettext_lazy("The discussion was moved to a time at which you have another consultation.")


def locked_discussion(discussion: Discussion) -> Discussion:
    """The row as it is now; who joins, moves or ends it waits for the others."""
    rows = Discussion.objects.select_for_update(of=("self",), no_key=True).select_related("trainer", "cohort")
    return rows.get(pk=discussion.pk)


def seats_of(discussion: Discussion) -> Any:
    """Those who have or had a place, cancelled ones aside."""
    return discussion.seats.exclude(status=Status.CANCELLED)


def seat_of(discussion: Discussion, user: User) -> Consultation | None:
    own = seats_of(discussion).filter(plan__attempt__enrolment__person__in=user.own_records)
    found: Consultation | None = own.with_people().first()
    return found


def plan_of(discussion: Discussion, user: User) -> Plan | None:
    """With which of their plans a graduate may join."""
    plans = Plan.objects.filter(attempt__enrolment__person__in=user.own_records).with_people().order_by("-pk")
    return next((plan for plan in plans if Discussion.objects.for_plan(plan).filter(pk=discussion.pk).exists()), None)


@transaction.atomic
def join(discussion: Discussion, plan: Plan, *, by: User, now: datetime | None = None) -> Consultation:
    """One place, agreed at once; pressed twice it is the same one."""
    at = now or timezone.now()
    row = locked_discussion(discussion)
    living(plan)
    mine = row.seats.open().filter(plan=plan).with_people().first()
    if mine is not None:
        return mine
    seat = _first_free(row, plan, now=at)
    try:
        with transaction.atomic():
            made = new_consultation(plan, by=by, seat=seat, kind=Kind.GROUP, status=Status.CONFIRMED, **_said_of(row))
    except IntegrityError:
        raise ValidationError(_("That time has just been taken: choose another one.")) from None
    made = locked(made)
    letters.invite(made)
    return made


def _first_free(row: Discussion, plan: Plan, *, now: datetime) -> int:
    if not row.is_open or row.starts_at <= now:
        raise ValidationError(_("This discussion is not open for joining any more."))
    if not Discussion.objects.for_plan(plan).filter(pk=row.pk).exists() or timezone.localdate(now) > open_until(plan):
        raise ValidationError(_("This discussion is for graduates of another cohort or trainer."))
    taken = set(row.seats.open().values_list("seat", flat=True))
    if len(taken) >= row.capacity:
        raise ValidationError(_("All places are taken."))
    if engaged_of(plan.person) & set(places_of(row.starts_at, row.minutes)):
        raise ValidationError(_("You have another consultation at that time."))
    return next(n for n in count(1) if n not in taken)


def _said_of(row: Discussion) -> dict[str, Any]:
    return {
        "discussion": row, "trainer": row.trainer, "topic": row.topic, "place": row.place, "minutes": row.minutes,
        "starts_at": row.starts_at,
    }  # fmt: skip


def follow(discussion: Discussion, *, by: User) -> int:
    """Everybody with a place is told of the change; at another time they are asked again.

    Who is invited elsewhere at the new time keeps no place: it is cancelled, and they read why. What is only planned
    gives way when its own invitation is due.
    """
    told = 0
    said = _said_of(discussion)
    del said["discussion"]
    for seat in discussion.seats.open().with_people().order_by("pk"):
        row = locked(seat)
        moved = (row.starts_at, row.minutes) != (discussion.starts_at, discussion.minutes)
        if moved and bound(row) & set(places_of(discussion.starts_at, discussion.minutes)):
            _lose(row, by=by)
            continue
        to = Status.INVITED if moved else Status(row.status)
        changes: dict[str, Any] = {**said, **counted_back(discussion.starts_at), "sequence": row.sequence + 1}
        if moved:
            changes["reminded_at"] = None
        row = move(row, to, by=by, **changes)
        letters.invite(row)
        told += 1
    return told


def _lose(row: Consultation, *, by: User) -> None:
    row = move(row, Status.CANCELLED, by=by, why=str(ELSEWHERE), sequence=row.sequence + 1)
    letters.call_off(row, why=ELSEWHERE)
