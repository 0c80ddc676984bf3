"""The hours that a trainer is free, day by day."""

from __future__ import annotations

from datetime import date, time

import pytest

from postcourse.week import Hours, Otherwise, Week

TUESDAYS = Hours(2, time(15), time(17), "305")
DAY = date(2026, 11, 10)


def times(week: Week, day: str) -> list[str]:
    return [f"{at:%H:%M}" for at in week.places(date.fromisoformat(day))]


@pytest.mark.parametrize(
    ("day", "expected", "why"),
    [
        ("2026-11-10", ["15:00", "15:30", "16:00", "16:30"], "a Tuesday"),
        ("2026-11-11", [], "a Wednesday"),
        ("2026-12-15", ["15:00", "15:30", "16:00", "16:30"], "the day before the holiday"),
    ],
)
def test_the_hours_of_a_week_are_places_of_its_days(day: str, expected: list[str], why: str) -> None:
    assert times(Week((TUESDAYS,)), day) == expected, why


def test_a_holiday_has_no_usual_hours_and_only_those_that_were_named() -> None:
    wednesdays, holiday = Hours(3, time(15), time(16)), date(2026, 12, 16)
    extra = Otherwise(holiday, holiday, True, time(10), time(11), "онлайн")
    assert times(Week((wednesdays,)), "2026-12-16") == []
    assert list(Week((wednesdays,), (extra,)).places(holiday).values()) == ["онлайн", "онлайн"]


@pytest.mark.parametrize(
    ("begins", "ends", "left"),
    [
        (None, None, []),
        ("15:30", "16:00", ["15:00", "16:00", "16:30"]),
        ("15:45", "16:15", ["15:00", "16:30"]),
        ("09:00", "15:00", ["15:00", "15:30", "16:00", "16:30"]),
        ("16:59", "20:00", ["15:00", "15:30", "16:00"]),
    ],
)
def test_an_absence_takes_every_place_that_it_touches(begins: str | None, ends: str | None, left: list[str]) -> None:
    first, last = (time.fromisoformat(each) if each else None for each in (begins, ends))
    away = Otherwise(DAY, DAY, False, first, last)
    assert times(Week((TUESDAYS,), (away,)), "2026-11-10") == left


def test_hours_that_overlap_are_one_place_and_the_first_says_where() -> None:
    extra = Otherwise(DAY, DAY, True, time(16), time(18), "онлайн")
    found = Week((TUESDAYS,), (extra,)).places(DAY)
    assert [(f"{at:%H:%M}", place) for at, place in found.items()][2:] == [
        ("16:00", "305"), ("16:30", "305"), ("17:00", "онлайн"), ("17:30", "онлайн"),
    ]  # fmt: skip


def test_a_place_lies_wholly_within_the_hours() -> None:
    assert times(Week((Hours(2, time(15), time(15, 29)),)), "2026-11-10") == []


@pytest.mark.parametrize(
    ("week", "published"),
    [
        (Week(), False),
        (Week((TUESDAYS,)), True),
        (Week((), (Otherwise(DAY, DAY),)), False),
        (Week((), (Otherwise(DAY, DAY, True, time(9), time(10)),)), True),
    ],
)
def test_published_is_who_offers_an_hour_at_all(week: Week, published: bool) -> None:
    assert week.is_published == published
