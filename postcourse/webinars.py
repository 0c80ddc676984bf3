"""The life of a webinar: one table of legal moves, one locked door, and each change a row of events."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from postcourse import webinar_host_letters as host_letters
from postcourse import webinar_letters as letters
from postcourse import webinar_unsent as unsent
from postcourse.models import Webinar, WebinarEvent, WebinarReminder
from postcourse.timing import lock
from postcourse.webinar_times import WHEN, check, take

Status = Webinar.Status
Step = WebinarReminder.Step

# A state that may follow itself keeps its name while time, link or audience change.
MOVES: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.DRAFT, Status.ANNOUNCED, Status.CANCELLED}),
    Status.ANNOUNCED: frozenset({Status.ANNOUNCED, Status.HELD, Status.CANCELLED}),
    Status.HELD: frozenset({Status.HELD}),
    Status.CANCELLED: frozenset(),
}
BEFORE = {Step.WEEK: timedelta(days=7), Step.DAY: timedelta(days=1), Step.HOUR: timedelta(hours=1)}


@transaction.atomic
def move(webinar: Webinar, to: Status, *, by: User | None, why: str = "", **changes: Any) -> Webinar:
    """Through the one door: the row is locked, the move checked, and the event written with it."""
    row = locked(webinar)
    old = Status(row.status)
    if to not in MOVES[old]:
        raise ValidationError(
            _("A webinar that is “%(old)s” cannot become “%(new)s”."),
            code="not_now",
            params={"old": old.label, "new": to.label},
        )
    row.status = to
    for name, value in changes.items():
        setattr(row, name, value)
    row._history_user = by  # type: ignore[attr-defined]
    row.save(update_fields=["status", *changes])
    if old != to or not WHEN.isdisjoint(changes):
        take(row)
    WebinarEvent.objects.create(webinar=row, old=old, new=to, starts_at=row.starts_at, by=by, why=why[:300])
    return row


def locked(webinar: Webinar) -> Webinar:
    """The row as it is now; nobody takes a place or changes it before this transaction ends.

    Alone: joined to the host of before the wait, a row that got another host meanwhile would not be found.
    """
    return Webinar.objects.select_for_update().get(pk=webinar.pk)


@transaction.atomic
def announce(webinar: Webinar, *, by: User, now: datetime | None = None) -> Webinar:
    """From now on its audience knows of it; the letters are written by the sweep, each to one person once.

    Pressed by two people, it was announced by the first.
    """
    lock(webinar.host)
    at, row = now or timezone.now(), locked(webinar)
    if row.is_open:
        return row
    if row.starts_at <= at:
        raise ValidationError(_("It would have begun already: set a later time first."), code="begun")
    if not row.host.is_active:
        raise ValidationError(_("Whoever was to hold it no longer signs in: name somebody else first."), code="no_host")
    if not row.cohorts.exists() and not row.programmes.exists():
        raise ValidationError(_("Choose cohorts or programmes first: nobody would be told."), code="nobody")
    check(row)
    row = move(row, Status.ANNOUNCED, by=by, announced_at=at)
    set_reminders(row)
    host_letters.to_host(row)
    return row


@transaction.atomic
def cancel(webinar: Webinar, *, why: str, by: User) -> Webinar:
    """It will not be held: whoever has a place is told, and calendars take it out."""
    if not why.strip():
        raise ValidationError(_("Say why it is cancelled: the participants read it, too."), code="no_reason")
    row = locked(webinar)
    was_open = row.is_open
    row = move(row, Status.CANCELLED, by=by, why=why.strip(), sequence=row.sequence + was_open)
    row.reminders.filter(claimed_at=None).update(claimed_at=timezone.now())
    if was_open:
        unsent.take_back(row)
        letters.call_off(row, why=why.strip())
    return row


def hold(webinar: Webinar, *, by: User, now: datetime) -> Webinar:
    """It was held, from its beginning on; said again, nothing changes."""
    if webinar.status == Status.HELD:
        return webinar
    if webinar.starts_at > now:
        raise ValidationError(_("The webinar has not begun yet."), code="not_begun")
    unsent.take_back(webinar)
    return move(webinar, Status.HELD, by=by)


def set_reminders(row: Webinar) -> None:
    """A row for each reminder of this time; those of an earlier time are due anew."""
    for step, before in BEFORE.items():
        due = {"due_at": row.starts_at - before, "claimed_at": None, "sent": None}
        WebinarReminder.objects.update_or_create(webinar=row, step=step, defaults=due)
