"""The life of a consultation: one table of legal moves, one locked door, and each change a row of events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from postcourse import letters
from postcourse.calendar import next_working_day
from postcourse.holding import hold
from postcourse.models import Consultation, ConsultationEvent, Plan
from postcourse.policy import POLICY
from postcourse.timing import check_time, counted_back, first_free_of, last_day, lock
from postcourse.whereabouts import place_at

Status = Consultation.Status
Kind = Consultation.Kind

# A state that may follow itself keeps its name while time, place or trainer change; a record may be put right.
MOVES: dict[Status, frozenset[Status]] = {
    Status.PLANNED: frozenset({Status.PLANNED, Status.INVITED, Status.CANCELLED}),
    Status.INVITED: frozenset({Status.INVITED, Status.CONFIRMED, Status.HELD, Status.MISSED, Status.CANCELLED}),
    Status.CONFIRMED: frozenset({Status.INVITED, Status.CONFIRMED, Status.HELD, Status.MISSED, Status.CANCELLED}),
    Status.HELD: frozenset({Status.HELD, Status.MISSED}),
    Status.MISSED: frozenset({Status.MISSED, Status.HELD}),
    Status.CANCELLED: frozenset(),
}


@transaction.atomic
def move(consultation: Consultation, to: Status, *, by: User | None, why: str = "", **changes: Any) -> Consultation:
    """Through the one door: the row is locked, the move checked, and the event written with it."""
    row = locked(consultation)
    old = Status(row.status)
    if to not in MOVES[old]:
        raise ValidationError(
            _("A consultation that is “%(old)s” cannot become “%(new)s”."),
            params={"old": old.label, "new": to.label},
        )
    row.status = to
    for name, value in changes.items():
        setattr(row, name, value)
    row._history_user = by  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            row.save(update_fields=["status", *changes])
            hold(row)
    except IntegrityError:
        raise ValidationError(_("That time has just been taken: choose another one.")) from None
    ConsultationEvent.objects.create(consultation=row, old=old, new=to, starts_at=row.starts_at, by=by, why=why[:300])
    return row


def locked(consultation: Consultation) -> Consultation:
    """The row as it is now; nobody else changes it before this transaction ends.

    Read once it is locked: joined to the trainer of before the wait, one with another trainer would seem to have none.
    """
    Consultation.objects.select_for_update().get(pk=consultation.pk)
    return Consultation.objects.with_people().get(pk=consultation.pk)


@transaction.atomic
def confirm(
    consultation: Consultation, *, by: User, seen: int | None = None, now: datetime | None = None
) -> Consultation:
    """The graduate takes part (or told the organiser so); `seen` is the SEQUENCE of the time they looked at."""
    row = locked(consultation)
    if row.starts_at <= (now or timezone.now()):
        raise ValidationError(_("The consultation has begun: it cannot be confirmed any more."))
    if seen not in (None, row.sequence):
        raise ValidationError(_("The time or the place has changed since you opened this page: look at it again."))
    return row if row.status == Status.CONFIRMED else move(row, Status.CONFIRMED, by=by)


def is_movable(row: Consultation, *, now: datetime) -> bool:
    return row.status in (Status.INVITED, Status.CONFIRMED) and row.starts_at > now


@transaction.atomic
def reschedule(
    consultation: Consultation, *, starts_at: datetime, by: User, now: datetime | None = None
) -> Consultation:
    """A new time within the rules. Chosen by the graduate it is agreed; chosen by the staff the graduate is asked."""
    at = now or timezone.now()
    lock(consultation.trainer)
    row = locked(consultation)
    _not_a_seat(row)
    if not is_movable(row, now=at):
        raise ValidationError(_("Only a consultation that people are invited to, and that is still to come, is moved."))
    if starts_at == row.starts_at:
        raise ValidationError(_("That is the time it has already: choose another one."))
    own = by.owns(row.person.pk)
    check_time(row, starts_at, now=at, within_hours=own)
    to = Status.CONFIRMED if own else Status.INVITED
    changes: dict[str, Any] = {**counted_back(starts_at), "reminded_at": None, "sequence": row.sequence + 1}
    changes["place"] = place_at(row, starts_at, row.trainer)
    row = move(row, to, by=by, **changes)
    letters.invite(row)
    return row


@transaction.atomic
def record(
    consultation: Consultation,
    to: Status,
    *,
    notes: str,
    by: User,
    next_step: str = "",
    now: datetime | None = None,
) -> Consultation:
    """Held or missed, once it has begun. A missed one is planned again, once; a record and its notes may be put right.

    Notes and next step that were written stay where nothing is written in their place.
    """
    at = now or timezone.now()
    lock(consultation.trainer, consultation.plan.trainer)
    row = locked(consultation)
    if to not in (Status.HELD, Status.MISSED) or row.starts_at > at:
        raise ValidationError(_("A consultation is recorded as held or missed once it has begun."))
    words, before = notes.strip() or row.notes, row.status
    step = next_step.strip() or row.next_step
    if to == Status.HELD and not words:
        raise ValidationError(_("Write down in a sentence what was talked about and agreed."))
    if (before, row.notes, row.next_step) == (to, words, step):
        return row
    row = move(row, to, by=by, notes=words, next_step=step)
    if before == to:
        return row
    if to == Status.MISSED:
        _plan_again(row, now=at)
    else:
        _withdraw_second(row, by=by)
    return row


@transaction.atomic
def arrange(consultation: Consultation, *, place: str, by: User) -> Consultation:
    """Where it is held; who was invited already is told."""
    row = locked(consultation)
    _not_a_seat(row)
    if row.place == place:
        return row
    invited = row.status in (Status.INVITED, Status.CONFIRMED)
    row = move(row, Status(row.status), by=by, why=place, place=place, sequence=row.sequence + invited)
    if invited:
        letters.invite(row)
    return row


def cancel(consultation: Consultation, *, why: str, by: User) -> Consultation:
    """Will not be held; who was invited is told, and calendars take it out."""
    if not why.strip():
        raise ValidationError(_("Say why it is cancelled: the graduate reads it, too."))
    return withdraw(consultation, by=by, why=why.strip())


@transaction.atomic
def withdraw(consultation: Consultation, *, by: User | None, why: str = "") -> Consultation:
    """Cancel what another step has made needless."""
    row = locked(consultation)
    invited = row.status in (Status.INVITED, Status.CONFIRMED)
    row = move(row, Status.CANCELLED, by=by, why=why, sequence=row.sequence + invited)
    if invited:
        letters.call_off(row, why=why)
    return row


def new_consultation(plan: Plan, *, starts_at: datetime, by: User | None = None, **fields: Any) -> Consultation:
    """Put a step of the plan on a day; what the graduate has chosen is agreed at once."""
    times = counted_back(starts_at)
    row = Consultation.objects.create(plan=plan, **{"minutes": POLICY.minutes, **times, **fields})
    hold(row)
    ConsultationEvent.objects.create(consultation=row, new=row.status, starts_at=starts_at, by=by)
    return row


def _not_a_seat(row: Consultation) -> None:
    if row.discussion_id is not None:
        raise ValidationError(_("Time and place are those of the discussion: change them there."))


def _plan_again(missed: Consultation, *, now: datetime) -> None:
    """Once, and automatically, with whoever holds the plan by now: a second miss is left to people."""
    if missed.replans_id is not None or missed.second is not None or missed.kind == Kind.GROUP:
        return
    others = Consultation.objects.open().filter(plan=missed.plan, kind=Kind.BOOKED)
    if missed.kind == Kind.BOOKED and others.exists():
        return
    day = next_working_day(timezone.localdate(now) + POLICY.again_after)
    if Plan.Kind.RETAKE in (missed.kind, missed.plan.kind) and day > last_day(missed, now=now):
        return
    trainer = missed.plan.trainer or missed.trainer
    starts_at = first_free_of(trainer, day)
    new_consultation(
        missed.plan,
        starts_at=starts_at,
        trainer=trainer,
        kind=missed.kind,
        month=missed.month,
        criterion=missed.criterion,
        topic=missed.topic,
        place=place_at(missed, starts_at, trainer),
        replans=missed,
    )


def _withdraw_second(held: Consultation, *, by: User) -> None:
    """It was held after all: what was planned in its place is not needed."""
    second = held.second
    if second is not None and second.is_open:
        withdraw(second, by=by)
