"""The strip of academic hours: modules one after another on the scale of the declared volume (Programme §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from people.charts.geometry import Number, percent


@dataclass(frozen=True)
class Stretch:
    """A module of so many academic hours. `short` stands on narrow screens, `starts` is its first day."""

    label: str
    hours: Number
    short: str = ""
    starts: date | None = None


@dataclass(frozen=True)
class StripPiece:
    stretch: Stretch
    x: float
    width: float
    done: float  # percent of the whole strip
    done_hours: Number

    @property
    def share(self) -> float:
        """The done part in percent of the piece."""
        return percent(self.done, self.width)

    @property
    def whole(self) -> float:
        """The piece in percent of its done part: what is drawn on both parts is drawn once more, cut at the edge."""
        return percent(100, self.share)


@dataclass(frozen=True)
class HoursStrip:
    pieces: list[StripPiece]
    declared: Number
    planned: Number
    done: Number | None
    today: float | None
    gap: Number  # hours declared but given to no module
    gap_x: float
    gap_width: float

    @property
    def today_at_end(self) -> bool:
        """Past the middle the words of the marker stand to its left."""
        return self.today is not None and self.today > 55


def hours_strip(stretches: Sequence[Stretch], declared: Number, done: Number | None = None) -> HoursStrip:
    planned = sum(Decimal(str(s.hours)) for s in stretches)
    whole = max(Decimal(str(declared)), planned)
    pieces, at = [], Decimal(0)
    for stretch in stretches:
        hours = Decimal(str(stretch.hours))
        done_here = min(max(Decimal(str(done or 0)) - at, Decimal(0)), hours)
        pieces.append(
            StripPiece(stretch, percent(at, whole), percent(hours, whole), percent(done_here, whole), done_here)
        )
        at += hours
    gap = whole - planned
    today = None if done is None else percent(min(Decimal(str(done)), whole), whole)
    return HoursStrip(pieces, declared, planned, done, today, gap, percent(at, whole), percent(gap, whole))
