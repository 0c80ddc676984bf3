"""Several hands at once, in threads of their own on one database: nothing is made twice, nothing slips past a lock."""

from __future__ import annotations

from functools import partial
from threading import Event
from time import sleep

import pytest
from django.db import transaction
from django.utils import timezone

from assessment.finalising import finalise, record_absence
from assessment.grading import to_halves
from assessment.marking import save_mark, submit, submit_complete
from assessment.models import Mark, Protocol, Result, Sheet
from courses.enrolling import move
from courses.locking import lock_with_person
from courses.models import Cohort, Enrolment
from tests.assessment.scenes import MARKS, Scene, make_day
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_presses_make_one_result() -> None:
    scene = make_day(participants=2, members=1)
    scene.hand_in(scene.chair, MARKS["85"])
    codes = at_once(*[lambda: finalise(scene.first, by=scene.chair)] * 3)
    assert sorted(codes) == ["", "decided", "decided"]
    assert Result.objects.count() == 1
    assert Enrolment.objects.filter(status=Enrolment.Status.PASSED).count() == 1


def test_the_last_two_decisions_at_once_close_the_day_with_one_protocol() -> None:
    scene = make_day(participants=2, members=1)
    for defence in scene.defences:
        scene.hand_in(scene.chair, MARKS["85"], defence)
    acts = [lambda defence=defence: finalise(defence, by=scene.chair) for defence in scene.defences]
    assert at_once(*acts) == ["", ""]
    scene.day.refresh_from_db()
    assert scene.day.finalised_at is not None
    assert [protocol.number for protocol in Protocol.objects.all()] == [1]
    assert [row["outcome"] for row in Protocol.objects.get().snapshot["rows"]] == ["scored", "scored"]


def test_the_first_marks_of_all_members_move_the_cohort_once() -> None:
    scene = make_day(members=3)
    criterion = scene.criteria[0].pk

    def mark(scene: Scene, place: int) -> None:
        save_mark(scene.first, criterion=criterion, halves=20, by=scene.members[place], now=timezone.now())

    assert at_once(*[lambda place=place: mark(scene, place) for place in range(3)]) == ["", "", ""]
    scene.cohort.refresh_from_db()
    assert (scene.cohort.status, scene.cohort.events.count()) == (Cohort.Status.DEFENDING, 1)
    assert Mark.objects.count() == 3


def test_one_member_on_two_devices_has_one_sheet() -> None:
    scene = make_day()
    acts = [
        lambda place=place: save_mark(
            scene.first, criterion=scene.criteria[place].pk, halves=8, by=scene.chair, now=timezone.now()
        )
        for place in range(4)
    ]
    assert at_once(*acts) == [""] * 4
    assert (Sheet.objects.count(), Mark.objects.count()) == (1, 4)


def test_members_who_submit_all_their_sheets_at_once_do_not_wait_for_each_other_for_ever() -> None:
    """Each began with another participant: every sheet locks its defence, so all must take them in one order."""
    scene = make_day(participants=12)
    for user, defences in zip(scene.members, (scene.defences, scene.defences[::-1]), strict=True):
        for defence in defences:
            scene.give(user, MARKS["85"], defence)
    assert at_once(*[partial(submit_complete, scene.day, by=user) for user in scene.members]) == ["", ""]
    assert Sheet.objects.filter(submitted_at__isnull=False).count() == 24


def test_a_mark_that_races_with_submitting_is_either_seen_or_refused() -> None:
    scene = make_day(participants=6, members=1)
    for defence in scene.defences:
        scene.give(scene.chair, MARKS["85"], defence)
        seen = {criterion.pk: halves for criterion, halves in zip(scene.criteria, MARKS["85"], strict=True)}
        criterion = scene.criteria[0].pk
        marked, submitted = at_once(
            partial(save_mark, defence, criterion=criterion, halves=1, by=scene.chair, now=timezone.now()),
            partial(submit, defence, by=scene.chair, seen=seen),
        )
        assert (marked, submitted) in {("", "changed"), ("submitted", "")}
        stands = to_halves(Mark.objects.get(sheet__defence=defence, criterion=criterion).points)
        assert stands == (1 if marked == "" else MARKS["85"][0])


@pytest.mark.parametrize("absent", [False, True])
def test_the_chair_decides_while_the_organiser_lets_the_same_person_go(absent: bool) -> None:
    """Whoever leaves is locked before the day; the chair began with the day, and each waited for the other."""
    scene = make_day(participants=2, members=1)
    enrolment, begun = scene.first.attempt.enrolment, Event()
    if not absent:
        scene.hand_in(scene.chair, MARKS["85"])

    def withdraw() -> None:
        with transaction.atomic():
            lock_with_person(enrolment)
            begun.set()
            sleep(0.5)  # meanwhile the chair has taken what is free
            move(enrolment, Enrolment.Status.WITHDRAWN, by=scene.organiser, why="өз еркімен")

    def decide() -> None:
        begun.wait(timeout=30)
        if absent:
            record_absence(scene.first, valid_reason=False, by=scene.chair)
        else:
            finalise(scene.first, by=scene.chair)

    assert at_once(withdraw, decide) == ["day_has_come", ""]
    enrolment.refresh_from_db()
    assert (enrolment.status, scene.first.outcome) == (("admitted", "absent") if absent else ("passed", "defended"))


def test_the_chair_decides_on_many_while_each_of_them_withdraws() -> None:
    scene = make_day(participants=8, members=1)
    for defence in scene.defences:
        scene.hand_in(scene.chair, MARKS["85"], defence)
    for defence in scene.defences:
        enrolment = defence.attempt.enrolment
        decided, left = at_once(
            partial(finalise, defence, by=scene.chair),
            partial(move, enrolment, Enrolment.Status.WITHDRAWN, by=scene.organiser, why="өз еркімен"),
        )
        assert (decided, left in {"day_has_come", "illegal_move"}) == ("", True)
    assert Enrolment.objects.filter(status=Enrolment.Status.PASSED).count() == 8
