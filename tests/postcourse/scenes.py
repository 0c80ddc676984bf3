"""Scenes after the course: a signed result, a plan, a consultation that people were invited to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import time_machine
from django.utils import timezone

from assessment.models import Attempt, Result
from certificates.models import Document
from courses.models import Cohort, Enrolment
from people.models import User
from postcourse import inviting, planning
from postcourse.calendar import ALMATY
from postcourse.models import Consultation, Plan
from tests.cast import make_cohort, make_enrolment, make_person, make_result

_numbers = count(1)
# A Friday.
ISSUED = date(2026, 10, 23)


def at(day: date | str, time: str = "12:00") -> datetime:
    """A moment in Almaty."""
    on = day if isinstance(day, date) else date.fromisoformat(day)
    return datetime.combine(on, datetime.strptime(time, "%H:%M").time(), ALMATY)  # noqa: DTZ007


def sign(result: Result, *, on: date) -> Result:
    """What the head's signature leaves behind: a confirmed result and its document."""
    Result.objects.filter(pk=result.pk).update(confirmed_at=at(on), attested_on=on)
    kind = Document.Kind.CERTIFICATE if result.passed else Document.Kind.STATEMENT
    number = next(_numbers)
    Document.objects.create(
        kind=kind,
        is_specimen=True,
        year=on.year,
        number=number,
        code=f"CODE{number:012d}",
        result=result,
        person=result.attempt.enrolment.person,
        issued_on=on,
        valid_through=date(on.year + 3, on.month, min(on.day, 28)) if result.passed else None,
        snapshot={"number": str(number), "project_topic": result.attempt.enrolment.project_topic},
    )
    result.refresh_from_db()
    return result


def make_signed(
    exact: str = "89.5", *, on: date = ISSUED, trainer: User | None = None, cohort: Cohort | None = None, **person: Any
) -> Result:
    """A participant whose result the head has signed."""
    cohort = cohort or make_cohort(trainer=trainer)
    result = make_result(make_enrolment(cohort, make_person(**person)), exact=exact)
    return sign(result, on=on)


def make_plan(exact: str = "100", **fields: Any) -> Plan:
    signed = at(fields.get("on", ISSUED))
    result = make_signed(exact, **fields)
    # What happens to a plan is dated by the clock: it is made before anything comes of it, whenever the test runs.
    with time_machine.travel(signed, tick=False):
        return planning.plan_for(result, now=signed)


def make_invited(**fields: Any) -> Consultation:
    """The first consultation of a plan, a week before it begins, with the invitation written."""
    first = make_plan(**fields).consultations.earliest("starts_at")
    with time_machine.travel(first.invite_at, tick=False):
        inviting.invite(first, first.invite_at)
    first.refresh_from_db()
    return first


def a_week_before(consultation: Consultation) -> datetime:
    return consultation.starts_at - timedelta(days=7)


def local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%d.%m.%Y %H:%M")


def second_result(enrolment: Enrolment, exact: str) -> Result:
    """The result of a retake: another attempt of the same enrolment."""
    attempt = Attempt.objects.create(enrolment=enrolment, number=2)
    result = make_result(make_enrolment(enrolment.cohort), exact)
    Result.objects.filter(pk=result.pk).update(attempt=attempt)
    result.refresh_from_db()
    return result
