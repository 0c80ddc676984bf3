"""What trainers publish: hours that fit the grid and each other, absences, and what falls into them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from postcourse import hours, timing
from postcourse.models import FreeHours
from tests.cast import aigul, daulet
from tests.postcourse.bookings import NOW, TUESDAY, make_booked, make_graduate, teaching
from tests.postcourse.scenes import at, local, make_invited, make_plan

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("begins", "ends", "refusal"),
    [
        ("15:10", "17:00", "half hour"),
        ("17:00", "15:00", "half hour"),
        ("07:30", "09:00", "half hour"),
        ("20:00", "21:30", "half hour"),
        ("16:30", "18:00", "overlap"),
    ],
)
def test_hours_keep_to_the_grid_and_to_each_other(begins: str, ends: str, refusal: str) -> None:
    trainer = teaching()
    with pytest.raises(ValidationError, match=refusal):
        hours.publish(
            trainer, weekday=2, begins=time.fromisoformat(begins), ends=time.fromisoformat(ends), place="", by=trainer
        )
    assert FreeHours.objects.count() == 2


def test_hours_may_touch_and_another_day_has_its_own() -> None:
    trainer = teaching()
    for weekday in (2, 3):
        hours.publish(trainer, weekday=weekday, begins=time(17), ends=time(18), place="", by=trainer)
    assert FreeHours.objects.count() == 4


def test_only_a_trainer_has_hours() -> None:
    organiser = aigul()
    with pytest.raises(ValidationError, match="role of trainer"):
        teaching(organiser)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"begins": time(9)}, "both hours"),
        ({"is_free": True}, "hours at which"),
        ({"last": date(2026, 11, 9)}, "not before"),
        ({"last": date(2028, 1, 1)}, "a year"),
        ({"first": date(2026, 10, 1), "last": date(2026, 10, 2)}, "over already"),
        ({"begins": time(9), "ends": time(9, 10)}, "half hour"),
    ],
)
def test_an_exception_says_days_that_are_to_come_and_both_hours_or_none(said: dict[str, Any], refusal: str) -> None:
    trainer = teaching()
    whole = {"first": DAY, "last": DAY, "is_free": False, "begins": None, "ends": None, "place": "", **said}
    with pytest.raises(ValidationError, match=refusal):
        hours.except_days(trainer, **whole, by=trainer, now=NOW)


def test_an_absence_keeps_what_is_booked_and_names_it() -> None:
    row = make_booked()
    assert row.trainer
    with time_machine.travel(NOW, tick=False):
        hours.except_days(
            row.trainer, first=DAY, last=DAY, is_free=False, begins=None, ends=None, place="", by=row.trainer, now=NOW
        )
        assert hours.outside(row.trainer, now=NOW) == [row]
        assert timing.offered_on(row.trainer, make_plan().person, [DAY], now=NOW) == []


def test_an_absence_over_what_is_only_planned_asks_nobody_to_do_anything() -> None:
    plan, _user = make_graduate()
    assert plan.trainer
    day = date(2026, 11, 24)
    assert plan.consultations.filter(starts_at=at(day, "15:00"), status="planned").exists()
    with time_machine.travel(NOW, tick=False):
        hours.except_days(
            plan.trainer, first=day, last=day, is_free=False, begins=None, ends=None, place="", by=aigul(), now=NOW
        )
        assert hours.outside(plan.trainer, now=NOW) == []


def test_what_is_planned_by_itself_falls_into_the_published_hours() -> None:
    plan, _user = make_graduate()
    assert [local(row.starts_at) for row in plan.consultations.all()] == [
        "24.11.2026 15:00", "26.01.2027 15:00", "27.04.2027 15:00", "26.10.2027 15:00",
    ]  # fmt: skip


def test_a_graduate_moves_within_the_hours_and_the_staff_at_any_working_time() -> None:
    trainer = daulet()
    row = make_invited(trainer=trainer)
    teaching(trainer)
    week_before = at("2026-11-16", "10:00")
    ten = at("2026-11-24", "10:00")
    with pytest.raises(ValidationError, match="trainer offers"):
        timing.check_time(row, ten, now=week_before, within_hours=True)
    timing.check_time(row, ten, now=week_before)
    timing.check_time(row, at("2026-11-24", "15:30"), now=week_before, within_hours=True)
    offered = timing.times_on(row, date(2026, 11, 24), now=week_before, within_hours=True)
    assert [local(each)[-5:] for each in offered] == ["15:00", "15:30", "16:00", "16:30"]


def test_hours_that_are_taken_back_leave_what_was_booked() -> None:
    row = make_booked()
    organiser = aigul()
    hours.take_back(FreeHours.objects.get(weekday=2), by=organiser)
    row.refresh_from_db()
    assert (row.status, row.starts_at) == ("confirmed", TUESDAY)
    assert row.trainer
    last, *before = hours.acts_on(row.trainer)
    assert (last.by, last.row.weekday, last.is_removal) == (organiser, 2, True)
    assert [(act.by, act.is_removal) for act in before] == [(row.trainer, False)] * 2
