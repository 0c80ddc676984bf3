"""What is earned of what is due, kind by kind: one strip a person, what was missed beside what was earned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from people.charts.geometry import percent
from people.charts.pipeline import Stage
from people.charts.plan import LEVELS


@dataclass(frozen=True)
class EarnedRow:
    """So much of each kind is due, earned and missed; `share` are the percent that stand at the end of the strip."""

    label: str
    due: Mapping[str, int] = field(default_factory=dict)
    earned: Mapping[str, int] = field(default_factory=dict)
    missed: Mapping[str, int] = field(default_factory=dict)
    share: int | None = None
    url: str = ""
    note: str = ""
    is_low: bool = False


@dataclass(frozen=True)
class EarnedPiece:
    """One kind on the strip; `filled` and `lost` are percent of the piece."""

    stage: Stage
    level: int
    due: int
    earned: int
    missed: int
    x: float
    width: float
    filled: float
    lost: float

    @property
    def words(self) -> str:
        return f"{self.earned} / {self.due}"

    @property
    def number_fits(self) -> bool:
        """A strip may be no wider than a phone's window."""
        return self.width >= 5 + 2.8 * len(self.words)


@dataclass(frozen=True)
class EarnedStrip:
    row: EarnedRow
    pieces: list[EarnedPiece]
    due: int
    earned: int
    missed: int


def earned_strips(rows: Sequence[EarnedRow], stages: Sequence[Stage]) -> list[EarnedStrip]:
    return [_strip(row, stages) for row in rows]


def _strip(row: EarnedRow, stages: Sequence[Stage]) -> EarnedStrip:
    whole, pieces, at = sum(row.due.values()), list[EarnedPiece](), 0
    for stage, level in zip(stages, LEVELS, strict=False):
        due, earned, missed = (numbers.get(stage.key, 0) for numbers in (row.due, row.earned, row.missed))
        if due:
            pieces.append(
                EarnedPiece(
                    stage, level, due, earned, missed, percent(at, whole), percent(due, whole),
                    percent(earned, due), percent(missed, due),
                )
            )  # fmt: skip
        at += due
    return EarnedStrip(row, pieces, whole, sum(row.earned.values()), sum(row.missed.values()))
