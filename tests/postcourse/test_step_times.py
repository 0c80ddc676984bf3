"""A step that the staff choose a time for keeps off what booking keeps off, and may leave the published hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from people.models import User
from people.roles import Role
from postcourse import booking, consulting, hours, seating, step_times, stepping, webinars
from postcourse.models import Consultation, Plan
from tests.cast import make_user
from tests.postcourse.bookings import NOW, TUESDAY, graduate_of, make_discussion, make_graduate, teaching
from tests.postcourse.scenes import at, make_plan
from tests.postcourse.webinar_scenes import make_announced

pytestmark = pytest.mark.django_db


def add(plan: Plan, starts_at: datetime) -> Consultation:
    assert plan.trainer is not None
    return stepping.add_step(plan, topic="Тақырып", starts_at=starts_at, by=plan.trainer, now=NOW)


def engage(what: str, plan: Plan, trainer: User) -> None:
    """Somebody is expected on Tuesday at three, or is still there at that time."""
    if what == "booked":
        other, user = make_graduate(cohort=plan.attempt.enrolment.cohort)
        booking.book(other, starts_at=TUESDAY, topic="", by=user, now=NOW)
    if what == "discussion":
        make_discussion([plan], starts_at=TUESDAY - timedelta(minutes=30))
    if what == "webinar":
        begins = TUESDAY - timedelta(minutes=50)
        make_announced(trainer, plan.attempt.enrolment.cohort, by=trainer, now=NOW, starts_at=begins, told=False)
    if what == "seat":
        user = graduate_of(plan)
        discussion = make_discussion(
            trainer=make_user("t@x.example", Role.TRAINER), cohort=plan.attempt.enrolment.cohort, starts_at=TUESDAY
        )
        seating.join(discussion, plan, by=user, now=NOW)


@pytest.mark.parametrize("what", ["booked", "discussion", "webinar", "seat"])
def test_a_step_is_put_nowhere_where_trainer_or_graduate_are_expected(what: str) -> None:
    trainer = teaching()
    plan = make_plan("100", trainer=trainer)
    with time_machine.travel(NOW, tick=False):
        engage(what, plan, trainer)
    free = step_times.free_of(plan)
    times = step_times.times_on(TUESDAY.date(), plan, free, now=NOW)
    assert (TUESDAY in times, TUESDAY + timedelta(hours=2) in times) == (False, True)
    step = plan.consultations.get(month=3)
    with pytest.raises(ValidationError) as adding:
        add(plan, TUESDAY)
    with pytest.raises(ValidationError) as moving:
        stepping.move_step(step, starts_at=TUESDAY, by=trainer, now=NOW)
    assert (adding.value.code, moving.value.code) == ("taken", "taken")


def test_a_webinar_is_a_time_at_which_graduates_book_nothing() -> None:
    plan, user = make_graduate()
    assert plan.trainer is not None
    cohort = plan.attempt.enrolment.cohort
    webinar = make_announced(plan.trainer, cohort, by=plan.trainer, now=NOW, starts_at=TUESDAY, told=False)
    with pytest.raises(ValidationError, match="has just been taken"):
        booking.book(plan, starts_at=TUESDAY + timedelta(hours=1), topic="", by=user, now=NOW)
    webinars.cancel(webinar, why="Болмайды", by=plan.trainer)
    assert booking.book(plan, starts_at=TUESDAY + timedelta(hours=1), topic="", by=user, now=NOW)


@time_machine.travel(NOW, tick=False)
def test_the_staff_leave_the_published_hours_but_not_for_a_day_on_which_the_trainer_is_away() -> None:
    trainer = teaching()
    hours.publish(trainer, weekday=6, begins=time(19), ends=time(20), place="", by=trainer)
    plan, away = make_plan("100", trainer=trainer), date(2026, 11, 11)
    hours.except_days(trainer, first=away, last=away, is_free=False, begins=None, ends=None, place="", by=trainer)
    free = step_times.free_of(plan)
    assert away not in step_times.days_from(None, plan, free, now=NOW)
    assert date(2026, 11, 14) in step_times.days_from(None, plan, free, now=NOW), "a Saturday with hours"
    with pytest.raises(ValidationError, match="is away"):
        add(plan, at(away, "10:00"))
    with pytest.raises(ValidationError, match="working day"):
        add(plan, at("2026-11-14", "10:00"))
    wednesday = add(plan, at("2026-11-18", "10:00"))
    assert add(plan, at("2026-11-14", "19:00"))
    consulting.move(wednesday, Consultation.Status.INVITED, by=None)
    with pytest.raises(ValidationError, match="is away"):
        consulting.reschedule(wednesday, starts_at=at(away, "10:00"), by=trainer, now=NOW)
