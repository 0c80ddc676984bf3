"""What is planned against what is due: one bar for each line of a plan, in pieces by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from people.charts.geometry import percent
from people.charts.pipeline import Stage


@dataclass(frozen=True)
class PlanRow:
    """A line of the plan: so much is due of each kind, so much is planned."""

    label: str
    note: str = ""
    due: Mapping[str, int] = field(default_factory=dict)
    planned: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanPiece:
    """One kind on the bar; `filled` and `over` are percent of the piece: what is planned, and what is too much."""

    stage: Stage
    level: int
    due: int
    planned: int
    x: float
    width: float
    filled: float
    over: float

    @property
    def over_from(self) -> float:
        return round(100 - self.over, 2)

    @property
    def words(self) -> str:
        return f"{self.planned} / {self.due}"

    @property
    def number_fits(self) -> bool:
        return self.width >= 4 + 1.4 * len(self.words)

    @property
    def fits_a_phone(self) -> bool:
        return self.width >= 5 + 2.8 * len(self.words)


@dataclass(frozen=True)
class PlanBar:
    row: PlanRow
    pieces: list[PlanPiece]
    due: int
    planned: int

    @property
    def missing(self) -> int:
        """Due and not planned, kind by kind: too much of one does not make up for another."""
        return sum(max(piece.due - piece.planned, 0) for piece in self.pieces)

    @property
    def too_many(self) -> int:
        return sum(max(piece.planned - piece.due, 0) for piece in self.pieces)


# Ink of the kinds on the one ordered scale.
LEVELS = (1, 3, 5)


def plan_bars(rows: Sequence[PlanRow], stages: Sequence[Stage]) -> list[PlanBar]:
    longest = max((sum(_size(row, stage) for stage in stages) for row in rows), default=0)
    bars = []
    for row in rows:
        pieces, at = [], 0
        for stage, level in zip(stages, LEVELS, strict=False):
            size, due, planned = _size(row, stage), row.due.get(stage.key, 0), row.planned.get(stage.key, 0)
            if size:
                over = max(planned - due, 0)
                pieces.append(
                    PlanPiece(
                        stage, level, due, planned, percent(at, longest), percent(size, longest),
                        percent(planned, size), percent(over, size),
                    )
                )  # fmt: skip
            at += size
        bars.append(PlanBar(row, pieces, sum(row.due.values()), sum(row.planned.values())))
    return bars


def _size(row: PlanRow, stage: Stage) -> int:
    return max(row.due.get(stage.key, 0), row.planned.get(stage.key, 0))
