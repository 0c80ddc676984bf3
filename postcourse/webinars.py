"""The life of a webinar: one table of legal moves, one locked door, and each change a row of events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Cohort, Programme
from people.models import User
from people.versions import refuse_if_changed
from postcourse import webinar_letters as letters
from postcourse.models import Webinar, WebinarEvent, WebinarReminder
from postcourse.webinar_wording import audience_in_words

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
# What the form of a webinar sets; of these, the second ones are told to whoever has a place.
FACTS = ("title", "about", "language", "host", "starts_at", "ends_at", "link", "capacity")
TOLD = ("host", "starts_at", "ends_at", "link")


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
    WebinarEvent.objects.create(webinar=row, old=old, new=to, starts_at=row.starts_at, by=by, why=why[:300])
    return row


def locked(webinar: Webinar) -> Webinar:
    """The row as it is now; nobody takes a place or changes it before this transaction ends."""
    return Webinar.objects.select_for_update(of=("self",)).select_related("host").get(pk=webinar.pk)


@transaction.atomic
def draft(webinar: Webinar, *, cohorts: Iterable[Cohort], programmes: Iterable[Programme], by: User) -> Webinar:
    """A new webinar, as the form has filled it in; nobody knows of it yet."""
    webinar.full_clean()
    webinar._history_user = by  # type: ignore[attr-defined]
    webinar.save()
    webinar.cohorts.set(cohorts)
    webinar.programmes.set(programmes)
    WebinarEvent.objects.create(webinar=webinar, new=Status.DRAFT, starts_at=webinar.starts_at, by=by)
    return webinar


@transaction.atomic
def amend(
    webinar: Webinar,
    *,
    cohorts: Iterable[Cohort],
    programmes: Iterable[Programme],
    by: User,
    seen: int | None = None,
    now: datetime | None = None,
) -> Webinar:
    """As the form has set it. Whoever has a place is told of another time, link or host; newcomers are invited."""
    at, row = now or timezone.now(), locked(webinar)
    if row.status not in (Status.DRAFT, Status.ANNOUNCED) or (row.is_open and row.starts_at <= at):
        raise ValidationError(_("The webinar is over or has begun: it can no longer be changed."), code="over")
    refuse_if_changed(row, seen, among=FACTS)
    changes = {name: getattr(webinar, name) for name in FACTS if getattr(webinar, name) != getattr(row, name)}
    _check(row, changes, at)
    before, told = row.host, row.is_open and not changes.keys().isdisjoint(TOLD)
    if told:
        changes["sequence"] = row.sequence + 1
    if changes:
        row = move(row, Status(row.status), by=by, **changes)
    _set_audience(row, list(cohorts), list(programmes), by=by)
    if told:
        if "starts_at" in changes:
            _set_reminders(row)
        if "host" in changes:
            letters.take_from(before, row)
        letters.changed(row, now=at)
    return row


@transaction.atomic
def announce(webinar: Webinar, *, by: User, now: datetime | None = None) -> Webinar:
    """From now on its audience knows of it; the letters are written by the sweep, each to one person once."""
    at, row = now or timezone.now(), locked(webinar)
    if row.starts_at <= at:
        raise ValidationError(_("It would have begun already: set a later time first."), code="begun")
    if not row.cohorts.exists() and not row.programmes.exists():
        raise ValidationError(_("Choose cohorts or programmes first: nobody would be told."), code="nobody")
    row = move(row, Status.ANNOUNCED, by=by, announced_at=at)
    _set_reminders(row)
    letters.to_host(row)
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
        letters.call_off(row, why=why.strip())
    return row


def hold(webinar: Webinar, *, by: User, now: datetime) -> Webinar:
    """It was held, from its beginning on; said again, nothing changes."""
    if webinar.status == Status.HELD:
        return webinar
    if webinar.starts_at > now:
        raise ValidationError(_("The webinar has not begun yet."), code="not_begun")
    return move(webinar, Status.HELD, by=by)


def _check(row: Webinar, changes: dict[str, Any], now: datetime) -> None:
    if row.is_open and changes.get("starts_at", row.starts_at) <= now:
        raise ValidationError({"day": _("Choose a time that is still to come.")})
    capacity, taken = changes.get("capacity"), row.guests.registered().count()
    if capacity is not None and capacity < taken:
        raise ValidationError(
            {"capacity": ValidationError(_("%(n)s people have a place already."), params={"n": taken})}
        )


def _set_audience(row: Webinar, cohorts: list[Cohort], programmes: list[Programme], *, by: User) -> None:
    if set(row.cohorts.all()) == set(cohorts) and set(row.programmes.all()) == set(programmes):
        return
    if row.is_open and not cohorts and not programmes:
        raise ValidationError({"cohorts": _("Choose cohorts or programmes: somebody it must be for.")})
    row.cohorts.set(cohorts)
    row.programmes.set(programmes)
    move(row, Status(row.status), by=by, why=", ".join(audience_in_words(row)))


def _set_reminders(row: Webinar) -> None:
    """A row for each reminder of this time; those of an earlier time are due anew."""
    for step, before in BEFORE.items():
        due = {"due_at": row.starts_at - before, "claimed_at": None, "sent": None}
        WebinarReminder.objects.update_or_create(webinar=row, step=step, defaults=due)
