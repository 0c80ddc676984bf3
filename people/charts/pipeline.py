"""The pipeline of cohorts: one bar for each, its people by how far they have come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from people.charts.geometry import percent


@dataclass(frozen=True)
class Stage:
    key: str
    label: str


@dataclass(frozen=True)
class PipelineRow:
    label: str
    note: str = ""
    url: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class BarPiece:
    stage: Stage
    count: int
    level: int  # 1 (furthest along, most ink) … 6
    x: float
    width: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def number_fits(self) -> bool:
        return self.width >= 2.5 + 2.2 * len(str(self.count))


@dataclass(frozen=True)
class Bar:
    row: PipelineRow
    pieces: list[BarPiece]
    total: int


def levels(stages: Sequence[Stage]) -> dict[str, int]:
    """Stage → 6 … 1 along one ordered scale: the further along, the more ink."""
    last = len(stages) - 1
    return {s.key: 1 if last == 0 else round(6 - 5 * i / last) for i, s in enumerate(stages)}


def pipeline(rows: Sequence[PipelineRow], stages: Sequence[Stage]) -> list[Bar]:
    ink = levels(stages)
    longest = max((sum(row.counts.get(s.key, 0) for s in stages) for row in rows), default=0)
    bars = []
    for row in rows:
        pieces, at = [], 0
        for stage in stages:
            count = row.counts.get(stage.key, 0)
            if count:
                pieces.append(BarPiece(stage, count, ink[stage.key], percent(at, longest), percent(count, longest)))
            at += count
        bars.append(Bar(row, pieces, at))
    return bars
