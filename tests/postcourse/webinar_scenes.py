"""Scenes with webinars: one that is announced to a cohort whose people have passed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from courses.models import Cohort, Enrolment
from people.models import OutboxMessage, Person, User
from postcourse import webinar_guests, webinar_telling, webinar_writing, webinars
from postcourse.models import Webinar, WebinarGuest
from tests.cast import make_cohort, make_enrolment, make_person, make_user
from tests.postcourse.scenes import at

# A Monday, ten days before the webinar.
ANNOUNCED = at("2026-11-16", "10:00")
STARTS = at("2026-11-26", "16:00")
OVER = STARTS + timedelta(hours=2)
LINK = "https://meet.example.org/abc"


def make_graduate(cohort: Cohort, **person: Any) -> Person:
    status = person.pop("status", Enrolment.Status.PASSED)
    dated = {"result_date": cohort.ends_on} if status in ("passed", "not_passed") else {}
    return make_enrolment(cohort, make_person(**person), status=status, **dated).person


def make_draft(host: User, *cohorts: Cohort, by: User, **fields: Any) -> Webinar:
    values: dict[str, Any] = {"title": "Алғашқы 90 күн", "host": host, "starts_at": STARTS, "link": LINK, **fields}
    values.setdefault("ends_at", values["starts_at"] + timedelta(minutes=90))
    programmes = values.pop("programmes", [])
    return webinar_writing.draft(Webinar(**values), cohorts=cohorts, programmes=programmes, by=by)


def make_announced(
    host: User, *cohorts: Cohort, by: User, now: datetime = ANNOUNCED, told: bool = True, **fields: Any
) -> Webinar:
    webinar = webinars.announce(make_draft(host, *cohorts, by=by, **fields), by=by, now=now)
    if told:
        webinar_telling.sweep(now=now)
    return webinar


def make_place(webinar: Webinar, person: Person, *, by: User, now: datetime = ANNOUNCED) -> WebinarGuest:
    return webinar_guests.register(webinar, person, by=by, now=now)


def a_cohort(trainer: User, *, people: int = 1) -> tuple[Cohort, list[Person]]:
    cohort = make_cohort(trainer=trainer)
    return cohort, [make_graduate(cohort) for _ in range(people)]


def signs_in(person: Person) -> User:
    return make_user(person.email, person=person, name=person.full_name, language="en")


def letters(kind: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk"))
