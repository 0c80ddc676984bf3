"""Days and times of the support, without the database: months, working days of Kazakhstan, places in a day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from courses.holidays_kz import holidays_of
from postcourse.policy import POLICY, Policy

ALMATY = ZoneInfo("Asia/Almaty")
ONE_DAY = timedelta(days=1)
# Which years the country's calendar tells of; nothing is planned in any other.
FIRST_YEAR, LAST_YEAR = 1992, 2099


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month.

    >>> add_months(date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@cache
def days_off(year: int) -> frozenset[date]:
    """The holidays of a year, those that are weekends included: of the same calendar as the timetables."""
    known = holidays_of(year) if FIRST_YEAR <= year <= LAST_YEAR else ()
    return frozenset(holiday.day for holiday in known)


def is_working_day(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in days_off(day.year)


def working_days(first: date) -> Iterator[date]:
    """The working days from `first` on, itself included."""
    while True:
        if is_working_day(first):
            yield first
        first += ONE_DAY


def next_working_day(day: date) -> date:
    """The day itself, or the next one on which people work."""
    return next(working_days(day))


def places(day: date, *, begin: time | None = None, policy: Policy = POLICY) -> list[datetime]:
    """The times of a day on the grid, in Almaty, from `begin` (or the opening) to the last that ends by the closing."""
    length = timedelta(minutes=policy.minutes)
    at = datetime.combine(day, begin or policy.opens, ALMATY)
    last = datetime.combine(day, policy.closes, ALMATY) - length
    return [at + length * n for n in range((last - at) // length + 1)]
