"""How far a commission is behind its plan or ahead of it, and when those who wait can expect their turn.

Without the database. Reckoned from what the members do anyway: a participant's turn has begun with the first mark, and
is over when every sheet is submitted or excused, or the outcome is decided. Late, everybody who waits is later by as
much, and a pause keeps its length. Ahead, they can come earlier up to the next pause, which ends when it was planned;
so does the gap that somebody leaves who did not appear: no turn is made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

# Nobody looks up from the commission for so few minutes.
ON_TIME = 2
NONE = timedelta()


class Stage(Enum):
    BEFORE = "before"
    UNDERWAY = "underway"
    BETWEEN = "between"
    OVER = "over"


@dataclass(frozen=True)
class Turn:
    """One place of the order as it was planned, and what has happened there."""

    key: int
    place: int
    begins: datetime
    ends: datetime
    begun_at: datetime | None = None
    done_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        return self.begun_at is None and self.done_at is None


@dataclass(frozen=True)
class Pace:
    """`current` is whose turn it is, or whose comes next; `minutes` late is positive, ahead negative."""

    stage: Stage
    current: Turn | None = None
    minutes: int = 0
    # By key, when those who wait can expect to begin.
    expected: Mapping[int, datetime] = field(default_factory=dict)

    @property
    def is_late(self) -> bool:
        return self.minutes > ON_TIME

    @property
    def is_ahead(self) -> bool:
        return self.minutes < -ON_TIME


def pace_of(turns: Iterable[Turn], now: datetime) -> Pace:
    """The pace at this moment, from the turns of one day."""
    order = sorted(turns, key=lambda turn: turn.place)
    if all(turn.done_at for turn in order):
        return Pace(Stage.OVER)
    touched = [turn for turn in order if not turn.is_waiting]
    # A member may still owe a sheet of somebody who has gone: the commission is where it has begun last.
    last = touched[-1] if touched else None
    waiting = [turn for turn in order if turn.is_waiting and (last is None or turn.place > last.place)]
    if last is not None and last.done_at is None:
        offset = max(_began(last, order) + (last.ends - last.begins), now) - last.ends
        return Pace(Stage.UNDERWAY, last, _minutes(offset), _expected(waiting, last, offset, now))
    if not waiting:
        return _owing(order)
    following = waiting[0]
    gained = last.done_at - last.ends if last and last.done_at else NONE
    if last and following.begins > last.ends:
        gained = max(gained, NONE)
    offset = max(gained, now - following.begins)
    stage = Stage.BETWEEN if last else Stage.BEFORE
    return Pace(stage, following, _minutes(offset), _expected(waiting, last, offset, now))


def _owing(order: Sequence[Turn]) -> Pace:
    """Everybody was heard, and sheets are still open or somebody was passed over: the first of them is named."""
    return Pace(Stage.UNDERWAY, next(turn for turn in order if turn.done_at is None))


def _began(turn: Turn, order: Iterable[Turn]) -> datetime:
    """Marks come late in a turn: it began when the one before was over, but not before its time, unless marked then."""
    before = max((each.done_at for each in order if each.place < turn.place and each.done_at), default=turn.begins)
    begun = turn.begun_at or turn.begins
    return min(begun, max(before, turn.begins))


def _expected(waiting: Iterable[Turn], last: Turn | None, offset: timedelta, now: datetime) -> dict[int, datetime]:
    found = {}
    before = last
    # What the board does not call ahead calls nobody earlier.
    if offset < NONE and _minutes(offset) >= -ON_TIME:
        offset = NONE
    for turn in waiting:
        if offset < NONE and before is not None and turn.begins > before.ends:
            offset = NONE
        found[turn.key] = max(turn.begins + offset, now)
        before = turn
    return found


def _minutes(offset: timedelta) -> int:
    """Whole minutes; half a minute is none."""
    return round(offset / timedelta(minutes=1))
