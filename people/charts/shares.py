"""Small multiples of shares: a panel for each time, in each the same rows, a bar for the count and its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from people.charts.geometry import Number, percent


@dataclass(frozen=True)
class Share:
    """So many of so many, with the interval of the share in per cent; `words` in place of a count that is not told.

    `least` and `most` are what may be said instead; both are nothing where nothing may.
    """

    label: str
    count: int | None = None
    of: int = 0
    low: Number | None = None
    high: Number | None = None
    least: int | None = None
    most: int | None = None
    words: str = ""
    level: int = 2


@dataclass(frozen=True)
class SharePanel:
    title: str
    note: str = ""
    shares: Sequence[Share] = field(default_factory=list)


@dataclass(frozen=True)
class ShareBar:
    """Percent of the width: the bar, its interval, and the stretch in which a count lies that is not told."""

    share: Share
    width: float
    low: float | None
    end: float
    from_x: float
    vague: float

    @property
    def percent(self) -> int:
        """Whole per cent, half up."""
        return (200 * (self.share.count or 0) + self.share.of) // (2 * self.share.of) if self.share.of else 0

    @property
    def is_told(self) -> bool:
        return self.share.count is not None and self.share.of > 0


def share_panels(panels: Sequence[SharePanel]) -> list[tuple[SharePanel, list[ShareBar]]]:
    return [(panel, [_bar(share) for share in panel.shares]) for panel in panels]


def _bar(share: Share) -> ShareBar:
    low = None if share.low is None else round(float(share.low), 2)
    end = 0.0 if share.high is None else round(float(share.high), 2)
    least, most = share.least, share.most
    from_x = percent(least, share.of) if least is not None else 0.0
    vague = percent(most, share.of) - from_x if most is not None else 0.0
    return ShareBar(share, percent(share.count or 0, share.of), low, end, from_x, round(vague, 2))
