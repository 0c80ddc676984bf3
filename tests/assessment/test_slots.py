"""Whose turn is when: places of one length, and pauses between them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assessment.slots import LONGEST, Pause, as_kept, moved_from, pauses_of, slot, with_pause

TEN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LUNCH = Pause(2, 60)


@pytest.mark.parametrize(("place", "times"), [(1, "10:00–10:20"), (2, "10:20–10:40"), (3, "11:40–12:00")])
def test_a_pause_moves_whoever_comes_after_it(place: int, times: str) -> None:
    begins, ends = slot(TEN, 20, [LUNCH], place)
    assert f"{begins:%H:%M}–{ends:%H:%M}" == times


def test_pauses_are_kept_as_numbers_in_order() -> None:
    assert as_kept([Pause(4, 15), LUNCH]) == [[2, 60], [4, 15]]
    assert pauses_of([[4, 15], [2, 60]]) == (LUNCH, Pause(4, 15))


def test_a_pause_of_no_minutes_is_none() -> None:
    assert with_pause([LUNCH], 2, 0) == ()
    assert with_pause([LUNCH], 5, 10) == (LUNCH, Pause(5, 10))


def test_who_waits_is_moved_by_the_pause_before_them() -> None:
    assert moved_from([LUNCH], 3, 15) == (Pause(2, 75),)
    assert moved_from([LUNCH], 2, 15) == (Pause(1, 15), LUNCH)
    assert moved_from([LUNCH], 3, -60) == ()


@pytest.mark.parametrize(("place", "minutes"), [(2, -1), (3, -61), (3, LONGEST)])
def test_nobody_begins_before_the_one_ahead_has_ended(place: int, minutes: int) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        moved_from([LUNCH], place, minutes)
