"""When whose turn is: places of one length with pauses between them, by the clock on the wall. Knows no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# In minutes. A shift of the afternoon is a longer pause, so the longest is more than a lunch.
SHORTEST, LONGEST = 1, 240


@dataclass(frozen=True, order=True)
class Pause:
    """So many minutes after the participant in this place (from 1)."""

    after: int
    minutes: int


def pauses_of(kept: Iterable[Sequence[int]]) -> tuple[Pause, ...]:
    """From [[after, minutes], …], as a day keeps them."""
    return tuple(sorted(Pause(after, minutes) for after, minutes in kept))


def as_kept(pauses: Iterable[Pause]) -> list[list[int]]:
    return [[pause.after, pause.minutes] for pause in sorted(pauses)]


def slot(first: datetime, minutes: int, pauses: Iterable[Pause], place: int) -> tuple[datetime, datetime]:
    """When the participant in this place begins and ends."""
    paused = sum(pause.minutes for pause in pauses if pause.after < place)
    begins = first + timedelta(minutes=minutes * (place - 1) + paused)
    return begins, begins + timedelta(minutes=minutes)


def with_pause(pauses: Iterable[Pause], after: int, minutes: int) -> tuple[Pause, ...]:
    """The pause after this place is now so long; of no minutes, it is none."""
    others = [pause for pause in pauses if pause.after != after]
    return tuple(sorted([*others, *([Pause(after, minutes)] if minutes else [])]))


def pause_after(pauses: Iterable[Pause], place: int) -> int:
    return sum(pause.minutes for pause in pauses if pause.after == place)


def moved_from(pauses: Sequence[Pause], place: int, minutes: int) -> tuple[Pause, ...]:
    """Everybody from this place (2 or later) on begins so many minutes later, or earlier: the pause before them grows
    or shrinks. Raises ValueError where it cannot: nobody begins before the one ahead has ended.
    """
    length = pause_after(pauses, place - 1) + minutes
    if not 0 <= length <= LONGEST:
        raise ValueError(length)
    return with_pause(pauses, place - 1, length)
