"""The demonstration started again on a later day: its defence day is today, everybody else's plans are theirs."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from assessment.models import DefenceDay
from assessment.planning import plan_day
from config.demo.story import DEFENDING
from courses.models import Cohort
from tests.assessment.scenes import Scene, make_day
from tests.cast import make_cohort, make_enrolment

pytestmark = pytest.mark.django_db


def days_from_now(day: DefenceDay) -> int:
    day.refresh_from_db()
    return (day.held_on - timezone.localdate()).days


def held(day: DefenceDay, days: int, *, finalised: bool = False) -> DefenceDay:
    day.held_on = timezone.localdate() + timedelta(days=days)
    day.finalised_at = timezone.now() if finalised else None
    day.save()
    return day


def another_day(scene: Scene, cohort: Cohort) -> DefenceDay:
    return plan_day(
        cohort=cohort,
        held_on=timezone.localdate(),
        starts_at=time(9),
        slot_minutes=20,
        room="306-кабинет",
        chair=scene.chair,
        enrolments=[make_enrolment(cohort)],
        by=scene.organiser,
    )


@pytest.mark.parametrize(
    ("days", "finalised", "woken"),
    [(-3, False, 0), (-1, False, 0), (0, False, 0), (5, False, 5), (-3, True, -3)],
)
def test_the_story_s_own_day_is_today_again_once_it_is_past_and_still_open(
    days: int, finalised: bool, woken: int
) -> None:
    own = held(make_day(cohort=make_cohort(name=DEFENDING, is_demo=True)).day, days, finalised=finalised)
    call_command("make_demo")
    assert days_from_now(own) == woken


@pytest.mark.parametrize("days", [-2, 7])
def test_days_that_somebody_planned_while_trying_it_are_left_alone(days: int) -> None:
    story = make_day(cohort=make_cohort(name=DEFENDING, is_demo=True))
    held(story.day, -4)
    others = [story.cohort, make_cohort(version=story.cohort.version, is_demo=True)]
    planned = [held(another_day(story, cohort), days) for cohort in others]
    call_command("make_demo")
    assert [days_from_now(day) for day in planned] == [days, days]


def test_the_history_says_that_nobody_moved_it() -> None:
    own = held(make_day(cohort=make_cohort(name=DEFENDING, is_demo=True)).day, -2)
    call_command("make_demo")
    newest = own.history.first()
    assert newest is not None
    assert (newest.held_on, newest.history_user) == (timezone.localdate(), None)
