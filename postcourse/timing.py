"""When a consultation can be: the trainer's and the graduate's other times, and the rules of a new one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import User
from postcourse.calendar import ALMATY, add_months, first_free, free_places, is_working_day, places
from postcourse.models import Consultation
from postcourse.policy import POLICY

NOTICE_HOURS = int(POLICY.notice.total_seconds() // 3600)


def check_time(consultation: Consultation, starts_at: datetime, *, now: datetime) -> None:
    """The rules of a new time; each refusal says what to do."""
    local = starts_at.astimezone(ALMATY)
    last = last_day(consultation, now=now)
    if starts_at < now + POLICY.notice:
        raise ValidationError(_("Choose a time at least %(hours)s hours from now."), params={"hours": NOTICE_HOURS})
    if local.date() > last:
        raise ValidationError(_("Choose a day up to %(day)s."), params={"day": date_format(last, "SHORT_DATE_FORMAT")})
    if not is_working_day(local.date()) or local not in places(local.date()):
        raise ValidationError(_("Choose a working day and one of the times from 9:00 to 18:00 that are offered."))
    if starts_at in busy(consultation.trainer, besides=consultation):
        raise ValidationError(_("The trainer is taken at that time: choose another one."))
    if starts_at in engaged(consultation):
        raise ValidationError(_("There is another consultation of the same person at that time."))


def last_day(consultation: Consultation, *, now: datetime) -> date:
    """Up to when it may be moved; preparation for a retake only while the retake is open."""
    last = timezone.localdate(now) + POLICY.horizon
    if consultation.kind == Consultation.Kind.RETAKE:
        deadline = add_months(consultation.plan.result.attested_on, POLICY.retake_months)
        return min(last, deadline - timedelta(days=1))
    return last


def times_on(consultation: Consultation, day: date, *, now: datetime) -> list[datetime]:
    """The times that may be chosen on a day."""
    if day > last_day(consultation, now=now):
        return []
    return free_places(day, _taken(consultation), now=now)


def free_days(consultation: Consultation, days: Iterable[date], *, now: datetime) -> list[date]:
    """Those of the days that have a time to choose."""
    taken = _taken(consultation)
    return [day for day in days if free_places(day, taken, now=now)]


def _taken(consultation: Consultation) -> set[datetime]:
    others = busy(consultation.trainer, besides=consultation) | engaged(consultation)
    return others | {consultation.starts_at}


def first_free_of(trainer: User | None, day: date, *, besides: Consultation | None = None) -> datetime:
    """The first time from that day on at which nobody is expected at the trainer's."""
    return first_free(day, busy(trainer, besides=besides))


def busy(trainer: User | None, *, besides: Consultation | None = None) -> set[datetime]:
    """When somebody is expected at the trainer's."""
    if trainer is None:
        return set()
    return _times(Consultation.objects.filter(trainer=trainer), besides)


def engaged(consultation: Consultation) -> set[datetime]:
    """When the same person is expected elsewhere."""
    return _times(Consultation.objects.filter(plan__attempt__enrolment__person=consultation.person), consultation)


def _times(consultations: QuerySet[Consultation], besides: Consultation | None) -> set[datetime]:
    taken = consultations.filter(status__in=Consultation.OPEN).values_list("pk", "starts_at")
    return {at for pk, at in taken if besides is None or pk != besides.pk}


def lock(trainer: User | None) -> None:
    """One at a time takes a trainer's times (SQLite's writers queue anyway; the constraint stands behind both)."""
    if trainer is not None:
        User.objects.select_for_update(no_key=True).get(pk=trainer.pk)


def counted_back(starts_at: datetime) -> dict[str, datetime]:
    """A time, and what is counted back from it."""
    return {
        "starts_at": starts_at,
        "invite_at": starts_at - POLICY.invite_before,
        "remind_at": starts_at - POLICY.remind_before,
    }
