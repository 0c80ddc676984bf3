"""When a consultation can be: the trainer's and the graduate's other times, and the rules of a new one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import Person, User
from postcourse.calendar import ALMATY, add_months, places
from postcourse.expecting import busy, engaged, engaged_of, week_of
from postcourse.models import Consultation, Plan
from postcourse.policy import POLICY
from postcourse.week import Week

NOTICE_HOURS = int(POLICY.notice.total_seconds() // 3600)
# So many working days ahead a time within the published hours is looked for; then any working time is taken.
SEARCHED = 30


def check_time(consultation: Consultation, starts_at: datetime, *, now: datetime, within_hours: bool = False) -> None:
    """The rules of a new time; each refusal says what to do. Graduates keep within the hours that are published."""
    _check_distance(starts_at, last_day(consultation, now=now), now=now)
    check_place(consultation.trainer, starts_at, within_hours=within_hours)
    if starts_at in busy(consultation.trainer, besides=consultation):
        raise ValidationError(_("The trainer is taken at that time: choose another one."))
    if starts_at in engaged(consultation):
        raise ValidationError(_("There is another consultation of the same person at that time."))


def _check_distance(starts_at: datetime, last: date, *, now: datetime) -> None:
    if starts_at < now + POLICY.notice:
        raise ValidationError(_("Choose a time at least %(hours)s hours from now."), params={"hours": NOTICE_HOURS})
    if starts_at.astimezone(ALMATY).date() > last:
        raise ValidationError(_("Choose a day up to %(day)s."), params={"day": date_format(last, "SHORT_DATE_FORMAT")})


def check_place(trainer: User | None, starts_at: datetime, *, within_hours: bool = False) -> None:
    """A time of the trainer's published hours; the staff may choose any other working time at which nobody is away.

    What is published is what graduates choose from by themselves. The staff agree on a time with people, and the
    plans of a trainer who has published one afternoon a week would not fit into it.
    """
    local, week = starts_at.astimezone(ALMATY), week_of(trainer)
    if local in week.places(local.date()):
        return
    if within_hours and week.is_published:
        raise ValidationError(_("Choose one of the times that the trainer offers."))
    if week.is_away(local):
        raise ValidationError(_("The trainer is away at that time: choose another one."))
    if not week.is_working(local.date()) or local not in places(local.date()):
        raise ValidationError(_("Choose a working day and one of the times from 9:00 to 18:00 that are offered."))


def check_booking(trainer: User, person: Person, starts_at: datetime, *, last: date, now: datetime) -> str:
    """The same for a time that nothing was planned at yet; the room or link that goes with it."""
    _check_distance(starts_at, last, now=now)
    local = starts_at.astimezone(ALMATY)
    offered = week_of(trainer).places(local.date())
    if local not in offered:
        raise ValidationError(_("Choose one of the times that the trainer offers."))
    if starts_at in busy(trainer):
        raise ValidationError(_("That time has just been taken: choose another one."))
    if starts_at in engaged_of(person):
        raise ValidationError(_("There is another consultation of the same person at that time."))
    return offered[local]


def last_day(consultation: Consultation, *, now: datetime) -> date:
    """Up to when it may be moved; preparation for a retake only while the retake is open."""
    last = timezone.localdate(now) + POLICY.horizon
    if consultation.kind == Consultation.Kind.RETAKE or consultation.plan.kind == Plan.Kind.RETAKE:
        deadline = add_months(consultation.plan.result.attested_on, POLICY.retake_months)
        return min(last, deadline - timedelta(days=1))
    return last


def times_on(consultation: Consultation, day: date, *, now: datetime, within_hours: bool = False) -> list[datetime]:
    """The times that may be chosen on a day."""
    return dict(free_times(consultation, [day], now=now, within_hours=within_hours)).get(day, [])


def free_times(
    consultation: Consultation, days: Iterable[date], *, now: datetime, within_hours: bool = False
) -> list[tuple[date, list[datetime]]]:
    """Those of the days that have a time to choose, with their times."""
    last = last_day(consultation, now=now)
    taken = busy(consultation.trainer, besides=consultation) | engaged(consultation) | {consultation.starts_at}
    week = week_of(consultation.trainer)
    found = [(day, open_on(week, day, taken, now=now, within_hours=within_hours)) for day in days if day <= last]
    return [(day, times) for day, times in found if times]


def open_on(
    week: Week, day: date, taken: Collection[datetime], *, now: datetime, within_hours: bool = False
) -> list[datetime]:
    """The times of a day that `check_place` takes, without those that are taken."""
    offered = set(week.places(day))
    if (not within_hours or not week.is_published) and week.is_working(day):
        offered |= set(places(day)) - week.away(day)
    earliest = now + POLICY.notice
    return [at for at in sorted(offered) if at >= earliest and at not in taken]


def offered_on(
    trainer: User, person: Person, days: Iterable[date], *, now: datetime
) -> list[tuple[date, list[datetime]]]:
    """What of the published hours this person may still book on these days."""
    week, taken = week_of(trainer), busy(trainer) | engaged_of(person)
    found = [(day, open_on(week, day, taken, now=now, within_hours=True)) for day in days]
    return [(day, times) for day, times in found if times and week.is_published]


def first_free_of(
    trainer: User | None, day: date, *, besides: Consultation | None = None, avoid: Collection[datetime] = ()
) -> datetime:
    """The first time from that day on at which nobody is expected at the trainer's, within the published hours.

    What nobody chose falls on no day away, nor on a holiday, however far that is.
    """
    taken, week = busy(trainer, besides=besides) | set(avoid), week_of(trainer)
    if week.is_published:
        for each in islice(week.days_present(day), SEARCHED):
            for at in week.places(each):
                if at not in taken:
                    return at
    return week.first_free(day, taken)


def lock(*trainers: User | None) -> None:
    """One at a time takes a trainer's times (SQLite's writers queue anyway; the constraint stands behind both)."""
    keys = {trainer.pk for trainer in trainers if trainer is not None}
    if keys:
        list(User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def counted_back(starts_at: datetime) -> dict[str, datetime]:
    """A time, and what is counted back from it."""
    return {
        "starts_at": starts_at,
        "invite_at": starts_at - POLICY.invite_before,
        "remind_at": starts_at - POLICY.remind_before,
    }
