"""The pace of a commission: who is now, how late it is, and when the others can expect their turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.pacing import Pace, Turn, pace_of
from assessment.slots import Pause, slot

FIRST = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LUNCH = (Pause(3, 60),)


def at(text: str) -> datetime:
    hour, minute = map(int, text.split(":"))
    return FIRST.replace(hour=hour, minute=minute)


def turns(*said: str, pauses: tuple[Pause, ...] = ()) -> list[Turn]:
    """One to a place of twenty minutes from ten: "begun done", each a time or a dash."""
    found = []
    for place, text in enumerate(said, start=1):
        begun, done = (None if each == "-" else at(each) for each in text.split())
        found.append(Turn(place, place, *slot(FIRST, 20, pauses, place), begun, done))
    return found


def told(pace: Pace) -> tuple[str, int | None, int]:
    return pace.stage.value, pace.current.place if pace.current else None, pace.minutes


WAITS = "- -"


@pytest.mark.parametrize(
    ("order", "now", "expected"),
    [
        # Nobody has been heard.
        ([WAITS, WAITS], "9:30", ("before", 1, 0)),
        ([WAITS, WAITS], "10:07", ("before", 1, 7)),
        # The first is being heard: on time until the slot is over, then later with every minute.
        (["10:12 -", WAITS], "10:15", ("underway", 1, 0)),
        (["10:12 -", WAITS], "10:32", ("underway", 1, 12)),
        # The second began when the first was over, however late the first mark came.
        (["10:15 10:32", "10:45 -", WAITS], "10:46", ("underway", 2, 12)),
        (["10:05 10:10", "10:16 -", WAITS], "10:18", ("underway", 2, -4)),
        # Between two: what the last one has gained, and every minute that the next one waits.
        (["10:15 10:32", WAITS], "10:33", ("between", 2, 13)),
        (["10:05 10:12", WAITS], "10:12", ("between", 2, -8)),
        (["10:05 10:12", WAITS], "10:29", ("between", 2, 9)),
        # A sheet that somebody still owes does not hold up the line.
        (["10:15 -", "10:25 10:40", "10:50 -"], "10:55", ("underway", 3, 0)),
        # Nobody waits, but a sheet is open; then all is over.
        (["10:15 -", "10:25 10:40"], "10:45", ("underway", 1, 0)),
        (["10:15 10:20", "10:25 10:40"], "10:45", ("over", None, 0)),
    ],
)
def test_the_pace(order: list[str], now: str, expected: tuple[str, int | None, int]) -> None:
    assert told(pace_of(turns(*order), at(now))) == expected


def test_nobody_is_late_or_ahead_for_two_minutes() -> None:
    paces = [pace_of(turns("10:05 -", WAITS), at(now)) for now in ("10:22", "10:23")]
    assert [pace.is_late for pace in paces] == [False, True]
    early = [pace_of(turns(f"10:01 {done}", WAITS), at("10:10")) for done in ("10:18", "10:17")]
    assert [pace.is_ahead for pace in early] == [False, True]


def test_who_is_late_is_late_after_lunch_too() -> None:
    pace = pace_of(turns("10:15 10:32", WAITS, WAITS, WAITS, pauses=LUNCH), at("10:32"))
    assert pace.expected == {2: at("10:32"), 3: at("10:52"), 4: at("12:12")}


def test_what_is_gained_before_lunch_is_not_gained_after_it() -> None:
    pace = pace_of(turns("10:05 10:12", WAITS, WAITS, WAITS, pauses=LUNCH), at("10:12"))
    assert pace.expected == {2: at("10:12"), 3: at("10:32"), 4: at("12:00")}
    before_lunch = pace_of(turns("10:05 10:10", "10:12 10:20", "10:25 10:50", WAITS, pauses=LUNCH), at("10:51"))
    assert told(before_lunch) == ("between", 4, 0)


def test_whoever_did_not_appear_is_no_turn_and_the_next_keeps_their_time() -> None:
    """The loader leaves the second out; the first was over early."""
    order = turns("10:02 10:12", WAITS, WAITS)
    pace = pace_of([order[0], order[2]], at("10:15"))
    assert (told(pace), pace.expected) == (("between", 3, 0), {3: at("10:40")})


def test_nobody_comes_earlier_for_what_is_not_called_ahead() -> None:
    pace = pace_of(turns("10:02 10:18", WAITS, WAITS), at("10:18"))
    assert (pace.is_ahead, pace.expected) == (False, {2: at("10:20"), 3: at("10:40")})


@given(
    st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=12),
    st.integers(0, 300),
    st.lists(st.integers(1, 10), max_size=2, unique=True),
)
def test_nobody_is_expected_in_the_past_or_before_those_ahead(
    lengths: list[tuple[int, bool]], minutes: int, rests: list[int]
) -> None:
    """Whatever has happened so far, the order of the expected times is the order of the places."""
    now, clock, order = FIRST + timedelta(minutes=minutes), FIRST, []
    pauses = tuple(Pause(after, 30) for after in rests)
    for place, (length, is_marked) in enumerate(lengths, start=1):
        begun, done = clock + timedelta(minutes=length / 2), clock + timedelta(minutes=length)
        clock = done
        told_so_far = (begun if is_marked and begun <= now else None, done if is_marked and done <= now else None)
        order.append(Turn(place, place, *slot(FIRST, 20, pauses, place), *told_so_far))
    pace = pace_of(order, now)
    times = [pace.expected[turn.key] for turn in order if turn.key in pace.expected]
    assert times == sorted(times)
    assert all(time >= now for time in times)
    if not pace.is_ahead:
        assert all(pace.expected[turn.key] >= turn.begins for turn in order if turn.key in pace.expected)
