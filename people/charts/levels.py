"""A level before and after, one row for each thing that was rated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from people.charts.geometry import Number, percent


@dataclass(frozen=True)
class Change:
    """Means or single levels; nothing where nobody has said, or where too few have."""

    label: str
    before: Number | None = None
    after: Number | None = None
    counted_before: int = 0
    counted_after: int = 0


@dataclass(frozen=True)
class ChangeRow:
    change: Change
    before: float | None
    after: float | None
    x: float
    width: float
    difference: Decimal | None


def level_change(changes: Sequence[Change], levels: int = 5) -> list[ChangeRow]:
    """Where both lie on an axis from 1 to the highest level, in percent."""
    return [_row(change, levels) for change in changes]


def _row(change: Change, levels: int) -> ChangeRow:
    before, after = _place(change.before, levels), _place(change.after, levels)
    both = before is not None and after is not None
    ends = (min(before, after), max(before, after)) if before is not None and after is not None else (0.0, 0.0)
    difference = Decimal(str(change.after)) - Decimal(str(change.before)) if both else None
    return ChangeRow(change, before, after, ends[0], round(ends[1] - ends[0], 2), difference)


def _place(level: Number | None, levels: int) -> float | None:
    return None if level is None else percent(Decimal(str(level)) - 1, levels - 1)
