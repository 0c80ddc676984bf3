"""Pauses, a shift, another place or another day: shown before, refused for whoever was heard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from assessment.begun import first_to_move
from assessment.finalising import record_absence
from assessment.models import Defence, DefenceDay
from assessment.planning import add_participants, amend_day, plan_day, set_order
from assessment.rescheduling import move, move_preview, set_pause, shift, shift_preview
from tests.assessment.scenes import MARKS, Scene, make_day, serik
from tests.cast import make_enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def sunday() -> Iterator[None]:
    with time_machine.travel("2026-11-22 14:30+05:00", tick=False):
        yield


def times(day: DefenceDay) -> list[str]:
    day = DefenceDay.objects.get(pk=day.pk)
    return [f"{day.slot(defence.order)[0]:%H:%M}" for defence in day.defences.order_by("order")]


def people(day: DefenceDay) -> list[str]:
    rows = day.defences.with_people().order_by("order")
    return [defence.attempt.enrolment.person.given_name for defence in rows]


def tomorrow(scene: Scene) -> DefenceDay:
    return plan_day(
        cohort=scene.cohort, held_on=scene.day.held_on + timedelta(days=1), starts_at=time(9), slot_minutes=30,
        room="210", chair=serik(), by=scene.organiser,
    )  # fmt: skip


def code_of(act: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)  # type: ignore[operator]
    return str(refusal.value.code)


def test_lunch_is_put_in_changed_and_taken_out_with_its_author_in_the_history() -> None:
    scene = make_day(participants=3)
    set_pause(scene.day, after=2, minutes=60, by=scene.organiser)
    assert times(scene.day) == ["14:00", "14:20", "15:40"]
    set_pause(scene.day, after=2, minutes=30, by=scene.organiser)
    assert times(scene.day)[-1] == "15:10"
    set_pause(scene.day, after=2, minutes=0, by=scene.organiser)
    assert times(scene.day)[-1] == "14:40"
    assert [row.pauses for row in DefenceDay.history.filter(id=scene.day.pk)] == [[], [[2, 30]], [[2, 60]], []]
    assert DefenceDay.history.first().history_user == scene.organiser


@pytest.mark.parametrize(
    ("after", "minutes", "code"), [(2, 241, "pause_length"), (3, 30, "last"), (9, 30, "last"), (1, 999, "pause_length")]
)
def test_a_pause_stands_between_two_and_is_no_longer_than_four_hours(after: int, minutes: int, code: str) -> None:
    scene = make_day(participants=3)
    assert code_of(set_pause, scene.day, after=after, minutes=minutes, by=scene.organiser) == code


def test_everybody_from_a_place_on_is_later_and_the_pause_grows() -> None:
    scene = make_day(participants=3)
    shown = shift_preview(scene.day, first=2, minutes=15)
    assert [(each.defence.order, f"{each.old[0]:%H:%M}", f"{each.new[0]:%H:%M}") for each in shown] == [
        (2, "14:20", "14:35"), (3, "14:40", "14:55"),
    ]  # fmt: skip
    assert times(scene.day) == ["14:00", "14:20", "14:40"], "looking changes nothing"
    shift(scene.day, first=2, minutes=15, by=scene.organiser)
    assert times(scene.day) == ["14:00", "14:35", "14:55"]
    shift(scene.day, first=2, minutes=-5, by=scene.organiser)
    assert times(scene.day) == ["14:00", "14:30", "14:50"]


def test_from_the_first_on_the_day_begins_at_another_time() -> None:
    scene = make_day(participants=2)
    shift(scene.day, first=1, minutes=-30, by=scene.organiser)
    assert times(scene.day) == ["13:30", "13:50"]
    assert DefenceDay.objects.get().pauses == []


@pytest.mark.parametrize(
    ("first", "minutes", "code"),
    [
        (2, -1, "overlap"), (2, 0, "minutes"), (2, 241, "minutes"), (4, 10, "no_place"), (0, 10, "no_place"),
    ],
)  # fmt: skip
def test_a_shift_that_cannot_be_is_refused_and_shown_as_refused(first: int, minutes: int, code: str) -> None:
    scene = make_day(participants=3)
    assert code_of(shift_preview, scene.day, first=first, minutes=minutes) == code
    assert code_of(shift, scene.day, first=first, minutes=minutes, by=scene.organiser) == code


def test_a_day_stays_on_its_date() -> None:
    scene = make_day(participants=2)
    DefenceDay.objects.update(starts_at=time(22, 30))
    scene.day.refresh_from_db()
    assert code_of(shift, scene.day, first=1, minutes=60, by=scene.organiser) == "another_date"
    assert code_of(set_pause, scene.day, after=1, minutes=60, by=scene.organiser) == "another_date"


def test_whoever_was_heard_keeps_their_time_and_the_others_can_be_shifted() -> None:
    scene = make_day(participants=4)
    scene.hand_in(scene.chair, MARKS["85"])
    scene.give(scene.chair, MARKS["85"][:1], scene.defences[1])
    assert first_to_move(scene.day) == 3
    assert code_of(shift, scene.day, first=2, minutes=10, by=scene.organiser) == "begun"
    assert code_of(set_pause, scene.day, after=1, minutes=10, by=scene.organiser) == "begun"
    shift(scene.day, first=3, minutes=12, by=scene.organiser)
    assert times(scene.day) == ["14:00", "14:20", "14:52", "15:12"]


def test_an_absence_counts_as_decided() -> None:
    scene = make_day(participants=2)
    record_absence(scene.first, valid_reason=False, by=scene.chair)
    assert first_to_move(scene.day) == 2


def test_one_goes_to_another_place_of_the_day() -> None:
    scene = make_day(participants=4)
    shown = move_preview(scene.defences[3], to=scene.day, place=2)
    assert [(each.defence.order, f"{each.new[0]:%H:%M}") for each in shown] == [
        (4, "14:20"), (2, "14:40"), (3, "15:00"),
    ]  # fmt: skip
    move(scene.defences[3], to=scene.day, place=2, by=scene.organiser)
    assert people(scene.day) == ["Айша0", "Айша3", "Айша1", "Айша2"]


def test_one_goes_to_another_day_and_the_others_close_up() -> None:
    scene = make_day(participants=3)
    other = tomorrow(scene)
    attempt = scene.first.attempt
    shown = move_preview(scene.first, to=other, place=1)
    assert [each.defence.attempt.enrolment.person.given_name for each in shown] == ["Айша0", "Айша1", "Айша2"]
    assert f"{shown[0].new[0]:%d %H:%M}" == "23 09:00"
    moved = move(scene.first, to=other, place=1, by=scene.organiser)
    assert (moved.day, moved.attempt) == (other, attempt)
    assert people(scene.day) == ["Айша1", "Айша2"]
    assert times(scene.day) == ["14:00", "14:20"]


def test_who_was_heard_goes_nowhere_and_nobody_comes_before_them() -> None:
    scene = make_day(participants=3)
    other = tomorrow(scene)
    scene.hand_in(scene.chair, MARKS["85"])
    assert code_of(move, scene.first, to=scene.day, place=2, by=scene.organiser) == "heard"
    assert code_of(move, scene.first, to=other, place=1, by=scene.organiser) == "has_marks"
    assert code_of(move, scene.defences[2], to=scene.day, place=1, by=scene.organiser) == "begun"
    assert Defence.objects.filter(day=scene.day).count() == 3


def test_whoever_was_heard_keeps_their_place_in_a_new_order() -> None:
    scene = make_day(participants=4)
    scene.give(scene.chair, MARKS["85"][:1], scene.defences[1])
    one, two, three, four = [defence.pk for defence in scene.defences]
    assert code_of(set_order, scene.day, [one, four, two, three], by=scene.organiser) == "begun"
    assert code_of(set_order, scene.day, [two, one, three, four], by=scene.organiser) == "begun"
    set_order(scene.day, [one, two, four, three], by=scene.organiser)
    assert [defence.pk for defence in scene.defences] == [one, two, four, three]


def test_nobody_is_planned_after_midnight_by_a_longer_order_or_longer_turns() -> None:
    scene = make_day(participants=30)
    assert times(scene.day)[-1] == "23:40", "until midnight sharp"
    assert code_of(add_participants, scene.day, [make_enrolment(scene.cohort)], by=scene.organiser) == "another_date"
    facts = {"held_on": scene.day.held_on, "room": "305", "chair": scene.chair, "by": scene.organiser}
    longer = {"starts_at": time(14), "slot_minutes": 21}
    assert code_of(amend_day, scene.day, **facts, **longer) == "another_date"
    assert scene.day.defences.count() == 30
