"""When a step that nobody was invited to yet can be: any free time of the grid within the term of its plan."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from itertools import islice, takewhile

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.models import Result
from courses.models import Enrolment
from people.models import User
from postcourse.calendar import ALMATY, add_months, free_places, is_working_day, next_working_day, places, working_days
from postcourse.models import Consultation, Plan
from postcourse.policy import POLICY
from postcourse.templates_of import template_of

DAYS_SHOWN = 10


def first_day(now: datetime) -> date:
    """Nearer than this people could not be asked in time."""
    return next_working_day(timezone.localdate(now) + POLICY.earliest_after)


def last_day(plan: Plan) -> date:
    """Preparation ends with the year of the retake, support some months after the last thing that was promised."""
    if plan.kind == Plan.Kind.RETAKE:
        return add_months(plan.result.attested_on, POLICY.retake_months) - timedelta(days=1)
    return add_months(plan.counted_from, template_of(plan).last_month + POLICY.grace_months)


def is_over(plan: Plan) -> bool:
    """Preparation is, before its term, once the retake was taken or its graduate goes on in another course."""
    if plan.kind != Plan.Kind.RETAKE:
        return False
    enrolment, number = plan.attempt.enrolment_id, plan.attempt.number
    later = Result.objects.current().confirmed().filter(attempt__enrolment=enrolment, attempt__number__gt=number)
    return later.exists() or Enrolment.objects.filter(continues=enrolment, order__isnull=False).exists()


def taken(plan: Plan, trainer: User | None, *, besides: Consultation | None = None) -> set[datetime]:
    """When the graduate or the trainer is expected elsewhere."""
    theirs = Q(plan__attempt__enrolment__person=plan.person)
    rows = Consultation.objects.open().filter(theirs | Q(trainer=trainer) if trainer else theirs)
    return set((rows.exclude(pk=besides.pk) if besides else rows).values_list("starts_at", flat=True))


def times_on(day: date, plan: Plan, busy: Collection[datetime], *, now: datetime) -> list[datetime]:
    """The times that may be chosen on a day."""
    return free_places(day, busy, now=now) if first_day(now) <= day <= last_day(plan) else []


def days_from(day: date | None, plan: Plan, busy: Collection[datetime], *, now: datetime) -> list[date]:
    """The next days from that one on (without one: from the first) that have a time to choose."""
    last = last_day(plan)
    begin = min(max(day or first_day(now), first_day(now)), last + timedelta(days=1))
    ahead = takewhile(lambda each: each <= last, working_days(begin))
    return list(islice((each for each in ahead if times_on(each, plan, busy, now=now)), DAYS_SHOWN))


def check(starts_at: datetime, plan: Plan, busy: Collection[datetime], *, now: datetime) -> None:
    """The rules of a time for a step; each refusal says what to do."""
    local, first, last = starts_at.astimezone(ALMATY), first_day(now), last_day(plan)
    if local.date() < first:
        raise _refusal(_("Choose a day from %(day)s on: people are asked in time."), first)
    if local.date() > last:
        raise _refusal(_("Choose a day up to %(day)s."), last)
    if not is_working_day(local.date()) or local not in places(local.date()):
        raise ValidationError(_("Choose a working day and one of the times from 9:00 to 18:00 that are offered."))
    if starts_at in busy:
        raise taken_already()


def taken_already() -> ValidationError:
    return ValidationError(_("The trainer or the graduate is taken at that time: choose another one."), code="taken")


def _refusal(sentence: str, day: date) -> ValidationError:
    return ValidationError(sentence, params={"day": date_format(day, "SHORT_DATE_FORMAT")})
