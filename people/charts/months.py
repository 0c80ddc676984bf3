"""The months of support: what happens on which day, on an axis of whole months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from people.charts.geometry import percent


@dataclass(frozen=True)
class Moment:
    """Something on a day; `state`: done, next, planned, missed or cancelled. `note` is said in the table."""

    when: date
    label: str
    state: str = "planned"
    note: str = ""


@dataclass(frozen=True)
class TimelineDot:
    moment: Moment
    number: int
    x: float
    lane: int


@dataclass(frozen=True)
class Tick:
    when: date
    x: float
    labelled: bool


@dataclass(frozen=True)
class Timeline:
    dots: list[TimelineDot]
    ticks: list[Tick]
    today: float | None
    lanes: int


def month_starts(starts: date, ends: date) -> list[date]:
    """The first day of `starts`' month and of every month up to `ends`."""
    first = starts.year * 12 + starts.month - 1
    last = ends.year * 12 + ends.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1)]


def timeline(moments: Sequence[Moment], starts: date, ends: date, today: date | None = None) -> Timeline:
    """Dots by day on an axis of whole months; dots that would touch go one lane up."""
    months = month_starts(starts, ends)
    begin = months[0]
    end = date(months[-1].year + months[-1].month // 12, months[-1].month % 12 + 1, 1)
    span = (end - begin).days

    def at(day: date) -> float:
        return min(max(percent((day - begin).days, span), 0.0), 100.0)

    ends_of_lanes: list[float] = []
    dots = []
    for number, moment in enumerate(sorted(moments, key=lambda m: m.when), start=1):
        x = at(moment.when)
        lane = next((i for i, taken in enumerate(ends_of_lanes) if x - taken >= 9), len(ends_of_lanes))
        ends_of_lanes[lane : lane + 1] = [x]
        dots.append(TimelineDot(moment, number, x, lane))
    every = 1 if len(months) <= 4 else 2 if len(months) <= 7 else 3
    ticks = [Tick(month, at(month), labelled=i % every == 0) for i, month in enumerate(months)]
    shown = None if today is None or not begin <= today < end else at(today)
    return Timeline(dots, ticks, shown, max(len(ends_of_lanes), 1))
