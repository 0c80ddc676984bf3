"""Days and times of the support, without the database: months, working days of Kazakhstan, places in a day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from postcourse.policy import POLICY, Policy

ALMATY = ZoneInfo("Asia/Almaty")
ONE_DAY = timedelta(days=1)
# Law № 267-II on holidays: a day that falls on a weekend is made up for by the next working day …
HOLIDAYS = [
    (1, 1),
    (1, 2),
    (3, 8),
    (3, 21),
    (3, 22),
    (3, 23),
    (5, 1),
    (5, 7),
    (5, 9),
    (7, 6),
    (8, 30),
    (10, 25),
    (12, 16),
]
# … but the two religious days off are not. The first day of Qurban Ait is foretold; the moon may move it by a day.
CHRISTMAS = (1, 7)
QURBAN_AIT = {
    date(2026, 5, 27), date(2027, 5, 16), date(2028, 5, 5), date(2029, 4, 24), date(2030, 4, 13), date(2031, 4, 2),
    date(2032, 3, 22), date(2033, 3, 11), date(2034, 3, 1), date(2035, 2, 18),
}  # fmt: skip


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
    """The holidays of a year that are weekdays, or were moved to one."""
    holidays = {date(year, month, day) for month, day in HOLIDAYS}
    religious = {date(year, *CHRISTMAS)} | {day for day in QURBAN_AIT if day.year == year}
    off = holidays | religious
    for holiday in sorted(holidays):
        if holiday.isoweekday() > 5:
            off.add(_next_weekday_not_in(off, holiday))
    return frozenset(off)


def _next_weekday_not_in(taken: Collection[date], day: date) -> date:
    while day in taken or day.isoweekday() > 5:
        day += ONE_DAY
    return day


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


def first_free(day: date, busy: Collection[datetime], *, policy: Policy = POLICY) -> datetime:
    """The first place at which nobody is expected yet, on that day or the next working days, from 10:00."""
    for working_day in working_days(day):
        for place in places(working_day, begin=policy.planned_from, policy=policy):
            if place not in busy:
                return place
    raise AssertionError("working days do not end")
