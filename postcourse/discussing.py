"""The life of a discussion of a case: one table of legal moves, one locked door, and each change a row of events."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from people.roles import Role
from postcourse import consulting, group_letters, seating
from postcourse.calendar import ALMATY, places
from postcourse.expecting import busy, published_by
from postcourse.holding import hold_discussion, places_of
from postcourse.models import Consultation, Discussion, DiscussionEvent
from postcourse.policy import POLICY
from postcourse.timing import NOTICE_HOURS, lock
from postcourse.week import WIDE

Status = Discussion.Status
MOVES: dict[Status, frozenset[Status]] = {
    Status.OPEN: frozenset({Status.OPEN, Status.HELD, Status.CANCELLED}),
    Status.HELD: frozenset({Status.HELD}),
    Status.CANCELLED: frozenset(),
}
# A discussion is announced at least so long before, and not further away than this.
FURTHEST = timedelta(days=183)


@transaction.atomic
def announce(discussion: Discussion, *, by: User, now: datetime | None = None) -> Discussion:
    """A new one, at a time that the trainer has; everybody whom it is for is told once."""
    if not discussion.trainer.has_role(Role.TRAINER):
        raise ValidationError(_("Choose somebody who has the role of trainer."))
    lock(discussion.trainer)
    _check_time(discussion, now=now or timezone.now(), besides=set())
    try:
        with transaction.atomic():
            discussion.save(force_insert=True)
            hold_discussion(discussion)
    except IntegrityError:
        raise ValidationError(_("That time has just been taken: choose another one.")) from None
    DiscussionEvent.objects.create(discussion=discussion, new=Status.OPEN, starts_at=discussion.starts_at, by=by)
    group_letters.tell_trainer(discussion)
    group_letters.announce(discussion)
    return discussion


@transaction.atomic
def move(discussion: Discussion, to: Status, *, by: User, why: str = "", **changes: Any) -> Discussion:
    """Through the one door: the row is locked, the move checked, and the event written with it."""
    row = seating.locked_discussion(discussion)
    old = Status(row.status)
    if to not in MOVES[old]:
        raise ValidationError(
            _("A discussion that is “%(old)s” cannot become “%(new)s”."), params={"old": old.label, "new": to.label}
        )
    row.status = to
    for name, value in changes.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save(update_fields=["status", *changes])
            hold_discussion(row)
    except IntegrityError:
        raise ValidationError(_("That time has just been taken: choose another one.")) from None
    DiscussionEvent.objects.create(discussion=row, old=old, new=to, starts_at=row.starts_at, by=by, why=why[:300])
    return row


@transaction.atomic
def change(discussion: Discussion, *, by: User, now: datetime | None = None, **said: Any) -> Discussion:
    """Another time, place, topic or number of places; who has a place is told what changed."""
    lock(discussion.trainer)
    row = seating.locked_discussion(discussion)
    at = now or timezone.now()
    if not row.is_open or row.starts_at <= at:
        raise ValidationError(_("Only a discussion that is open and still to come is changed."))
    changes = {name: value for name, value in said.items() if getattr(row, name) != value}
    if not changes:
        return row
    held = set(places_of(row.starts_at, row.minutes))
    wanted = Discussion(trainer=row.trainer, **{name: said.get(name, getattr(row, name)) for name in SAID})
    if {"starts_at", "minutes"} & changes.keys():
        _check_time(wanted, now=at, besides=held)
    _check_capacity(row, wanted.capacity)
    told = bool({"starts_at", "minutes", "place", "topic"} & changes.keys())
    row = move(row, Status.OPEN, by=by, why=", ".join(sorted(changes)), **changes, sequence=row.sequence + told)
    if told:
        seating.follow(row, by=by)
        group_letters.tell_trainer(row)
    return row


SAID = ("topic", "case", "starts_at", "minutes", "capacity", "place")


@transaction.atomic
def cancel(discussion: Discussion, *, why: str, by: User) -> Discussion:
    """Will not be held; who has a place is told, and calendars take it out."""
    if not why.strip():
        raise ValidationError(_("Say why it is cancelled: everybody who has a place reads it."))
    lock(discussion.trainer)
    row = seating.locked_discussion(discussion)
    row = move(row, Status.CANCELLED, by=by, why=why.strip(), sequence=row.sequence + 1)
    for seat in row.seats.open().order_by("pk"):
        consulting.withdraw(seat, by=by, why=why.strip())
    group_letters.call_off(row, why=why.strip())
    return row


@transaction.atomic
def record(
    discussion: Discussion, *, came: Collection[int], outcome: str, by: User, now: datetime | None = None
) -> Discussion:
    """Who was there, and what came out of it; both may be put right. Who missed it is not planned again."""
    row = seating.locked_discussion(discussion)
    if row.starts_at > (now or timezone.now()):
        raise ValidationError(_("A discussion is recorded once it has begun."))
    words = outcome.strip() or row.outcome
    seats = list(seating.seats_of(row).order_by("pk"))
    if came and not words:
        raise ValidationError(_("Write down in a sentence what was talked about and agreed."))
    row = move(row, Status.HELD, by=by, outcome=words)
    for seat in seats:
        to = Consultation.Status.HELD if seat.pk in came else Consultation.Status.MISSED
        if seat.status != to:
            consulting.move(seat, to, by=by)
    return row


def _check_time(discussion: Discussion, *, now: datetime, besides: set[datetime]) -> None:
    starts_at, local = discussion.starts_at, discussion.starts_at.astimezone(ALMATY)
    filled = places_of(starts_at, discussion.minutes)
    if starts_at < now + POLICY.notice:
        raise ValidationError(_("Choose a time at least %(hours)s hours from now."), params={"hours": NOTICE_HOURS})
    if starts_at > now + FURTHEST:
        raise ValidationError(_("Choose a day within the next six months."))
    if not set(filled) <= set(places(local.date(), policy=WIDE)):
        raise ValidationError(_("Choose a time between 8:00 and 21:00 that begins at a full or half hour."))
    if published_by(discussion.trainer).away(local.date()) & set(filled):
        raise ValidationError(_("The trainer is away at that time: choose another one."))
    if (busy(discussion.trainer) - besides) & set(filled):
        raise ValidationError(_("The trainer is taken at that time: choose another one."))


def _check_capacity(row: Discussion, capacity: int) -> None:
    if capacity < row.seats.open().count():
        raise ValidationError(_("More places than that are taken already."))
