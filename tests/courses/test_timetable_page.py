"""What a page of a timetable builds: the week looked at and the way to those near it, however much was taught."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

import pytest

from courses.timetable_page import WEEKS_BESIDE, Entry, calendar_of, weeks_of

FIRST = date(2020, 1, 6)  # a Monday


@dataclass
class Taught:
    """Stands for a session, and counts how often its day is worked out."""

    at: date
    hours: int = 2
    asked: list[date] = field(default_factory=list)

    @property
    def day(self) -> date:
        self.asked.append(self.at)
        return self.at


def taught(weeks: int) -> list[Taught]:
    """Four sessions a week, on Tuesdays and Thursdays."""
    return [Taught(FIRST + timedelta(weeks=n, days=day)) for n in range(weeks) for day in (1, 1, 3, 3)]


def entries(sessions: list[Taught]) -> list[Entry]:
    return [Entry(cast(Any, session), "", "") for session in sessions]


@pytest.mark.django_db
def test_a_page_builds_one_week_and_asks_each_session_for_its_day_once() -> None:
    sessions = taught(weeks=100)
    shown = calendar_of(entries(sessions), asked=FIRST + timedelta(weeks=50), by_day=False, today=FIRST)
    assert [len(day.entries) for day in shown.week.days] == [0, 2, 0, 2, 0, 0, 0]
    assert {len(session.asked) for session in sessions} == {1}
    # The weeks beside it are a day and a number each; none of them is built.
    assert [vars(week) for week in shown.weeks] == [
        {"monday": FIRST + timedelta(weeks=50 + n), "hours": 8} for n in range(-WEEKS_BESIDE, WEEKS_BESIDE + 1)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "first", "last"), [(0, 0, WEEKS_BESIDE), (99, 99 - WEEKS_BESIDE, 99)])
def test_at_an_end_the_weeks_go_one_way(asked: int, first: int, last: int) -> None:
    shown = calendar_of(entries(taught(weeks=100)), asked=FIRST + timedelta(weeks=asked), by_day=False, today=FIRST)
    assert (shown.weeks[0].monday, shown.weeks[-1].monday) == tuple(FIRST + timedelta(weeks=n) for n in (first, last))


@pytest.mark.django_db
def test_an_empty_week_that_was_asked_for_stands_between_those_near_it() -> None:
    sessions = [*taught(weeks=2), *(Taught(FIRST + timedelta(weeks=30)) for _ in range(1))]
    shown = calendar_of(entries(sessions), asked=FIRST + timedelta(weeks=10), by_day=False, today=FIRST)
    assert [(week.monday, week.hours) for week in shown.weeks] == [
        (FIRST, 8), (FIRST + timedelta(weeks=1), 8), (FIRST + timedelta(weeks=10), 0), (FIRST + timedelta(weeks=30), 2),
    ]  # fmt: skip


@pytest.mark.django_db
def test_by_itself_the_page_shows_today_or_the_nearest_to_come_or_the_last() -> None:
    planned = entries(taught(weeks=3))
    for today, expected in ((-10, 1), (2, 3), (100, 17)):
        shown = calendar_of(planned, asked=None, by_day=False, today=FIRST + timedelta(days=today))
        assert shown.day.day == FIRST + timedelta(days=expected)


def test_a_whole_timetable_is_its_weeks_that_hold_something() -> None:
    weeks = weeks_of(entries([*taught(weeks=1), Taught(FIRST + timedelta(weeks=4, days=6))]))
    assert [(week.monday, week.hours, len(week.days)) for week in weeks] == [
        (FIRST, 8, 7), (FIRST + timedelta(weeks=4), 2, 7),
    ]  # fmt: skip
