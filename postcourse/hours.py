"""What trainers publish of their time: hours of a week, days away, hours beside the usual ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from people.roles import Role
from postcourse.elsewhere import elsewhere
from postcourse.expecting import published_by, week_of
from postcourse.holding import BINDING
from postcourse.models import Consultation, FreeHours, HoursException
from postcourse.policy import POLICY
from postcourse.timing import lock
from postcourse.week import EARLIEST, LATEST

# So many rows say everything of a week, and so many days of a holiday; more are a slip.
MOST_ROWS, MOST_EXCEPTIONS, LONGEST_ABSENCE = 28, 60, timedelta(days=366)
ACTS_SHOWN = 20


@transaction.atomic
def publish(trainer: User, *, weekday: int, begins: time, ends: time, place: str, by: User) -> FreeHours:
    """Hours of each week from now on; what is booked already stays."""
    _check_trainer(trainer)
    _check_hours(begins, ends)
    lock(trainer)
    rows = list(FreeHours.objects.filter(trainer=trainer))
    if len(rows) >= MOST_ROWS:
        raise ValidationError(_("There are enough hours: remove some first."))
    if any(row.weekday == weekday and row.begins < ends and begins < row.ends for row in rows):
        raise ValidationError(_("These hours overlap others of the same day."))
    return FreeHours.objects.create(trainer=trainer, weekday=weekday, begins=begins, ends=ends, place=place, made_by=by)


@transaction.atomic
def except_days(
    trainer: User,
    *,
    first: date,
    last: date,
    is_free: bool,
    begins: time | None,
    ends: time | None,
    place: str,
    by: User,
    now: datetime | None = None,
) -> HoursException:
    """Away on these days, or free at other hours than usual."""
    _check_trainer(trainer)
    if (begins is None) != (ends is None):
        raise ValidationError(_("Name both hours, or none for the whole day."))
    if is_free and begins is None:
        raise ValidationError(_("Name the hours at which you are free."))
    if begins is not None and ends is not None:
        _check_hours(begins, ends)
    if last < first or last - first > LONGEST_ABSENCE:
        raise ValidationError(_("The last day is not before the first, and not more than a year after it."))
    if last < timezone.localdate(now):
        raise ValidationError(_("These days are over already."))
    lock(trainer)
    if HoursException.objects.filter(trainer=trainer, last__gte=timezone.localdate(now)).count() >= MOST_EXCEPTIONS:
        raise ValidationError(_("There are enough exceptions: remove some first."))
    return HoursException.objects.create(
        trainer=trainer, first=first, last=last, is_free=is_free, begins=begins, ends=ends,
        place=place if is_free else "", made_by=by,
    )  # fmt: skip


@transaction.atomic
def take_back(row: FreeHours | HoursException, *, by: User) -> None:
    """Not offered any more; what is booked stays, and so does who took it back."""
    lock(row.trainer)
    row._history_user = by  # type: ignore[union-attr]
    row.delete()


@dataclass(frozen=True)
class Act:
    """Hours or days that somebody has published or taken back."""

    at: datetime
    by: User | None
    row: Any
    is_removal: bool


def acts_on(trainer: User) -> list[Act]:
    """The latest ones first: who has published and taken back what."""
    found = []
    for model in (FreeHours, HoursException):
        history: Any = model.history
        rows = history.filter(trainer=trainer).select_related("history_user", "made_by").order_by("-history_id")
        found += [
            Act(row.history_date, row.history_user or row.made_by, row, row.history_type == "-")
            for row in rows[:ACTS_SHOWN]
        ]
    return sorted(found, key=lambda act: act.at, reverse=True)[:ACTS_SHOWN]


def outside(trainer: User, *, now: datetime) -> list[Consultation]:
    """Consultations that people are invited to while the trainer is away or expected elsewhere: somebody moves them.

    What is only planned moves by itself when its invitation is due.
    """
    week, duties = published_by(trainer), elsewhere(trainer)
    rows = Consultation.objects.filter(trainer=trainer, discussion=None, status__in=BINDING, starts_at__gt=now)
    expected = rows.with_people()
    return [row for row in expected if row.starts_at in duties or week.is_away(timezone.localtime(row.starts_at))]


def bookable(trainer: User, days: Iterable[date], *, now: datetime) -> int:
    """How many times graduates can choose from on these days, taken ones not counted."""
    week, earliest = week_of(trainer), now + POLICY.notice
    return sum(at >= earliest for day in days for at in week.places(day))


def _check_trainer(trainer: User) -> None:
    if not trainer.has_role(Role.TRAINER):
        raise ValidationError(_("Choose somebody who has the role of trainer."))


def _check_hours(begins: time, ends: time) -> None:
    whole = all(at.minute % POLICY.minutes == 0 and at.second == 0 for at in (begins, ends))
    if not whole or not EARLIEST <= begins < ends <= LATEST:
        raise ValidationError(_("Hours go from half hour to half hour, between 8:00 and 21:00, the beginning first."))
