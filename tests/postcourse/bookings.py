"""Scenes of booking: a trainer with hours, a graduate of theirs, a discussion that is announced."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import time_machine

from certificates.models import Imprint, Standing
from people.models import User
from postcourse import booking, discussing, hours
from postcourse.models import Consultation, Discussion, Plan
from tests.cast import daulet, make_cohort, make_user
from tests.postcourse.scenes import at, make_plan

# A Monday, a week and a half after the issue, and before anything of the plan is due.
NOW = at("2026-11-02", "10:00")
TUESDAY = at("2026-11-10", "15:00")
LINK = "https://meet.example/oqu"


def teaching(trainer: User | None = None, *, weekdays: tuple[int, ...] = (2, 4)) -> User:
    """Free on Tuesdays and Thursdays from three to five, online."""
    who = trainer or daulet()
    for weekday in weekdays:
        hours.publish(who, weekday=weekday, begins=time(15), ends=time(17), place=LINK, by=who)
    return who


def graduate_of(plan: Plan) -> User:
    return make_user(plan.person.email, person=plan.person)


def make_graduate(trainer: User | None = None, **fields: Any) -> tuple[Plan, User]:
    """With a plan, whose trainer is free on Tuesdays."""
    if "cohort" not in fields:
        fields["trainer"] = trainer or teaching()
    plan = make_plan("100", **fields)
    return plan, graduate_of(plan)


def make_booked(starts_at: datetime = TUESDAY, **fields: Any) -> Consultation:
    plan, user = make_graduate(**fields)
    with time_machine.travel(NOW, tick=False):
        return booking.book(plan, starts_at=starts_at, topic="Мониторинг", by=user, now=NOW)


def make_discussion(plans: list[Plan] | None = None, *, now: datetime = NOW, **said: Any) -> Discussion:
    """On Wednesday the 11th at three, for an hour, for the graduates of its trainer."""
    trainer = said.pop("trainer", None) or (plans[0].trainer if plans else None) or daulet()
    row = Discussion(
        **{
            "trainer": trainer, "topic": "Мұғалім сабақты өткізбей кетті", "starts_at": at("2026-11-11", "15:00"),
            "minutes": 60, "capacity": 3, "place": LINK, **said,
        }
    )  # fmt: skip
    with time_machine.travel(now, tick=False):
        return discussing.announce(row, by=trainer, now=now)


def two_of_one_trainer() -> list[tuple[Plan, User]]:
    cohort = make_cohort(trainer=teaching())
    return [make_graduate(cohort=cohort) for _ in range(2)]


def give_standing(plan: Plan) -> None:
    """What the register says of their document: their home shows it."""
    document = plan.result.documents.get()
    imprint = Imprint.of({})
    Imprint.objects.bulk_create([imprint], ignore_conflicts=True)  # it is kept once, and for good
    Standing.objects.create(
        code=document.code, document=document, imprint=imprint, own={}, valid_through=document.valid_through
    )
