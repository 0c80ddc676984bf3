"""A timetable from hours and a calendar (academic hours of 45 minutes; Programme §5–6). No database here.

Moments are local and naive: whoever writes them down says which zone they are of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from courses.programme_content import HOUR_KINDS

ACADEMIC_HOUR = timedelta(minutes=45)
LONGEST = 12  # academic hours in one session
# Beyond this many days after the last one nobody looks for the day by which it would fit.
HORIZON = 730


@dataclass(frozen=True)
class Load:
    """Hours that are due: of a module, of the line that decision H adds, or of the attestation."""

    key: int
    lecture: int
    practice: int
    self_study: int
    is_attestation: bool = False

    @property
    def total(self) -> int:
        return self.lecture + self.practice + self.self_study


@dataclass(frozen=True)
class Frame:
    """When there is teaching. Weekdays count from Monday = 0; the break lies between any two academic hours."""

    starts_on: date
    ends_on: date
    weekdays: frozenset[int]
    hours_per_day: int
    first_class: time
    break_minutes: int
    days_off: frozenset[date]

    def teaches_on(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.days_off

    def days(self) -> Iterator[date]:
        """The days with teaching from the first one on, past the last one, too."""
        span = max((self.ends_on - self.starts_on).days, 0) + HORIZON
        return filter(self.teaches_on, (self.starts_on + timedelta(days=n) for n in range(span + 1)))


@dataclass(frozen=True)
class Slot:
    """A proposed session: of which load, which kind of hours, how many, from when to when."""

    key: int
    kind: str
    hours: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Proposal:
    """What fits between the first and the last day; what does not is counted in `over`."""

    slots: tuple[Slot, ...]
    over: int = 0
    # The day on which everything would be done, and the hours a day that would do; nothing where none would.
    fits_on: date | None = None
    hours_needed: int | None = None


def duration(hours: int, break_minutes: int) -> timedelta:
    """How long so many academic hours take with a break between any two of them."""
    return hours * ACADEMIC_HOUR + (hours - 1) * timedelta(minutes=break_minutes)


def propose(loads: Sequence[Load], frame: Frame) -> Proposal:
    """Modules in their order, the attestation last, day after day; the same input gives the same timetable.

    Inside a module lecture comes before practice and practice before self-study; in the attestation the hours of
    preparation come before the defence itself, which ends the course.
    """
    hours = list(_in_order(loads))
    days = iter(frame.days())
    slots: list[Slot] = []
    done, last = 0, None
    while done < len(hours) and (last := next(days, None)) is not None:
        today = hours[done : done + frame.hours_per_day]
        done += len(today)
        if last <= frame.ends_on:
            slots += _day(last, today, frame)
    over = len(hours) - sum(slot.hours for slot in slots)
    if not over:
        return Proposal(tuple(slots))
    return Proposal(tuple(slots), over, last, _hours_that_fit(len(hours), frame))


def last_end(frame: Frame) -> datetime:
    """When a full day is over; on the next day where it would run past midnight."""
    start = datetime.combine(frame.starts_on, frame.first_class)
    return start + duration(frame.hours_per_day, frame.break_minutes)


def _in_order(loads: Sequence[Load]) -> Iterator[tuple[int, str]]:
    for load in sorted(loads, key=lambda each: each.is_attestation):
        kinds = ("lecture", "self_study", "practice") if load.is_attestation else HOUR_KINDS
        for kind in kinds:
            yield from [(load.key, kind)] * getattr(load, kind)


def _day(day: date, hours: Sequence[tuple[int, str]], frame: Frame) -> Iterator[Slot]:
    """One day: hours of one kind and module that follow each other are one session."""
    at = datetime.combine(day, frame.first_class)
    pause = timedelta(minutes=frame.break_minutes)
    for (key, kind), run in groupby(hours):
        count = len(list(run))
        ends = at + duration(count, frame.break_minutes)
        yield Slot(key, kind, count, at, ends)
        at = ends + pause


def _hours_that_fit(total: int, frame: Frame) -> int | None:
    """The fewest hours a day with which everything is done by the last day, and which end before midnight."""
    days = sum(1 for day in frame.days() if day <= frame.ends_on)
    needed = -(-total // days) if days else LONGEST + 1
    if needed > LONGEST:
        return None
    day = replace(frame, hours_per_day=needed)
    return needed if last_end(day).date() == frame.starts_on else None
