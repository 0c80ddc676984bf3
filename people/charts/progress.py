"""How far each has come, one bar a person, with the place where it would be if all went evenly; and the statuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from people.charts.geometry import percent


@dataclass(frozen=True)
class StatusKind:
    """A status: its word, the tone and the icon of its pill, and the class that paints its bar."""

    key: str
    label: str
    tone: str
    icon: str
    look: str


@dataclass(frozen=True)
class ProgressRow:
    """Percent of the way; `expected` is where it would be today, nothing where there is nothing to expect."""

    label: str
    share: int
    expected: int | None
    kind: StatusKind
    url: str = ""

    @property
    def width(self) -> int:
        return min(max(self.share, 0), 100)

    @property
    def marker(self) -> int | None:
        return None if self.expected is None else min(max(self.expected, 0), 100)


@dataclass(frozen=True)
class StatusPiece:
    """One status on the strip of all, in percent of it."""

    kind: StatusKind
    count: int
    x: float
    width: float

    @property
    def number_fits(self) -> bool:
        return self.width >= 3 + 2.4 * len(str(self.count))


def status_strip(counts: Sequence[tuple[StatusKind, int]]) -> list[StatusPiece]:
    total, at, pieces = sum(count for _kind, count in counts), 0, []
    for kind, count in counts:
        if count:
            pieces.append(StatusPiece(kind, count, percent(at, total), percent(count, total)))
        at += count
    return pieces
