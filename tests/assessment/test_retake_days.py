"""The deadline of a retake: the same day of the next year, that day included; and the median of a cohort."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.medians import FEWEST, median_of
from assessment.retake_days import days_left, failed_since, first_to_remind, reminder_due, retake_until

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("failed_on", "until"),
    [
        (date(2026, 12, 18), date(2027, 12, 18)),
        (date(2026, 12, 31), date(2027, 12, 31)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2028, 3, 1), date(2029, 3, 1)),
    ],
)
def test_a_retake_is_possible_through_the_same_day_of_the_next_year(failed_on: date, until: date) -> None:
    assert retake_until(failed_on) == until
    assert [days_left(failed_on, until + timedelta(days=n)) for n in (-1, 0, 1)] == [1, 0, -1]


@given(DAYS)
def test_the_year_of_a_retake_is_twelve_months_long(failed_on: date) -> None:
    until = retake_until(failed_on)
    assert (until.year, until.month) == (failed_on.year + 1, failed_on.month)
    assert until.day == failed_on.day or (failed_on.month, failed_on.day, until.day) == (2, 29, 28)
    assert 365 <= (until - failed_on).days <= 366


@given(DAYS, st.integers(-800, 800))
def test_which_failures_can_still_be_retaken_is_asked_of_the_database_by_one_day(today: date, shift: int) -> None:
    failed_on = today + timedelta(days=shift)
    assert (retake_until(failed_on) >= today) == (failed_on >= failed_since(today))


@pytest.mark.parametrize(
    ("left", "due"), [(61, None), (60, 60), (59, 60), (15, 60), (14, 14), (1, 14), (0, 14), (-1, None)]
)
def test_a_reminder_is_due_from_its_day_on_until_the_nearer_one(left: int, due: int | None) -> None:
    failed_on = date(2026, 6, 15)
    assert reminder_due(failed_on, retake_until(failed_on) - timedelta(days=left)) == due


@given(DAYS, st.integers(-800, 800))
def test_no_failure_that_is_due_for_a_reminder_is_left_out_of_the_question(today: date, shift: int) -> None:
    failed_on = today + timedelta(days=shift)
    first, last = first_to_remind(today)
    assert (reminder_due(failed_on, today) is not None) == (first <= failed_on <= last)


@given(st.lists(st.integers(0, 100), min_size=FEWEST, max_size=60))
def test_at_least_half_of_a_cohort_is_on_either_side_of_its_exact_median(totals: list[int]) -> None:
    median = median_of(totals)
    assert median is not None
    assert 2 * sum(total >= median for total in totals) >= len(totals)
    assert 2 * sum(total <= median for total in totals) >= len(totals)
    assert (median * 2).denominator == 1


def test_of_fewer_than_ten_there_is_no_median() -> None:
    assert median_of([70] * 9) is None
    assert median_of([70] * 10) == 70
    assert median_of([*range(60, 69), 100]) == Fraction(129, 2)
