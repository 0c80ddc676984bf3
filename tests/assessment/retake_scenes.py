"""Somebody who did not pass and whose result the head has signed, and the day on which they retake."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from assessment import retaking
from assessment.finalising import finalise
from assessment.marking import save_mark, submit
from assessment.models import Criterion, Defence, DefenceDay, Result
from assessment.planning import plan_day
from courses.models import Cohort, Enrolment
from people.models import User
from people.roles import Role
from tests.assessment.scenes import MARKS
from tests.cast import make_cohort, make_enrolment, make_person, make_provider, make_result, make_user

FAILED_ON = date(2026, 3, 20)
UNTIL = date(2027, 3, 20)


def user(name: str, role: Role) -> User:
    email = f"{name}@institute.example"
    return User.objects.filter(email=email).first() or make_user(email, role, name=name.title())


def organiser() -> User:
    return user("aigul", Role.ORGANISER)


def chair() -> User:
    return user("daulet", Role.TRAINER)


def spring(**fields: Any) -> Cohort:
    """Closed since the spring, as cohorts are when somebody comes back to retake."""
    dates = {"starts_on": date(2026, 3, 2), "ends_on": FAILED_ON, "status": "closed"}
    return make_cohort(**{**dates, **fields})


def failed(cohort: Cohort | None = None, exact: str = "44", *, signed: bool = True, **person: Any) -> Enrolment:
    enrolment = make_enrolment(cohort or spring(), make_person(**person))
    result = make_result(enrolment, exact, attested_on=FAILED_ON, by=chair())
    Enrolment.objects.filter(pk=enrolment.pk).update(result_date=FAILED_ON)
    if signed:
        at = timezone.make_aware(datetime.combine(FAILED_ON, time(18)))
        Result.objects.filter(pk=result.pk).update(confirmed_at=at, confirmed_by=chair())
    enrolment.refresh_from_db()
    return enrolment


def admitted(cohort: Cohort | None = None, **person: Any) -> Enrolment:
    enrolment = failed(cohort, **person)
    retaking.admit(enrolment, by=organiser())
    return enrolment


def retake_day(*enrolments: Enrolment, held_on: date | None = None, members: int = 1) -> DefenceDay:
    make_provider()
    others = [user(name, Role.TRAINER) for name in ("gulnar", "serik")[: members - 1]]
    return plan_day(
        cohort=enrolments[0].cohort,
        held_on=held_on or timezone.localdate(),
        starts_at=time(9),
        slot_minutes=20,
        room="305",
        chair=chair(),
        members=others,
        enrolments=enrolments,
        by=organiser(),
    )


def score(defence: Defence, marks: str) -> None:
    """Every member gives the same marks, for the criteria that are scored at the defence."""
    criteria = list(Criterion.objects.filter(rubric__used__cohort=defence.attempt.enrolment.cohort))
    for member in defence.day.members.all():
        for criterion, halves in zip(criteria, MARKS[marks], strict=True):
            if not criterion.is_coursework:
                save_mark(defence, criterion=criterion.pk, halves=halves, by=member.user, now=timezone.now())
        submit(defence, by=member.user)


def retaken(enrolment: Enrolment, marks: str, *, held_on: date | None = None) -> Result:
    defence = retake_day(enrolment, held_on=held_on).defences.get()
    score(defence, marks)
    return finalise(defence, by=chair())
