"""The projects of a cohort as a picture and in figures: who is on track, late, stuck or done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse

from people import charts
from postcourse.implementation_reading import Line, count_by_standing
from postcourse.models import Standing

# Icon, tone of the pill and class of the bar: what needs somebody first is told first.
LOOKS = {
    Standing.STUCK: ("bad", "alert", "stuck"),
    Standing.LATE: ("warn", "clock", "late"),
    Standing.ON_TRACK: ("info", "play", "track"),
    Standing.DONE: ("ok", "check", "reached"),
}


@dataclass(frozen=True)
class Board:
    lines: list[Line]
    shown: str
    counts: dict[Standing, int]
    total: int
    # The keys of those whose page the reader may open.
    open_to_reader: frozenset[int]

    @property
    def chips(self) -> list[tuple[Standing, int]]:
        return [(standing, self.counts[standing]) for standing in LOOKS if self.counts[standing]]

    @property
    def strips(self) -> list[tuple[charts.StatusKind, int]]:
        return [(_kind(standing), n) for standing, n in self.chips]

    @property
    def rows(self) -> list[charts.ProgressRow]:
        return [
            charts.ProgressRow(
                label=line.implementation.person.full_name,
                share=line.percent,
                expected=line.expected,
                kind=_kind(line.standing),
                url=self._url(line),
            )
            for line in self.lines
        ]

    def _url(self, line: Line) -> str:
        pk = line.implementation.pk
        return reverse("postcourse:implementation", args=[pk]) if pk in self.open_to_reader else ""


def board_of(lines: Sequence[Line], *, opens: Collection[int], shown: str = "") -> Board:
    """All of them, or those of one status; what needs somebody first stands first, then by name."""
    order = list(LOOKS)
    kept = [line for line in lines if shown in ("", line.standing)]
    return Board(
        lines=sorted(kept, key=lambda line: order.index(line.standing)),
        shown=shown,
        counts=count_by_standing(lines),
        total=len(lines),
        open_to_reader=frozenset(opens),
    )


def _kind(standing: Standing) -> charts.StatusKind:
    tone, icon, look = LOOKS[standing]
    return charts.StatusKind(standing.value, str(standing.label), tone, icon, look)
