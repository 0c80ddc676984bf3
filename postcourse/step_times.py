"""When a step that nobody was invited to yet can be: a time that `timing` gives the staff, within its plan's term."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.models import Result
from courses.models import Enrolment
from postcourse.calendar import ALMATY, add_months, next_working_day
from postcourse.expecting import busy, engaged, engaged_of, week_of
from postcourse.models import Consultation, Plan
from postcourse.policy import POLICY
from postcourse.templates_of import template_of
from postcourse.timing import check_place, open_on
from postcourse.week import Week

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


class Free(NamedTuple):
    """What a choice of a time looks at: the trainer's hours, and when the trainer or the graduate is expected."""

    week: Week
    taken: set[datetime]


def free_of(plan: Plan, step: Consultation | None = None) -> Free:
    """For a step of the plan that is moved; without one, for another that is added."""
    trainer = step.trainer if step else plan.trainer
    theirs = engaged(step) | {step.starts_at} if step else engaged_of(plan.person)
    return Free(week_of(trainer), busy(trainer, besides=step) | theirs)


def times_on(day: date, plan: Plan, free: Free, *, now: datetime) -> list[datetime]:
    """The times that may be chosen on a day."""
    return open_on(free.week, day, free.taken, now=now) if first_day(now) <= day <= last_day(plan) else []


def days_from(day: date | None, plan: Plan, free: Free, *, now: datetime) -> list[date]:
    """The next days from that one on (without one: from the first) that have a time to choose."""
    last = last_day(plan)
    begin = max(day or first_day(now), first_day(now))
    ahead = (begin + timedelta(days=n) for n in range((last - begin).days + 1))
    return list(islice((each for each in ahead if times_on(each, plan, free, now=now)), DAYS_SHOWN))


def check(starts_at: datetime, plan: Plan, step: Consultation | None = None, *, now: datetime) -> None:
    """The rules of a time for a step; each refusal says what to do."""
    local, first, last = starts_at.astimezone(ALMATY), first_day(now), last_day(plan)
    if local.date() < first:
        raise _refusal(_("Choose a day from %(day)s on: people are asked in time."), first)
    if local.date() > last:
        raise _refusal(_("Choose a day up to %(day)s."), last)
    check_place(step.trainer if step else plan.trainer, starts_at)
    if starts_at in free_of(plan, step).taken:
        raise taken_already()


def taken_already() -> ValidationError:
    return ValidationError(_("The trainer or the graduate is taken at that time: choose another one."), code="taken")


def _refusal(sentence: str, day: date) -> ValidationError:
    return ValidationError(sentence, params={"day": date_format(day, "SHORT_DATE_FORMAT")})
