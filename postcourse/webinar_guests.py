"""Places at a webinar: taken in one tap, given up, and ticked when it was held. One table, one locked door."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people.locking import lock as lock_people
from people.models import Person, User
from postcourse import webinar_letters as letters
from postcourse.models import Webinar, WebinarGuest, WebinarGuestEvent
from postcourse.webinar_audience import is_meant
from postcourse.webinars import hold, locked

Status = WebinarGuest.Status

MOVES: dict[Status, frozenset[Status]] = {
    Status.INVITED: frozenset({Status.REGISTERED, Status.CAME}),
    Status.REGISTERED: frozenset({Status.WITHDRAWN, Status.CAME, Status.ABSENT}),
    Status.WITHDRAWN: frozenset({Status.REGISTERED, Status.CAME}),
    # Who was ticked by mistake and had no place is as before.
    Status.CAME: frozenset({Status.ABSENT, Status.INVITED, Status.WITHDRAWN}),
    Status.ABSENT: frozenset({Status.CAME}),
}


def guest_of(webinar: Webinar, person: Person) -> WebinarGuest | None:
    """Their row, on whichever record of theirs; the one with a place where two records were merged since."""
    rows = webinar.guests.of(_records_of(person)).order_by("pk")
    return max(rows, key=lambda row: row.has_place, default=None)


def _records_of(person: Person) -> QuerySet[Any, Any]:
    return Person.objects.records_of(person).order_by().values("pk")


@transaction.atomic
def register(webinar: Webinar, person: Person, *, by: User, now: datetime | None = None) -> WebinarGuest:
    """A place, while there is one; asked for twice, it is the same. The entry for the calendar follows by mail."""
    at, row = now or timezone.now(), locked(webinar)
    human = _kept(person)
    guest = guest_of(row, human)
    if guest is not None and guest.status == Status.REGISTERED:
        return guest
    _refuse_if_over(row, at)
    if not is_meant(row, human):
        raise ValidationError(_("This webinar is for other cohorts."), code="not_meant")
    if row.capacity is not None and row.guests.registered().count() >= row.capacity:
        raise ValidationError(
            _("All places are taken. The recording and the materials will be on this page afterwards."), code="full"
        )
    guest = guest or WebinarGuest.objects.create(webinar=row, person=human)
    turns = guest.turns + (guest.status == Status.WITHDRAWN)
    guest = _move(guest, row, Status.REGISTERED, by=by, now=at, registered_at=at, informed_at=at, turns=turns)
    letters.confirm(guest)
    return guest


@transaction.atomic
def withdraw(webinar: Webinar, person: Person, *, by: User, now: datetime | None = None) -> WebinarGuest:
    """The place is given up, and free for somebody else; so is the second one of two records that were merged since."""
    at, row = now or timezone.now(), locked(webinar)
    human = _kept(person)
    guest = guest_of(row, human)
    if guest is None or guest.status not in (Status.REGISTERED, Status.WITHDRAWN):
        raise ValidationError(_("There is no place to give up."), code="no_place")
    if guest.status == Status.WITHDRAWN:
        return guest
    _refuse_if_over(row, at)
    for other in row.guests.registered().of(_records_of(human)).exclude(pk=guest.pk):
        _move(other, row, Status.WITHDRAWN, by=by, now=at, turns=other.turns + 1)
    guest = _move(guest, row, Status.WITHDRAWN, by=by, now=at, turns=guest.turns + 1)
    letters.give_up(guest)
    return guest


@transaction.atomic
def tick(
    webinar: Webinar, *, shown: Collection[int], came: Collection[int], by: User, now: datetime | None = None
) -> int:
    """Of the guests that a page showed, who came and who did not; the webinar was held. How many came of these."""
    at = now or timezone.now()
    row = hold(locked(webinar), by=by, now=at)
    guests = list(row.guests.filter(pk__in=shown).order_by("pk"))
    for guest in guests:
        to = _ticked(guest, came=guest.pk in came)
        if to != guest.status:
            _move(guest, row, to, by=by, now=at)
    return sum(guest.pk in came for guest in guests)


@transaction.atomic
def walk_in(guest: WebinarGuest, *, by: User, now: datetime | None = None) -> WebinarGuest:
    """Somebody came without a place."""
    at = now or timezone.now()
    row = hold(locked(guest.webinar), by=by, now=at)
    stored = row.guests.get(pk=guest.pk)
    return stored if stored.status == Status.CAME else _move(stored, row, Status.CAME, by=by, now=at)


def _ticked(guest: WebinarGuest, *, came: bool) -> Status:
    if came:
        return Status.CAME
    if guest.status != Status.CAME:
        return Status.ABSENT if guest.has_place else Status(guest.status)
    before = guest.events.filter(new=Status.CAME).latest("at", "pk").old
    return Status(before) if before in (Status.INVITED, Status.WITHDRAWN) else Status.ABSENT


def _move(
    guest: WebinarGuest, webinar: Webinar, to: Status, *, by: User | None, now: datetime, **changes: object
) -> WebinarGuest:
    """The one door; the webinar is locked by whoever calls, and so are all its guests."""
    old = Status(guest.status)
    if to not in MOVES[old]:
        raise ValidationError(
            _("“%(old)s” cannot become “%(new)s”."), code="not_now", params={"old": old.label, "new": to.label}
        )
    guest.webinar, guest.status = webinar, to
    for name, value in changes.items():
        setattr(guest, name, value)
    guest.save(update_fields=["status", *changes])
    WebinarGuestEvent.objects.create(guest=guest, old=old, new=to, by=by, at=now)
    return guest


def _kept(person: Person) -> Person:
    """The record of the human as it stands: who was erased meanwhile takes no place."""
    human = lock_people([person.merged_into_id or person.pk]).get(person.merged_into_id or person.pk)
    if human is None or human.erased_at or human.merged_into_id:
        raise ValidationError(_("The record has changed meanwhile: open the page again."), code="gone")
    return human


def _refuse_if_over(webinar: Webinar, now: datetime) -> None:
    if not webinar.is_open:
        raise ValidationError(_("The webinar is not open for registration."), code="not_open")
    if webinar.ends_at <= now:
        raise ValidationError(_("The webinar is over."), code="over")


@transaction.atomic
def leave(guest: WebinarGuest, *, by: User | None, now: datetime) -> None:
    """The place of somebody who is being erased: free again, and nobody is written to."""
    row = locked(guest.webinar)
    _move(row.guests.get(pk=guest.pk), row, Status.WITHDRAWN, by=by, now=now)
