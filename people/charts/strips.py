"""Numbers from the first to the last as one strip, in stretches by what has become of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from people.charts.geometry import percent

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class StripKind:
    """What can have become of a number, and the class that paints it."""

    key: str
    label: str | StrPromise
    look: str


@dataclass(frozen=True)
class StripRow:
    """One strip: stretches of (key, first, last), both ends included, without gaps and in order."""

    label: str
    note: str
    url: str
    stretches: Sequence[tuple[str, int, int]]
    write: Callable[[int], str] = str


@dataclass(frozen=True)
class StripPiece:
    """A stretch, in percent of the strip; `words` are its numbers as they are written."""

    kind: StripKind
    size: int
    x: float
    width: float
    words: str

    @property
    def number_fits(self) -> bool:
        """Its size, drawn on it; on a phone a strip has a third of the room."""
        return self.width >= 8 + 3 * len(str(self.size))


# What is narrower could not be seen: one spoiled sheet among a thousand.
NARROWEST = 0.5


def number_strips(rows: Sequence[StripRow], kinds: Sequence[StripKind]) -> list[tuple[StripRow, list[StripPiece]]]:
    known = {kind.key: kind for kind in kinds}
    return [(row, _pieces(row, known)) for row in rows]


def _pieces(row: StripRow, known: dict[str, StripKind]) -> list[StripPiece]:
    if not row.stretches:
        return []
    begin, size = row.stretches[0][1], row.stretches[-1][2] - row.stretches[0][1] + 1
    pieces = []
    for key, first, last in row.stretches:
        count = last - first + 1
        width = max(percent(count, size), NARROWEST)
        words = row.write(first) if count == 1 else f"{row.write(first)}–{row.write(last)}"
        pieces.append(StripPiece(known[key], count, min(percent(first - begin, size), 100 - width), width, words))
    return pieces
