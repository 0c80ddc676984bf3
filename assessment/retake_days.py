"""The days of a retake, without the database (Programme §8, decision Y: twelve months from the failed attestation)."""

from __future__ import annotations

from datetime import date, timedelta

# So many days before the last one somebody who may still retake is reminded, the earliest first.
REMINDERS = (60, 14)


def retake_until(failed_on: date) -> date:
    """The last day, itself included: the same day of the next year.

    >>> retake_until(date(2028, 2, 29)), retake_until(date(2027, 2, 28))
    (datetime.date(2029, 2, 28), datetime.date(2028, 2, 28))
    """
    if (failed_on.month, failed_on.day) == (2, 29):
        return date(failed_on.year + 1, 2, 28)
    return failed_on.replace(year=failed_on.year + 1)


def failed_since(day: date) -> date:
    """The earliest failed attestation that can still be retaken on that day.

    >>> failed_since(date(2028, 2, 29)), failed_since(date(2029, 2, 28))
    (datetime.date(2027, 3, 1), datetime.date(2028, 2, 28))
    """
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 3, 1)
    return day.replace(year=day.year - 1)


def days_left(failed_on: date, today: date) -> int:
    """How many days follow today; 0 on the last day, below 0 when it is over."""
    return (retake_until(failed_on) - today).days


def reminder_due(failed_on: date, today: date) -> int | None:
    """Which reminder is due: the nearest to the deadline of those whose day has come, none once it is over."""
    left = days_left(failed_on, today)
    return min((days for days in REMINDERS if 0 <= left <= days), default=None)


def first_to_remind(today: date) -> tuple[date, date]:
    """Failed attestations from and until which a reminder can be due today, both ends inclusive."""
    return failed_since(today), failed_since(today + timedelta(days=max(REMINDERS)))
