"""What an organiser writes of a webinar: the draft, and each change; whoever has a place is told what is news."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Cohort, Programme
from people.models import User
from people.versions import refuse_if_changed
from postcourse import webinar_host_letters as host_letters
from postcourse import webinar_letters as letters
from postcourse import webinar_unsent as unsent
from postcourse.models import Webinar, WebinarEvent
from postcourse.timing import lock
from postcourse.webinar_times import WHEN, check, own_times
from postcourse.webinar_wording import audience_in_words
from postcourse.webinars import BEFORE, Status, Step, locked, move, set_reminders

# What the form of a webinar sets; of these, the second ones are told to whoever has a place.
FACTS = ("title", "about", "language", "host", "starts_at", "ends_at", "link", "capacity")
TOLD = ("host", "starts_at", "ends_at", "link")


@transaction.atomic
def draft(webinar: Webinar, *, cohorts: Iterable[Cohort], programmes: Iterable[Programme], by: User) -> Webinar:
    """A new webinar, as the form has filled it in; nobody knows of it yet."""
    webinar.full_clean()
    check(webinar)
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
    lock(webinar.host)
    at, row = now or timezone.now(), locked(webinar)
    if row.status not in (Status.DRAFT, Status.ANNOUNCED) or (row.is_open and row.starts_at <= at):
        raise ValidationError(_("The webinar is over or has begun: it can no longer be changed."), code="over")
    refuse_if_changed(row, seen, among=FACTS)
    changes = {name: getattr(webinar, name) for name in FACTS if getattr(webinar, name) != getattr(row, name)}
    _check(row, changes, at)
    if not WHEN.isdisjoint(changes):
        check(webinar, besides=own_times(row) if webinar.host_id == row.host_id else ())
    before, is_news = row.host, row.is_open and not changes.keys().isdisjoint(TOLD)
    if is_news:
        changes["sequence"] = row.sequence + 1
    if changes:
        row = move(row, Status(row.status), by=by, **changes)
    _set_audience(row, list(cohorts), list(programmes), by=by)
    if is_news:
        _tell(row, before, now=at)
    return row


def _tell(row: Webinar, before: User, *, now: datetime) -> None:
    """Of the reminders those are due anew whose time has changed; an invitation that nobody had yet is written anew."""
    if not row.reminders.filter(step=Step.HOUR, due_at=row.starts_at - BEFORE[Step.HOUR]).exists():
        set_reminders(row)
    unread = unsent.take_back(row)
    if before != row.host:
        host_letters.take_from(before, row)
    letters.changed(row, now=now)
    letters.invite(row, row.guests.filter(status="invited", person__in=unread).select_related("person"))


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
