"""A trainer who teaches, examines or holds a webinar has no consultation at that time, and the other way round."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from assessment.models import CommissionMember, DefenceDay
from config.home_booking import consulting_of
from courses.clashes import clashes_of
from people.models import User
from postcourse import booking, discussing, hours
from postcourse.models import Discussion, Webinar
from tests.cast import make_cohort, make_session
from tests.postcourse.bookings import NOW, TUESDAY, make_graduate
from tests.postcourse.scenes import at, local

pytestmark = pytest.mark.django_db
# A quarter past three to five past four: three places of the grid.
BEGINS, ENDS = TUESDAY + timedelta(minutes=15), TUESDAY + timedelta(minutes=65)


def teaches(trainer: User) -> None:
    make_session(make_cohort(status="running"), trainer=trainer, starts_at=BEGINS, ends_at=ENDS)
    make_session(make_cohort(status="cancelled"), trainer=trainer, starts_at=at("2026-11-12", "15:00"))


def examines(trainer: User) -> None:
    day = DefenceDay.objects.create(held_on=date(2026, 11, 10), starts_at=BEGINS.time(), room="1", slot_minutes=50)
    CommissionMember.objects.create(day=day, user=trainer, is_chair=True, order=1)


def hosts(trainer: User) -> None:
    Webinar.objects.create(
        title="Вебинар", host=trainer, starts_at=BEGINS, ends_at=ENDS, status="announced", announced_at=NOW
    )


@pytest.mark.parametrize("is_elsewhere", [teaches, examines, hosts])
def test_what_else_a_trainer_does_is_not_offered_and_not_booked(is_elsewhere: Callable[[User], None]) -> None:
    plan, user = make_graduate()
    assert plan.trainer
    is_elsewhere(plan.trainer)
    with time_machine.travel(NOW, tick=False):
        days, _more = booking.free_times(plan, first=date(2026, 11, 10), days=2, now=NOW)
        assert [[local(each) for each in times] for _day, times in days] == [
            ["10.11.2026 16:30"],
            ["12.11.2026 15:00", "12.11.2026 15:30", "12.11.2026 16:00", "12.11.2026 16:30"],
        ]
        with pytest.raises(ValidationError, match="taken"):
            booking.book(plan, starts_at=TUESDAY, topic="", by=user, now=NOW)
        row = Discussion(trainer=plan.trainer, topic="Кейс", starts_at=TUESDAY, minutes=60)
        with pytest.raises(ValidationError, match="taken"):
            discussing.announce(row, by=plan.trainer, now=NOW)


@pytest.mark.parametrize("is_elsewhere", [teaches, examines, hosts])
def test_what_was_booked_before_another_duty_came_is_named_to_the_trainer(
    is_elsewhere: Callable[[User], None],
) -> None:
    plan, user = make_graduate()
    assert plan.trainer
    row = booking.book(plan, starts_at=TUESDAY, topic="", by=user, now=NOW)
    is_elsewhere(plan.trainer)
    with time_machine.travel(NOW, tick=False):
        assert hours.outside(plan.trainer, now=NOW) == [row]
        assert "1 consultation meets" in next(task.title for task in consulting_of(plan.trainer, NOW))


def test_who_plans_a_class_reads_that_its_trainer_meets_graduates_then() -> None:
    plan, user = make_graduate()
    cohort = make_cohort(status="running", trainer=plan.trainer, starts_on=date(2026, 11, 9), ends_on=date(2026, 12, 9))
    session = make_session(cohort, trainer=plan.trainer, starts_at=BEGINS, ends_at=ENDS)
    session.delete()
    booking.book(plan, starts_at=TUESDAY, topic="", by=user, now=NOW)
    with time_machine.travel(NOW, tick=False):
        discussing.announce(
            Discussion(trainer=plan.trainer, topic="Кейс", starts_at=at("2026-11-11", "15:00"), minutes=60),
            by=user, now=NOW,
        )  # fmt: skip
    kinds = {}
    for name, begins in {
        "over a consultation": BEGINS, "in a discussion": at("2026-11-11", "15:30"),
        "right after": TUESDAY + timedelta(minutes=30), "another day": at("2026-11-12", "15:00"),
        "over a planned step": at("2026-11-24", "15:00"),
    }.items():  # fmt: skip
        session.starts_at, session.ends_at = begins, begins + timedelta(minutes=45)
        kinds[name] = [clash.kind for clash in clashes_of(session)]
    assert kinds == {
        "over a consultation": ["consultation"], "in a discussion": ["consultation"], "right after": [],
        "another day": [], "over a planned step": [],
    }  # fmt: skip
