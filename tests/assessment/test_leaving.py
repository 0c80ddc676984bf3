"""Who leaves a cohort stands in the order of no defence any more; on a day that has come, the chair decides first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from assessment.boards import board_of
from assessment.finalising import record_absence
from assessment.models import Attempt, Defence
from assessment.planning import add_participants
from courses.enrolling import move
from courses.expelling import Ruling, expel
from courses.holding import bring_back, hold
from courses.models import Enrolment, EnrolmentEvent, Order
from courses.transferring import transfer
from courses.ways import ways_of
from people.models import User
from tests.assessment.scenes import Scene, make_day
from tests.cast import make_cohort
from tests.courses.way_scenes import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Status = Enrolment.Status


@pytest.fixture(autouse=True)
def english_in_june() -> Iterator[None]:
    """A transfer stays within the calendar year in which the cohort began, some weeks ago."""
    with translation.override("en"), time_machine.travel(datetime(2026, 6, 15, 9, tzinfo=UTC)):
        yield


def day_to_come(participants: int = 3) -> Scene:
    scene = make_day(participants)
    scene.day.held_on += timedelta(days=2)
    scene.day.save()
    return scene


def withdrawn(row: Enrolment, by: User) -> None:
    move(row, Status.WITHDRAWN, by=by, why="өз еркімен")


def on_hold(row: Enrolment, by: User) -> None:
    hold(row, why="сырқат", files=[pdf()], by=by)


def expelled(row: Enrolment, by: User) -> None:
    today = timezone.localdate()
    expel(row, Ruling(today, "А. Б.", "Келісім бұзылды"), order_date=today, by=by)


def transferred(row: Enrolment, by: User) -> None:
    target = make_cohort(version=row.cohort.version, status="enrolling", starts_on=row.cohort.starts_on)
    transfer(row, target, why="ауысты", files=[pdf()], order_date=timezone.localdate(), by=by)


LEAVE = pytest.mark.parametrize("leave", [withdrawn, on_hold, expelled, transferred])


@LEAVE
def test_whoever_leaves_is_not_on_the_board_to_be_scored(leave: Callable[[Enrolment, User], None]) -> None:
    scene = day_to_come()
    gone = scene.defences[1].attempt.enrolment
    leave(gone, scene.organiser)
    lines = board_of(scene.day).lines
    assert gone.pk not in [line.defence.attempt.enrolment_id for line in lines]
    assert [line.defence.order for line in lines] == [1, 2]
    assert gone.events.filter(by=scene.organiser).exclude(new="transferred").count() <= 1


def test_the_history_keeps_the_place_and_who_has_taken_it_away() -> None:
    scene = day_to_come()
    place = scene.defences[1]
    withdrawn(place.attempt.enrolment, scene.organiser)
    kept = Defence.history.get(id=place.pk, history_type="-")
    assert (kept.order, kept.day_id, kept.history_user) == (2, scene.day.pk, scene.organiser)


@LEAVE
def test_on_a_day_that_has_come_the_chair_decides_first(leave: Callable[[Enrolment, User], None]) -> None:
    scene = make_day(2)
    enrolment = scene.first.attempt.enrolment
    with pytest.raises(ValidationError) as refusal:
        leave(enrolment, scene.organiser)
    assert refusal.value.messages == [
        f"{enrolment.person} stands in the order of the defence of {scene.day.held_on:%d.%m.%Y}, which has come: let "
        "the chair of the commission record the result or the absence first."
    ]
    enrolment.refresh_from_db()
    assert (enrolment.status, scene.first.is_pending) == ("admitted", True)
    assert not EnrolmentEvent.objects.filter(enrolment=enrolment).exists()
    assert Order.objects.filter(kind__in=("expulsion", "transfer")).count() == 0
    record_absence(scene.first, valid_reason=False, by=scene.chair)
    leave(enrolment, scene.organiser)
    enrolment.refresh_from_db()
    assert enrolment.status != "admitted"


def test_who_did_not_pass_leaves_the_place_of_the_second_attempt_behind_when_transferred() -> None:
    scene = day_to_come()
    enrolment, place = scene.first.attempt.enrolment, scene.first
    Defence.objects.filter(pk=place.pk).update(attempt=Attempt.objects.create(enrolment=enrolment, number=2))
    Enrolment.objects.filter(pk=enrolment.pk).update(status="not_passed", result_date=timezone.localdate())
    enrolment.refresh_from_db()
    transferred(enrolment, scene.organiser)
    assert [defence.order for defence in scene.defences] == [1, 2]
    assert enrolment.pk not in [defence.attempt.enrolment_id for defence in scene.defences]
    kept = Defence.history.get(id=place.pk, history_type="-")
    assert (kept.order, kept.history_user) == (1, scene.organiser)


def test_whoever_comes_back_from_a_hold_waits_for_another_place() -> None:
    scene = day_to_come()
    enrolment = scene.first.attempt.enrolment
    on_hold(enrolment, scene.organiser)
    add_participants(scene.day, [bring_back(enrolment, by=scene.organiser)], by=scene.organiser)
    assert scene.defences[-1].attempt.enrolment == enrolment


def test_nobody_who_has_left_meanwhile_is_given_a_place() -> None:
    scene = day_to_come()
    as_it_was = Enrolment.objects.get(pk=scene.first.attempt.enrolment_id)
    withdrawn(as_it_was, scene.organiser)
    with pytest.raises(ValidationError) as refusal:
        add_participants(scene.day, [as_it_was], by=scene.organiser)
    assert refusal.value.code == "not_admitted"


PAGES = ["hold", "transfer", "expel", "enrolment_move"]


def page_of(client: Client, name: str, scene: Scene) -> str:
    cohort = scene.cohort
    make_cohort(version=cohort.version, status="enrolling", starts_on=cohort.starts_on)
    client.force_login(scene.organiser)
    client.cookies["django_language"] = "en"
    arguments = [scene.first.attempt.enrolment_id, *(["withdrawn"] if name == "enrolment_move" else [])]
    return client.get(reverse(f"courses:{name}", args=arguments)).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_the_move_says_before_that_the_place_is_given_up(name: str, client: Client) -> None:
    scene = day_to_come()
    page = page_of(client, name, scene)
    said = "The place in the order of the defence is given up, and whoever comes after moves up: "
    assert (f"{said}{scene.day}." in page, '<button class="btn' in page) == (True, True)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_of_a_move_that_is_refused_says_why_and_has_no_form(name: str, client: Client) -> None:
    page = page_of(client, name, make_day(2))
    assert ("let the chair of the commission record" in page, 'name="why"' in page) == (True, False)


def test_the_moves_that_are_refused_are_not_offered() -> None:
    scene = make_day(2)
    blocked = {str(way.name): way.obstacle is not None for way in ways_of(scene.first.attempt.enrolment)}
    assert blocked == {"Put on hold": True, "Transfer to another cohort": True, "Withdraw": True, "Expel": True}
    record_absence(scene.first, valid_reason=False, by=scene.chair)
    free = ways_of(scene.first.attempt.enrolment)
    assert [str(way.name) for way in free if way.obstacle] == ["Transfer to another cohort"]
