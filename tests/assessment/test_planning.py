"""The organiser plans a day: its commission, its participants, their order."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.finalising import finalise, record_absence
from assessment.models import CommissionMember, Defence, DefenceDay, Protocol
from assessment.planning import (
    add_participants,
    amend_day,
    awaiting_defence,
    cohorts_to_add,
    drop_day,
    obstacle_to_amending,
    plan_day,
    remove_participant,
    set_order,
)
from assessment.seating import may_sit
from courses import running
from courses.holding import bring_back, hold
from courses.models import Cohort, Enrolment
from people.models import Provider, User
from people.roles import Role
from tests.assessment.scenes import MARKS, Scene, gulnar, make_day, serik
from tests.cast import aigul, bolat, daulet, make_cohort, make_enrolment, make_person, make_provider, make_user, marat
from tests.courses.way_scenes import pdf

pytestmark = pytest.mark.django_db


def amend(scene: Scene, **changes: object) -> DefenceDay:
    facts = {
        "held_on": scene.day.held_on,
        "starts_at": scene.day.starts_at,
        "slot_minutes": 20,
        "room": "305-кабинет",
        "chair": scene.chair,
        "members": scene.members[1:],
    }
    return amend_day(scene.day, by=scene.organiser, **{**facts, **changes})  # type: ignore[arg-type]


def names(day: DefenceDay) -> list[str]:
    return [defence.attempt.enrolment.person.surname for defence in day.defences.order_by("order")]


def refused(code: str, act: object, *args: object, **kwargs: object) -> None:
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)  # type: ignore[operator]
    found = refusal.value.error_list[0].code if hasattr(refusal.value, "error_list") else refusal.value.code
    assert found == code


def test_a_day_has_its_commission_and_its_participants_in_order_with_times() -> None:
    scene = make_day(participants=3, members=3)
    seats = [(member.user, member.is_chair) for member in scene.day.members.order_by("order")]
    assert seats == [(scene.chair, True), (scene.members[1], False), (scene.members[2], False)]
    assert [defence.order for defence in scene.defences] == [1, 2, 3]
    day = scene.day.held_on
    assert scene.defences[2].slot == (datetime.combine(day, time(14, 40)), datetime.combine(day, time(15, 0)))
    assert scene.day.history.get().history_user == scene.organiser


@pytest.mark.parametrize("status", [Cohort.Status.DRAFT, Cohort.Status.ENROLLING, Cohort.Status.CLOSED])
def test_a_cohort_defends_only_while_it_runs(status: str) -> None:
    make_provider()
    cohort = make_cohort(status=status)
    refused("cohort_not_running", plan, cohort)


def plan(cohort: Cohort, **changes: object) -> DefenceDay:
    facts = {
        "held_on": cohort.ends_on,
        "starts_at": time(9, 0),
        "slot_minutes": 20,
        "room": "305",
        "chair": User.objects.filter(email="daulet@institute.example").first() or daulet(),
        "by": User.objects.filter(email="aigul@institute.example").first() or aigul(),
    }
    return plan_day(cohort=cohort, **{**facts, **changes})  # type: ignore[arg-type]


def test_the_defence_is_not_before_the_first_day_of_the_course() -> None:
    make_provider()
    cohort = make_cohort()
    refused("too_early", plan, cohort, held_on=cohort.starts_on - timedelta(days=1))


def test_without_the_provider_there_is_no_protocol_and_so_no_day() -> None:
    Provider.objects.all().delete()
    refused("no_provider", plan, make_cohort())


def test_only_trainers_and_heads_who_may_sign_in_sit_on_a_commission() -> None:
    gone = make_user("gone@institute.example", Role.TRAINER, is_active=False)
    expected = {daulet(), bolat(), gulnar()}
    aigul(), marat()
    assert set(may_sit()) == expected
    make_provider()
    for stranger in (gone, User.objects.get(email="marat@elsewhere.example")):
        refused("no_role", plan, make_cohort(), members=[stranger])


def test_a_commission_names_each_member_once_and_has_at_most_three() -> None:
    make_provider()
    cohort, chair = make_cohort(), daulet()
    refused("named_twice", plan, cohort, chair=chair, members=[chair])
    refused("too_many", plan, cohort, chair=chair, members=[gulnar(), serik(), bolat()])
    assert not DefenceDay.objects.exists()


def test_the_database_holds_one_chair_one_seat_and_three_members() -> None:
    scene = make_day(members=3)
    fourth = make_user("fourth@institute.example", Role.TRAINER)
    for wrong in (
        {"user": fourth, "order": 4},
        {"user": fourth, "order": 0},
        {"user": fourth, "order": 2},
        {"user": scene.chair, "order": 3},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CommissionMember.objects.create(day=scene.day, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommissionMember.objects.update(is_chair=True)


def test_a_participant_stands_in_one_day_only() -> None:
    scene = make_day()
    enrolment = scene.first.attempt.enrolment
    refused("planned", add_participants, scene.day, [enrolment], by=scene.organiser)
    other = DefenceDay.objects.create(held_on=date(2026, 11, 21), starts_at=time(9), room="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Defence.objects.create(day=other, attempt=scene.first.attempt, order=1)


@pytest.mark.parametrize("status", ["applied", "on_hold", "withdrawn"])
def test_only_admitted_people_defend(status: str) -> None:
    scene = make_day()
    enrolment = make_enrolment(scene.cohort, status=status)
    refused("not_admitted", add_participants, scene.day, [enrolment], by=scene.organiser)
    assert enrolment not in awaiting_defence(scene.cohort)


def test_people_of_another_cohort_join_the_same_day_at_the_end() -> None:
    scene = make_day(participants=2)
    other = make_cohort(version=scene.cohort.version)
    guest = make_enrolment(other, make_person(surname="Қонақбаев"))
    add_participants(scene.day, [guest], by=scene.organiser)
    assert names(scene.day)[-1] == "Қонақбаев"
    assert set(DefenceDay.objects.of_cohort(other)) == {scene.day}


def brought_back_after_the_end(by: User) -> Enrolment:
    """On hold while the cohort was closed, and back since."""
    guest = make_enrolment(make_cohort(status="defending"), make_person(surname="Қонақбаев"))
    hold(guest, why="сырқат", files=[pdf()], by=by)
    running.move(guest.cohort, "closed", by=by)
    return bring_back(guest, by=by)


def test_who_is_brought_back_into_a_closed_cohort_defends_on_a_day_of_another(client: Client) -> None:
    scene = make_day()
    guest = brought_back_after_the_end(scene.organiser)
    client.force_login(scene.organiser)
    edit = reverse("assessment:day_edit", args=[scene.day.pk])
    assert guest.person.full_name in client.get(edit, {"cohort": guest.cohort_id}).content.decode()
    client.post(reverse("assessment:day_add", args=[scene.day.pk]), {"cohort": guest.cohort_id, "people": [guest.pk]})
    assert names(scene.day)[-1] == "Қонақбаев"
    amend(scene, room="306")
    for defence in scene.defences:
        scene.all_hand_in(MARKS["85"], MARKS["85"], defence=defence)
        finalise(defence, by=scene.chair)
    guest.refresh_from_db()
    guest.cohort.refresh_from_db()
    assert (guest.status, guest.cohort.status) == ("passed", "closed")
    assert Protocol.objects.filter(cohort=guest.cohort, day=scene.day).exists()


def test_a_closed_cohort_in_which_nobody_waits_is_not_offered() -> None:
    make_provider()
    over = make_cohort(status="closed")
    make_enrolment(over, status="withdrawn")
    waited_for = brought_back_after_the_end(aigul()).cohort
    assert list(cohorts_to_add()) == [waited_for]
    refused("cohort_not_running", plan, over)
    assert plan(waited_for).defences.count() == 0, "whoever waits in a closed cohort has a day planned for them"


def test_who_did_not_appear_waits_for_another_day_and_gets_it() -> None:
    scene = make_day(participants=2)
    absent = scene.first.attempt.enrolment
    record_absence(scene.first, valid_reason=False, by=scene.chair)
    assert list(awaiting_defence(scene.cohort)) == [absent]
    refused("absent_here", add_participants, scene.day, [absent], by=scene.organiser)
    second = plan(scene.cohort, held_on=timezone.localdate() + timedelta(days=1), enrolments=[absent])
    assert second.defences.get().attempt == scene.first.attempt


def test_the_order_is_changed_and_nobody_shares_a_place() -> None:
    scene = make_day(participants=4)
    keys = [defence.pk for defence in scene.defences]
    set_order(scene.day, [keys[3], keys[0], keys[2], keys[1]], by=scene.organiser)
    assert [defence.pk for defence in scene.defences] == [keys[3], keys[0], keys[2], keys[1]]
    assert [defence.order for defence in scene.defences] == [1, 2, 3, 4]
    refused("changed", set_order, scene.day, keys[:3], by=scene.organiser)
    refused("changed", set_order, scene.day, [*keys, keys[0]], by=scene.organiser)


def test_who_has_changed_places_has_it_in_the_history_with_its_author() -> None:
    scene = make_day(participants=3)
    keys = [defence.pk for defence in scene.defences]
    set_order(scene.day, [keys[1], keys[0], keys[2]], by=scene.chair)
    moves = {pk: [(row.order, row.history_user) for row in Defence.history.filter(id=pk)] for pk in keys}
    assert moves[keys[0]] == [(2, scene.chair), (1, scene.organiser)]
    assert moves[keys[1]] == [(1, scene.chair), (2, scene.organiser)]
    assert moves[keys[2]] == [(3, scene.organiser)]


def test_taking_somebody_off_closes_the_gap() -> None:
    scene = make_day(participants=3)
    first, last = scene.defences[0], scene.defences[2]
    remove_participant(scene.defences[1], by=scene.organiser)
    assert [(defence.pk, defence.order) for defence in scene.defences] == [(first.pk, 1), (last.pk, 2)]
    assert awaiting_defence(scene.cohort).count() == 1


def test_who_has_a_mark_or_an_outcome_is_not_taken_off() -> None:
    scene = make_day(participants=2)
    scene.give(scene.chair, MARKS["85"][:1])
    refused("has_marks", remove_participant, scene.first, by=scene.organiser)
    record_absence(scene.defences[1], valid_reason=False, by=scene.chair)
    refused("decided", remove_participant, scene.defences[1], by=scene.organiser)


def test_taking_off_the_last_undecided_participant_closes_the_day() -> None:
    scene = make_day(participants=2, members=1)
    scene.hand_in(scene.chair, MARKS["85"])
    finalise(scene.first, by=scene.chair)
    remove_participant(scene.defences[1], by=scene.organiser)
    scene.day.refresh_from_db()
    assert scene.day.finalised_at is not None
    assert Protocol.objects.count() == 1


def test_everything_about_a_day_can_change_until_a_sheet_is_submitted() -> None:
    scene = make_day(members=2)
    newcomer = serik()
    scene.give(scene.chair, MARKS["85"])
    day = amend(scene, room="Zoom", chair=newcomer, members=[scene.chair])
    assert day.room == "Zoom"
    seats = {member.user: member.is_chair for member in day.members.all()}
    assert seats == {newcomer: True, scene.chair: False}
    scene.hand_in(scene.chair, MARKS["85"])
    refused("submitted", amend, scene, room="Teams")
    assert "1" in obstacle_to_amending(day)


def test_a_member_who_has_marked_keeps_the_seat() -> None:
    scene = make_day(members=2)
    scene.give(scene.members[1], MARKS["85"][:1])
    refused("has_marked", amend, scene, members=[])
    assert scene.day.members.count() == 2


def test_a_day_planned_by_mistake_is_deleted_and_its_people_wait_again() -> None:
    scene = make_day(participants=3)
    drop_day(scene.day, by=scene.organiser)
    assert not DefenceDay.objects.exists()
    assert awaiting_defence(scene.cohort).count() == 3
    assert DefenceDay.history.filter(history_type="-").get().history_user == scene.organiser


def test_a_day_on_which_a_mark_was_given_is_not_deleted() -> None:
    scene = make_day(participants=2)
    scene.give(scene.chair, MARKS["85"][:1], scene.defences[1])
    refused("has_marks", drop_day, scene.day, by=scene.organiser)
    assert Defence.objects.count() == 2


def test_a_closed_day_takes_nobody_and_changes_nothing() -> None:
    scene = make_day(members=1)
    scene.hand_in(scene.chair, MARKS["85"])
    finalise(scene.first, by=scene.chair)
    enrolment: Enrolment = make_enrolment(scene.cohort)
    refused("day_closed", add_participants, scene.day, [enrolment], by=scene.organiser)
    refused("day_closed", set_order, scene.day, [scene.first.pk], by=scene.organiser)
    refused("day_closed", amend, scene)
