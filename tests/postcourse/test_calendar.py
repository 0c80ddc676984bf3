"""Months, working days of Kazakhstan, and places in a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from postcourse.calendar import (
    ALMATY,
    add_months,
    days_off,
    is_working_day,
    next_working_day,
    places,
)
from postcourse.timing import open_on
from postcourse.week import Week


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-10-23", 3, "2027-01-23"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_months_end_where_the_shorter_month_ends(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "expected", "why"),
    [
        ("2026-11-23", "2026-11-23", "a Monday"),
        ("2026-11-21", "2026-11-23", "a Saturday"),
        ("2026-11-22", "2026-11-23", "a Sunday"),
        ("2026-12-16", "2026-12-17", "Independence Day, a Wednesday"),
        ("2026-03-21", "2026-03-26", "Nauryz on Saturday to Monday: two days are made up for"),
        ("2028-01-01", "2028-01-05", "New Year on Saturday and Sunday: Monday and Tuesday are off"),
        ("2026-10-25", "2026-10-27", "Republic Day on a Sunday is made up for on Monday"),
        ("2029-01-07", "2029-01-08", "Christmas on a Sunday is not"),
        ("2026-05-27", "2026-05-28", "Qurban Ait"),
        ("2026-12-31", "2026-12-31", "the last day of the year is an ordinary Thursday"),
        ("2027-03-15", "2027-03-16", "Constitution Day is in March since 2027, as in the timetables"),
        ("2027-08-30", "2027-08-30", "and no longer in August"),
        ("2027-01-01", "2027-01-05", "New Year on Friday and Saturday: Monday is off"),
    ],
)
def test_a_day_off_moves_to_the_next_working_day(day: str, expected: str, why: str) -> None:
    assert next_working_day(date.fromisoformat(day)) == date.fromisoformat(expected), why


@pytest.mark.parametrize("year", range(2026, 2041))
def test_each_holiday_of_a_year_leaves_a_working_day_less(year: int) -> None:
    weekdays_off = [day for day in days_off(year) if day.isoweekday() <= 5]
    assert 13 <= len(weekdays_off) <= 16, "sixteen where Qurban Ait falls into a year twice"
    assert not any(is_working_day(day) for day in days_off(year))


def test_almaty_is_five_hours_ahead() -> None:
    assert datetime(2026, 11, 27, tzinfo=ALMATY).utcoffset() == timedelta(hours=5)


def test_a_day_has_places_from_nine_to_half_past_five() -> None:
    times = [f"{place:%H:%M}" for place in places(date(2026, 11, 27))]
    assert (times[0], times[-1], len(times)) == ("09:00", "17:30", 18)


def test_a_time_that_nobody_chose_is_the_first_free_one_from_ten() -> None:
    friday = date(2026, 11, 27)
    busy = {datetime(2026, 11, 27, 5, tzinfo=UTC), datetime(2026, 11, 27, 5, 30, tzinfo=UTC)}
    assert Week().first_free(friday, set()) == datetime(2026, 11, 27, 10, tzinfo=ALMATY)
    assert Week().first_free(friday, busy) == datetime(2026, 11, 27, 11, tzinfo=ALMATY)


def test_a_full_day_flows_over_into_the_next_working_one() -> None:
    friday = date(2026, 11, 27)
    assert Week().first_free(friday, set(places(friday))) == datetime(2026, 11, 30, 10, tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("day", "now", "first", "count"),
    [
        ("2026-11-27", "2026-11-20 12:00", "09:00", 18),
        ("2026-11-27", "2026-11-26 12:00", "12:00", 12),
        ("2026-11-27", "2026-11-26 12:01", "12:30", 11),
        ("2026-11-27", "2026-11-27 08:00", "", 0),
        ("2026-11-28", "2026-11-20 12:00", "", 0),
        ("2026-12-16", "2026-11-20 12:00", "", 0),
    ],
)
def test_a_person_chooses_among_working_hours_with_a_days_notice(day: str, now: str, first: str, count: int) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=ALMATY)
    free = open_on(Week(), date.fromisoformat(day), set(), now=moment)
    assert ([f"{place:%H:%M}" for place in free[:1]], len(free)) == ([first] if first else [], count)
