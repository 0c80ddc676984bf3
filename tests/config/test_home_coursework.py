"""Coursework points that are missing are told on both homes a week before the defence, one line for each cohort."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment import coursework
from assessment.models import DefenceDay
from config.home import SOURCES
from config.home_coursework import points_to_give
from config.home_trainer import tasks_of
from people.models import User
from tests.assessment.coursework_scenes import criteria_of, earned_day, give_all
from tests.assessment.scenes import Scene, make_day, serik

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "today")]


@pytest.fixture
def today() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


def told() -> list[tuple[str, str, str, str]]:
    return [(task.tone, task.title, task.note, task.url) for task in points_to_give(NOW)]


def in_days(scene: Scene, days: int) -> None:
    DefenceDay.objects.filter(pk=scene.day.pk).update(held_on=timezone.localdate() + timedelta(days=days))


@pytest.fixture
def scene() -> Scene:
    return earned_day(participants=3, name="Қазан-2")


@pytest.mark.parametrize(("days", "tone"), [(-1, "bad"), (0, "bad"), (1, "warn"), (7, "warn"), (8, None)])
def test_it_is_told_from_a_week_before_the_day_on(scene: Scene, days: int, tone: str | None) -> None:
    in_days(scene, days)
    day = timezone.localdate() + timedelta(days=days)
    line = (
        tone, "Coursework points of 3 participants are missing", f"Қазан-2, defence on {day:%d.%m.%Y}",
        reverse("assessment:gradebook", args=[scene.cohort.pk]),
    )  # fmt: skip
    assert told() == ([line] if tone else [])


def test_it_counts_participants_until_all_of_theirs_are_given(scene: Scene) -> None:
    first, second, third = (defence.attempt.enrolment for defence in scene.defences)
    give_all(first, by=scene.chair)
    coursework.give(second, criteria_of(scene.cohort)[0], halves=10, by=scene.chair)
    assert [line[1] for line in told()] == ["Coursework points of 2 participants are missing"]
    for enrolment in (second, third):
        give_all(enrolment, by=scene.chair)
    assert told() == []


def test_who_is_decided_or_scored_at_the_defence_alone_lacks_nothing(scene: Scene) -> None:
    scene.day.defences.update(outcome="absent", outcome_at=NOW, outcome_by=scene.chair)
    assert told() == []


def test_a_cohort_without_a_coursework_stage_is_never_told() -> None:
    make_day()
    assert told() == []


def test_the_trainer_is_told_of_their_own_cohort_only(scene: Scene) -> None:
    def lines(user: User) -> list[str]:
        return [task.title for task in tasks_of(user, NOW) if task.title.startswith("Coursework")]

    assert lines(scene.chair) == ["Coursework points of 3 participants are missing"]
    assert lines(serik()) == []


def test_it_costs_one_query_and_stands_on_the_organiser_s_home(scene: Scene) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert len(told()) == 1
    assert len(queries) == 1
    assert points_to_give in SOURCES
