from __future__ import annotations

from datetime import date

import pytest

from courses.hours import hours_behind

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 20)  # 19 days


@pytest.mark.parametrize(
    ("today", "hours"),
    [
        (date(2026, 10, 1), 0),
        (date(2026, 11, 1), 0),
        (FIRST, 4),
        (date(2026, 11, 11), 40),
        (LAST, 76),
        (date(2027, 1, 1), 76),
    ],
)
def test_hours_lie_evenly_over_the_days(today: date, hours: int) -> None:
    assert hours_behind(76, FIRST, LAST, today) == hours


def test_a_course_of_one_day_is_behind_us_on_that_day() -> None:
    assert hours_behind(8, FIRST, FIRST, FIRST) == 8
