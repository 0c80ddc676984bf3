"""When somebody is reminded that a certificate expires, and the quarters of a year: dates alone, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# Days before the last one.
STEPS = (90, 30, 7)
# A letter on paper would come too late for the last of them.
BY_POST = (90, 30)
AT_ONCE = 4  # quarters on a page


def step_due(last_day: date, today: date) -> int | None:
    """The nearest step whose day has come; nothing before the first one and after the last day.

    >>> step_due(date(2029, 10, 23), date(2029, 10, 1))
    30
    """
    left = (last_day - today).days
    return min((step for step in STEPS if left <= step), default=None) if left >= 0 else None


def last_days(step: int, today: date) -> tuple[date, date]:
    """Of which last days this is the nearest step today: the first and the last of them."""
    nearer = max((each for each in STEPS if each < step), default=-1)
    return today + timedelta(days=nearer + 1), today + timedelta(days=step)


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year; in an address as 2029-4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def read(cls, text: str) -> Quarter | None:
        """
        >>> Quarter.read("2029-4")
        Quarter(year=2029, number=4)
        """
        year, _dash, number = text.partition("-")
        if len(year) != 4 or not (year.isascii() and year.isdecimal()) or number not in ("1", "2", "3", "4"):
            return None
        return cls(int(year), int(number)) if 1900 < int(year) < 9000 else None

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.later(1).first - timedelta(days=1)

    def later(self, quarters: int) -> Quarter:
        years, place = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(years, place + 1)
