"""The pace of a day as it stands: read from its defences and sheets in two queries, whoever marks what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils import timezone

from assessment.conflicts import wall
from assessment.models import Defence, DefenceDay, Sheet
from assessment.pacing import Pace, Stage, Turn, pace_of


@dataclass(frozen=True)
class DayPace:
    """What the board says: whose turn it is, how late, and by defence when to expect the others."""

    pace: Pace
    current: Defence | None
    following: Defence | None
    # Those whose turn is over, whatever the chair has still to decide.
    heard: frozenset[int] = frozenset()

    @property
    def minutes(self) -> int:
        return abs(self.pace.minutes)

    @property
    def is_shown(self) -> bool:
        return self.pace.stage is not Stage.OVER and self.current is not None

    @property
    def is_underway(self) -> bool:
        return self.pace.stage is Stage.UNDERWAY

    @property
    def expected(self) -> dict[int, str]:
        """For those who do not come when it was planned, by the clock."""
        return {key: f"{at:%H:%M}" for key, at in self.pace.expected.items()}


def pace_of_day(day: DefenceDay, now: datetime, order: Iterable[Defence] | None = None) -> DayPace | None:
    """Nothing on any day but today's own, or once it is closed; `order` where it was read with its people already."""
    if day.finalised_at is not None or day.held_on != timezone.localdate(now):
        return None
    rows = list(order if order is not None else day.defences.with_people().order_by("order"))
    turns = _turns(day, rows, day.members.count())
    found = pace_of(turns, wall(now).replace(second=0, microsecond=0))
    by_key = {defence.pk: defence for defence in rows}
    current = by_key.get(found.current.key) if found.current else None
    waiting = [key for key in found.expected if current is None or key != current.pk]
    heard = frozenset(turn.key for turn in turns if turn.done_at)
    return DayPace(found, current, by_key[waiting[0]] if waiting else None, heard)


def _turns(day: DefenceDay, rows: Iterable[Defence], members: int) -> list[Turn]:
    """Who did not appear leaves no turn."""
    sheets: defaultdict[int, list[Any]] = defaultdict(list)
    # A third member who was asked later holds up nobody.
    said = Sheet.objects.filter(defence__day=day, member__called=False).annotate(first=Min("marks__saved_at"))
    for sheet in said.values("defence_id", "submitted_at", "excused_at", "first"):
        sheets[sheet["defence_id"]].append(sheet)
    return [_turn(day, row, sheets[row.pk], members) for row in rows if not row.is_absent]


def _turn(day: DefenceDay, row: Defence, sheets: list[Any], members: int) -> Turn:
    submitted = [sheet["submitted_at"] for sheet in sheets if sheet["submitted_at"]]
    marked = [sheet["first"] for sheet in sheets if sheet["first"] and not sheet["excused_at"]]
    closed = sum(1 for sheet in sheets if sheet["submitted_at"] or sheet["excused_at"])
    done = max(submitted) if submitted and closed == members else None
    if done is None and not row.is_pending:
        done = row.outcome_at
    begun = min([*marked, *submitted], default=None)
    begins, ends = day.slot(row.order)
    return Turn(row.pk, row.order, begins, ends, wall(begun) if begun else None, wall(done) if done else None)
