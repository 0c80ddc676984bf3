"""So many a day: a bar for each day that has any, on an axis of weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from people.charts.geometry import percent

HEIGHT = 88  # pixels of the highest bar
LEAST = 3  # pixels: one beside a thousand is still seen
WEEKS = 4  # between two days that the axis names


@dataclass(frozen=True)
class DayBar:
    """Percent along x; `y` and `height` in pixels from the top of the highest bar."""

    day: date
    n: int
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True)
class DayTick:
    day: date
    x: float


@dataclass(frozen=True)
class DayBars:
    first: date
    last: date
    bars: list[DayBar]
    ticks: list[DayTick]
    most: int
    total: int


def day_bars(counts: Mapping[date, int], first: date, last: date) -> DayBars:
    """Of the days from the first to the last, both included; the axis names the last day and every fourth week back."""
    span = (last - first).days + 1
    shown = {day: n for day, n in sorted(counts.items()) if first <= day <= last and n}
    most = max(shown.values(), default=0)
    width = round(percent(1, span) * 0.8, 2)

    def bar(day: date, n: int) -> DayBar:
        height = max(round(HEIGHT * n / most, 1), LEAST)
        return DayBar(day, n, percent((day - first).days, span), width, HEIGHT - height, height)

    named = [last - timedelta(weeks=WEEKS * back) for back in range(span // (WEEKS * 7) + 1)]
    ticks = [DayTick(day, percent((day - first).days + 0.4, span)) for day in reversed(named) if day >= first]
    return DayBars(first, last, [bar(day, n) for day, n in shown.items()], ticks, most, sum(shown.values()))
