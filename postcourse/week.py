"""The hours that a trainer is free, day by day and without the database: a week, and what is otherwise on some days."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from postcourse.calendar import ONE_DAY, days_off, places
from postcourse.policy import POLICY

# Within which hours a trainer may be free: wider than those that the plan chooses by itself.
EARLIEST, LATEST = time(8), time(21)
WIDE = replace(POLICY, opens=EARLIEST, closes=LATEST)
LENGTH = timedelta(minutes=POLICY.minutes)


@dataclass(frozen=True)
class Hours:
    """From when to when, and where; of a weekday (Monday is 1)."""

    weekday: int
    begins: time
    ends: time
    place: str = ""


@dataclass(frozen=True)
class Otherwise:
    """Days on which it is otherwise: away (without hours: all day long), or free at these hours."""

    first: date
    last: date
    is_free: bool = False
    begins: time | None = None
    ends: time | None = None
    place: str = ""

    def is_on(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Week:
    """What a trainer has published; nothing of it means that nothing was published."""

    hours: tuple[Hours, ...] = ()
    otherwise: tuple[Otherwise, ...] = ()
    # What the organisers have put right in the country's calendar: days off beside it, and days that are none.
    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()

    @property
    def is_published(self) -> bool:
        return bool(self.hours) or any(each.is_free for each in self.otherwise)

    def places(self, day: date) -> dict[datetime, str]:
        """The times of a day that may be booked, each with where it is; no usual hours on a holiday."""
        works, number = not self.is_holiday(day), day.isoweekday()
        usual = [(each.begins, each.ends, each.place) for each in self.hours if works and each.weekday == number]
        extra = [(each.begins, each.ends, each.place) for each in self.otherwise if each.is_free and each.is_on(day)]
        found: dict[datetime, str] = {}
        for begins, ends, place in (*usual, *extra):
            for at in _within(day, begins, ends):
                found.setdefault(at, place)
        away = self.away(day)
        return {at: found[at] for at in sorted(found) if at not in away}

    def _away(self, day: date) -> Iterator[datetime]:
        """Every place of the grid that an absence touches, also one that it only begins or ends in."""
        for each in self.otherwise:
            if each.is_free or not each.is_on(day):
                continue
            for at in places(day, policy=WIDE):
                ends = (at + LENGTH).time()
                if each.begins is None or each.ends is None or (each.begins < ends and at.time() < each.ends):
                    yield at

    def away(self, day: date) -> set[datetime]:
        return set(self._away(day))

    def is_away(self, at: datetime) -> bool:
        """Whether an absence covers that place of the grid."""
        return at in self.away(at.date())

    def is_holiday(self, day: date) -> bool:
        return day in self.off or (day in days_off(day.year) and day not in self.on)

    def is_working(self, day: date) -> bool:
        return day.isoweekday() <= 5 and not self.is_holiday(day)

    def days_present(self, day: date) -> Iterator[date]:
        """The working days from that one on, without those on which the trainer is away from morning to evening."""
        while True:
            if self.is_working(day) and set(places(day)) - self.away(day):
                yield day
            day += ONE_DAY

    def first_free(self, day: date, taken: Collection[datetime]) -> datetime:
        """The first time that nobody chose: from 10:00, on that day or the next working ones; hours aside."""
        for each in self.days_present(day):
            away = self.away(each)
            for at in places(each, begin=POLICY.planned_from):
                if at not in taken and at not in away:
                    return at
        raise AssertionError("days do not end")


def _within(day: date, begins: time | None, ends: time | None) -> list[datetime]:
    """The places of the grid that lie wholly between the two."""
    if begins is None or ends is None:
        return []
    return [at for at in places(day, policy=WIDE) if begins <= at.time() and (at + LENGTH).time() <= ends]
