"""The generated timetable as arithmetic: whatever the hours and the calendar, the same promises hold."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.scheduling import Frame, Load, duration, propose

MONDAY = date(2026, 11, 2)
HOURS = st.integers(0, 14)
LOADS = st.lists(st.tuples(HOURS, HOURS, HOURS), min_size=1, max_size=8).map(
    lambda rows: [Load(n, *row, is_attestation=n == len(rows) - 1) for n, row in enumerate(rows)]
)
FRAMES = st.builds(
    lambda first, span, weekdays, hours, begins, pause, off: Frame(
        starts_on=first,
        ends_on=first + timedelta(days=span),
        weekdays=frozenset(weekdays),
        hours_per_day=hours,
        first_class=begins,
        break_minutes=pause,
        days_off=frozenset(first + timedelta(days=n) for n in off),
    ),
    first=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    span=st.integers(0, 60),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    hours=st.integers(1, 8),
    begins=st.sampled_from([time(8), time(9, 30), time(14)]),
    pause=st.integers(0, 20),
    off=st.sets(st.integers(0, 60), max_size=20),
)


def frame(**fields: Any) -> Frame:
    values = {
        "starts_on": MONDAY, "ends_on": MONDAY + timedelta(days=18), "weekdays": frozenset(range(5)),
        "hours_per_day": 6, "first_class": time(9), "break_minutes": 10, "days_off": frozenset(),
    }  # fmt: skip
    return Frame(**{**values, **fields})


@settings(deadline=None)
@given(LOADS, FRAMES)
def test_every_hour_that_is_due_is_planned_or_counted_as_over(loads: list[Load], frame: Frame) -> None:
    proposal = propose(loads, frame)
    assert sum(slot.hours for slot in proposal.slots) + proposal.over == sum(load.total for load in loads)
    if not proposal.over:
        planned = Counter[tuple[int, str]]()
        for slot in proposal.slots:
            planned[slot.key, slot.kind] += slot.hours
        kinds = ("lecture", "practice", "self_study")
        due = {(load.key, kind): getattr(load, kind) for load in loads for kind in kinds}
        assert dict(planned) == {key: hours for key, hours in due.items() if hours}


@settings(deadline=None)
@given(LOADS, FRAMES)
def test_nothing_overlaps_and_every_session_has_its_breaks(loads: list[Load], frame: Frame) -> None:
    slots = propose(loads, frame).slots
    pause = timedelta(minutes=frame.break_minutes)
    for earlier, later in pairwise(slots):
        assert earlier.ends + pause <= later.starts
    assert [slot.ends - slot.starts for slot in slots] == [duration(slot.hours, frame.break_minutes) for slot in slots]


@settings(deadline=None)
@given(LOADS, FRAMES)
def test_no_session_lies_on_a_day_off_another_weekday_or_outside_the_dates(loads: list[Load], frame: Frame) -> None:
    days = {slot.starts.date() for slot in propose(loads, frame).slots}
    assert not days & frame.days_off
    assert {day.weekday() for day in days} <= frame.weekdays
    assert all(frame.starts_on <= day <= frame.ends_on for day in days)


@settings(deadline=None)
@given(LOADS, FRAMES)
def test_no_day_has_more_hours_than_asked_for(loads: list[Load], frame: Frame) -> None:
    by_day = Counter[date]()
    for slot in propose(loads, frame).slots:
        by_day[slot.starts.date()] += slot.hours
    assert max(by_day.values(), default=0) <= frame.hours_per_day


@settings(deadline=None)
@given(LOADS, FRAMES)
def test_the_day_and_the_hours_it_names_would_really_do(loads: list[Load], frame: Frame) -> None:
    proposal = propose(loads, frame)
    if proposal.fits_on:
        there = Frame(**{**vars(frame), "ends_on": proposal.fits_on})
        assert propose(loads, there).over == 0
        the_day_before = Frame(**{**vars(frame), "ends_on": proposal.fits_on - timedelta(days=1)})
        assert propose(loads, the_day_before).over > 0
    if proposal.hours_needed:
        assert propose(loads, Frame(**{**vars(frame), "hours_per_day": proposal.hours_needed})).over == 0


@settings(deadline=None)
@given(LOADS, FRAMES)
def test_the_same_wishes_give_the_same_timetable(loads: list[Load], frame: Frame) -> None:
    assert propose(loads, frame) == propose(list(loads), frame)


def test_modules_come_in_order_lecture_first_and_the_defence_last() -> None:
    loads = [Load(0, 2, 1, 1), Load(1, 0, 4, 2, is_attestation=True), Load(2, 1, 1, 0)]
    order = [(slot.key, slot.kind, slot.hours) for slot in propose(loads, frame(hours_per_day=12)).slots]
    assert order == [
        (0, "lecture", 2), (0, "practice", 1), (0, "self_study", 1),
        (2, "lecture", 1), (2, "practice", 1),
        (1, "self_study", 2), (1, "practice", 4),
    ]  # fmt: skip


def test_academic_hours_of_45_minutes_with_a_break_between_any_two() -> None:
    slots = propose([Load(0, 3, 2, 0)], frame()).slots
    assert [(f"{slot.starts:%d %H:%M}", f"{slot.ends:%d %H:%M}") for slot in slots] == [
        ("02 09:00", "02 11:35"),
        ("02 11:45", "02 13:25"),
    ]


@pytest.mark.parametrize(
    ("fields", "over", "fits_on", "hours_needed"),
    [
        ({}, 0, None, None),  # fifteen days of six hours
        ({"hours_per_day": 5}, 1, date(2026, 11, 23), 6),
        ({"hours_per_day": 5, "days_off": frozenset({date(2026, 11, 4)})}, 6, date(2026, 11, 24), 6),
        ({"weekdays": frozenset({5}), "hours_per_day": 6}, 64, date(2027, 1, 30), None),
        ({"weekdays": frozenset()}, 76, None, None),
    ],
)
def test_the_real_plan_of_76_hours_in_three_weeks(
    fields: dict[str, Any], over: int, fits_on: date | None, hours_needed: int | None
) -> None:
    loads = [Load(n, 4, 4, 4) for n in range(6)] + [Load(6, 0, 2, 2, is_attestation=True)]
    proposal = propose(loads, frame(**fields))
    assert (proposal.over, proposal.fits_on, proposal.hours_needed) == (over, fits_on, hours_needed)
