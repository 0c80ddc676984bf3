"""The pages of a plan: who may open them, what they show before they change anything, and what they cost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.declaring import be_away, declare, work_at
from assessment.models import CommissionMember, Conflict, DefenceDay, PlanNotice, Sheet, Unavailability, Workplace
from assessment.planning import add_participants, plan_day
from assessment.publishing import publish
from assessment.rescheduling import shift
from config.home import plans_to_publish
from people.models import OutboxMessage, User
from tests.assessment.scenes import MARKS, Scene, make_day, serik
from tests.cast import make_enrolment, make_user, marat, saule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-22 13:00+05:00", tick=False) as clock:
        yield clock


def url(name: str, *keys: object) -> str:
    return reverse(f"assessment:{name}", args=keys)


def text(client: Client, address: str, **data: Any) -> str:
    return client.get(address, data).content.decode()


def as_read(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def address(scene: Scene, name: str) -> str:
    keys = {
        "move": scene.first.pk, "propose": scene.cohort.pk, "availability": scene.members[1].pk,
    }  # fmt: skip
    return url(name) if name == "my_availability" else url(name, keys.get(name, scene.day.pk))


# What each page answers: the organiser, the chair, another trainer, a participant.
DOORS = [
    ("publish", "post", [302, 403, 403, 404]),
    ("pause", "post", [302, 403, 403, 404]),
    ("recuse", "post", [404, 403, 403, 404]),
    ("shift", "get", [200, 403, 403, 404]),
    ("move", "get", [200, 403, 403, 404]),
    ("propose", "get", [200, 403, 403, 403]),
    ("room", "get", [200, 200, 404, 404]),
    ("availability", "get", [200, 404, 404, 404]),
    ("my_availability", "get", [302, 200, 200, 404]),
]


@pytest.mark.parametrize(("name", "way", "expected"), DOORS, ids=[door[0] for door in DOORS])
def test_who_may_open_what(client: Client, name: str, way: str, expected: list[int]) -> None:
    scene = make_day(participants=2)
    answers = []
    for user in (scene.organiser, scene.chair, serik(), saule()):
        client.force_login(user)
        answers.append(getattr(client, way)(address(scene, name)).status_code)
    assert answers == expected
    client.logout()
    assert "/account/login" in getattr(client, way)(address(scene, name))["Location"]


def test_the_order_is_dragged_and_the_answer_is_the_list_alone(client: Client) -> None:
    scene = make_day(participants=3)
    keys = [defence.pk for defence in scene.defences]
    client.force_login(scene.organiser)
    said = {"seen": ",".join(map(str, keys)), "order": ",".join(map(str, keys[::-1]))}
    answer = client.post(url("day_order", scene.day.pk), said, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert f'data-seen="{said["order"]}"' in page
    assert [defence.pk for defence in scene.defences] == keys[::-1]


def test_an_order_that_somebody_else_has_changed_is_not_overwritten_unseen(client: Client) -> None:
    scene = make_day(participants=3)
    keys = [defence.pk for defence in scene.defences]
    client.force_login(scene.organiser)
    client.post(url("day_order", scene.day.pk), {"down": keys[0]})
    late = {"seen": ",".join(map(str, keys)), "order": ",".join(map(str, keys[::-1]))}
    answer = client.post(url("day_order", scene.day.pk), late, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "Somebody else has changed the order meanwhile" in answer.content.decode()
    assert [defence.pk for defence in scene.defences] == [keys[1], keys[0], keys[2]]
    without_script = client.post(url("day_order", scene.day.pk), late, follow=True).content.decode()
    assert "Somebody else has changed the order meanwhile" in without_script


def test_the_buttons_and_numbers_overwrite_nobody_elses_order_unseen(client: Client) -> None:
    scene = make_day(participants=3)
    keys = [defence.pk for defence in scene.defences]
    client.force_login(scene.organiser)
    [seen] = re.findall(r'name="seen" value="(\d+(?:,\d+)+)"', text(client, url("day_edit", scene.day.pk)))
    assert seen == ",".join(map(str, keys))
    client.post(url("day_order", scene.day.pk), {"down": keys[0], "seen": seen})
    numbers = {f"place-{pk}": place for place, pk in enumerate(keys, start=1)}
    late = client.post(url("day_order", scene.day.pk), {"seen": seen, **numbers}, follow=True).content.decode()
    assert "Somebody else has changed the order meanwhile" in late
    assert [defence.pk for defence in scene.defences] == [keys[1], keys[0], keys[2]]


def test_who_was_heard_has_no_handle_and_no_number_to_type(client: Client) -> None:
    scene = make_day(participants=3)
    scene.give(scene.chair, MARKS["85"][:1])
    client.force_login(scene.organiser)
    page = text(client, url("day_edit", scene.day.pk))
    assert page.count("data-grip") == 2
    assert f'name="place-{scene.first.pk}"' not in page
    assert f'name="up" value="{scene.defences[1].pk}" disabled' in page


def facts_of(scene: Scene, **changes: object) -> dict[str, object]:
    commission = dict(zip(("chair", "second", "third"), [user.pk for user in scene.members], strict=False))
    facts = {"held_on": scene.day.held_on, "starts_at": "14:00", "slot_minutes": 20, "room": "305-кабинет"}
    return {**facts, **commission, **changes}


def test_a_shift_is_not_taken_back_by_a_form_that_was_opened_before_it(client: Client) -> None:
    scene = make_day(participants=2)
    client.force_login(scene.organiser)
    edit = url("day_edit", scene.day.pk)
    [seen] = re.findall(r'name="seen" value="(\d+)" id', text(client, edit))
    shift(scene.day, first=1, minutes=30, by=scene.organiser)
    page = client.post(edit, facts_of(scene, room="306", seen=seen)).content.decode()
    assert "Somebody else has saved this meanwhile." in page
    assert 'name="starts_at" value="14:30"' in page
    assert 'name="room" value="306"' in page
    [newest] = re.findall(r'name="seen" value="(\d+)" id', page)
    client.post(edit, facts_of(scene, room="306", starts_at="14:30", seen=newest))
    day = DefenceDay.objects.get()
    assert (day.room, day.starts_at) == ("306", time(14, 30))


@pytest.mark.parametrize("held_on", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_all_calendars_is_no_day(client: Client, held_on: str) -> None:
    scene = make_day(participants=1)
    client.force_login(scene.organiser)
    for page in (url("day_edit", scene.day.pk), url("day_new", scene.cohort.pk)):
        answer = client.post(page, facts_of(scene, held_on=held_on))
        assert (answer.status_code, "held_on" in answer.context["form"].errors) == (200, True)


def test_a_third_member_of_single_defences_does_not_read_the_board_of_the_room(client: Client) -> None:
    scene = make_day(participants=2)
    seat = CommissionMember.everyone.create(day=scene.day, user=serik(), order=3, called=True)
    client.force_login(seat.user)
    assert client.get(url("room", scene.day.pk)).status_code == 404


def test_a_pause_is_put_in_shown_and_taken_out(client: Client) -> None:
    scene = make_day(participants=3)
    client.force_login(scene.organiser)
    page = client.post(url("pause", scene.day.pk), {"after": 2, "minutes": 60}, follow=True).content.decode()
    assert "After No. 2: 60 min" in page
    assert "Pause: 60 minutes" in page
    assert "15:40–16:00" in page
    client.post(url("pause", scene.day.pk), {"after": 2, "minutes": 0})
    assert DefenceDay.objects.get().pauses == []
    wrong = client.post(url("pause", scene.day.pk), {"after": "x", "minutes": ""}, follow=True).content.decode()
    assert "Say after which number the pause is" in wrong


def test_a_shift_is_looked_at_first(client: Client) -> None:
    scene = make_day(participants=2)
    client.force_login(scene.organiser)
    page = text(client, url("shift", scene.day.pk), minutes=15, first=2)
    assert "The time of 1 participant changes" in page
    assert (DefenceDay.objects.get().pauses, "22.11. 14:35" in page) == ([], True)
    refused = text(client, url("shift", scene.day.pk), minutes=-15, first=2)
    assert "No. 2 cannot begin before the one ahead has ended" in refused
    posted = client.post(url("shift", scene.day.pk), {"minutes": -15, "first": 2}).content.decode()
    assert posted.count("No. 2 cannot begin before the one ahead has ended") == 1
    answer = client.post(url("shift", scene.day.pk), {"minutes": 15, "first": 2})
    assert answer["Location"] == url("day_edit", scene.day.pk)
    assert DefenceDay.objects.get().pauses == [[1, 15]]


def test_a_move_to_another_day_is_looked_at_first(client: Client) -> None:
    scene = make_day(participants=2)
    other = plan_day(
        cohort=scene.cohort, held_on=date(2026, 11, 23), starts_at=time(9), slot_minutes=20, room="210",
        chair=serik(), by=scene.organiser,
    )  # fmt: skip
    client.force_login(scene.organiser)
    page = text(client, url("move", scene.first.pk), to=other.pk, place=1)
    assert "The times of 2 participants change" in page
    assert other.defences.count() == 0
    wanted = {"to": other.pk, "place": 1}
    assert client.post(url("move", scene.first.pk), wanted)["Location"] == url("day_edit", other.pk)
    assert other.defences.count() == 1
    here = text(client, url("move", scene.first.pk), to=scene.day.pk, place=1)
    assert "Nothing changes like this" in here


def test_the_plan_is_published_and_says_who_does_not_know_yet(client: Client) -> None:
    scene = make_day(participants=2)
    client.force_login(scene.organiser)
    assert "Not published" in text(client, url("day_edit", scene.day.pk))
    [task] = plans_to_publish(timezone.now())
    assert (task.title, task.url) == (
        "Nobody knows of the plan of the defence yet", url("day_edit", scene.day.pk),
    )  # fmt: skip
    page = client.post(url("publish", scene.day.pk), follow=True).content.decode()
    assert "4 people are told by letter." in page
    assert "Everybody knows" in page
    assert list(plans_to_publish(timezone.now())) == []
    client.post(url("day_order", scene.day.pk), {"down": scene.first.pk})
    page = text(client, url("day_edit", scene.day.pk))
    assert "Changed since published" in page
    assert "Tell 2 people" in page
    [task] = plans_to_publish(timezone.now())
    assert (task.title, task.url) == (
        "2 people do not know of a change in the plan", url("day_edit", scene.day.pk),
    )  # fmt: skip
    client.post(url("publish", scene.day.pk))
    again = client.post(url("publish", scene.day.pk), follow=True).content.decode()
    assert "Everybody knows the plan already" in again
    assert OutboxMessage.objects.count() == 6


def test_a_conflict_is_said_on_the_plan_and_settled_there(client: Client) -> None:
    scene = make_day(participants=2, members=2)
    for defence in scene.defences:
        work_at(scene.members[1], defence.attempt.enrolment.organisation, by=scene.organiser)
    client.force_login(scene.organiser)
    page = text(client, url("day_edit", scene.day.pk))
    assert "2 pairs cannot stay as they are" in page
    assert "excuse the members or move the participants first" in as_read(page)
    assert url("publish", scene.day.pk) not in page
    one = {"member": scene.seat(scene.members[1]).pk, "defence": scene.first.pk, "reason": "Бір мектепте"}
    client.post(url("recuse", scene.day.pk), one)
    assert Sheet.objects.get().excused_reason == "Бір мектепте"
    again = client.post(url("recuse", scene.day.pk), one, follow=True).content.decode()
    assert "Nothing speaks against this pair any more" in again
    page = client.post(url("recuse", scene.day.pk), {"all": 1}, follow=True).content.decode()
    assert "Excused from 1 participant" in page
    assert url("publish", scene.day.pk) in page


def test_a_trainer_of_their_own_cohort_and_a_room_taken_twice_are_remarks(client: Client) -> None:
    scene = make_day(participants=1)
    scene.cohort.trainer = scene.chair
    scene.cohort.save()
    plan_day(
        cohort=scene.cohort, held_on=scene.day.held_on, starts_at=time(13, 50), slot_minutes=20, room="305-Кабинет",
        chair=serik(), by=scene.organiser,
    )  # fmt: skip
    client.force_login(scene.organiser)
    page = text(client, url("day_edit", scene.day.pk))
    assert f"Дәулет Оспанов is the trainer of {scene.cohort}." in page
    assert "Another commission sits in the room “305-кабинет” at this time." in page


def test_a_proposal_is_shown_and_carried_out_as_shown(client: Client) -> None:
    scene = make_day(participants=0)
    for _n in range(3):
        make_enrolment(scene.cohort)
    client.force_login(scene.organiser)
    address = url("propose", scene.cohort.pk)
    page = text(client, address, days=scene.day.pk, until="18:00")
    assert "Place 3 participants like this" in page
    assert scene.day.defences.count() == 0
    [seal] = re.findall(r'name="seal" value="(\w+)"', page)
    wrong = client.post(address, {"days": scene.day.pk, "until": "18:00", "seal": "x"}).content.decode()
    assert "Something has changed since" in wrong
    answer = client.post(address, {"days": scene.day.pk, "until": "18:00", "seal": seal}, follow=True)
    assert "3 participants are placed." in answer.content.decode()
    assert scene.day.defences.count() == 3
    assert "Choose at least one day." in text(client, address, until="18:00")


def test_without_a_day_there_is_a_button_to_plan_one(client: Client) -> None:
    scene = make_day()
    DefenceDay.objects.update(held_on=date(2026, 11, 21))
    client.force_login(scene.organiser)
    assert url("day_new", scene.cohort.pk) in text(client, url("propose", scene.cohort.pk))


def test_a_member_says_when_they_are_away_where_they_work_and_whom_they_know(client: Client) -> None:
    scene = make_day()
    member, enrolment = scene.members[1], scene.first.attempt.enrolment
    client.force_login(member)
    own = url("availability", member.pk)
    client.post(own, {"what": "away", "away-first": "2026-11-24", "away-note": "іссапар"})
    [span] = Unavailability.objects.all()
    midnight = timezone.make_aware(datetime(2026, 11, 24))  # noqa: DTZ001
    assert (span.starts_at, span.ends_at) == (midnight, midnight + timedelta(days=1))
    client.post(own, {"what": "work", "work-organisation": enrolment.organisation_id})
    said = {"conflict-whom": enrolment.pk, "conflict-kind": "close", "conflict-reason": "Туысым"}
    client.post(own, {"what": "conflict", **said})
    page = text(client, own)
    assert "іссапар" in page
    assert "Туысым" in page
    assert Workplace.objects.get().history.get().history_user == member
    for kind, row in (("away", span), ("work", Workplace.objects.get()), ("conflict", Conflict.objects.get())):
        client.post(url("take_back", member.pk, kind, row.pk))
    assert not Unavailability.objects.exists()
    assert not Workplace.objects.exists()
    assert not Conflict.objects.exists()


def test_what_is_typed_wrong_is_answered_beside_its_field(client: Client) -> None:
    scene = make_day()
    client.force_login(scene.organiser)
    own = url("availability", scene.chair.pk)
    hours = {"away-first": "2026-11-24", "away-begins": "15:00", "away-ends_at": "14:00"}
    assert "It ends before it begins." in client.post(own, {"what": "away", **hours}).content.decode()
    days = {"away-first": "2026-11-24", "away-last": "2026-11-23"}
    assert "It ends before it begins." in client.post(own, {"what": "away", **days}).content.decode()
    empty = client.post(own, {"what": "conflict", "conflict-whom": 0}).content.decode()
    assert empty.count("invalid-feedback") == 3


def test_nobody_takes_back_what_another_member_said(client: Client) -> None:
    scene = make_day()
    row = declare(scene.chair, scene.first.attempt.enrolment.person, kind="close", reason="Туысым", by=scene.chair)
    client.force_login(scene.members[1])
    answers = [client.post(url("take_back", each.pk, "conflict", row.pk)).status_code for each in scene.members]
    assert answers == [404, 404]
    assert client.post(url("take_back", scene.members[1].pk, "sheet", row.pk)).status_code == 404
    client.force_login(marat())
    assert client.get(url("availability", scene.chair.pk)).status_code == 404


def test_the_board_says_whose_turn_it_is_and_how_late(client: Client, afternoon: time_machine.Traveller) -> None:
    scene = make_day(participants=3, members=2)
    client.force_login(scene.chair)
    assert "On time" in text(client, url("day", scene.day.pk))
    afternoon.move_to("2026-11-22 14:15+05:00")
    scene.all_hand_in(MARKS["85"], MARKS["85"])
    afternoon.move_to("2026-11-22 14:30+05:00")
    scene.give(scene.chair, MARKS["85"][:1], scene.defences[1])
    afternoon.move_to("2026-11-22 14:52+05:00")
    page = as_read(text(client, url("day", scene.day.pk)))
    assert f"Now: №&nbsp;2 {scene.defences[1].attempt.enrolment.person}" in page
    assert "12 minutes behind" in page
    assert "14:40 14:52" in page, "the third is expected now"


def test_the_board_of_the_room_has_times_and_names_but_no_points(
    client: Client, afternoon: time_machine.Traveller
) -> None:
    scene = make_day(participants=3, members=1)
    client.force_login(scene.organiser)
    afternoon.move_to("2026-11-22 14:05+05:00")
    scene.hand_in(scene.chair, MARKS["84.5"])
    whole = client.get(url("room", scene.day.pk))
    part = client.get(url("room", scene.day.pk), headers={"HX-Request": "true"})
    page = as_read(part.content.decode())
    assert ("<html" in whole.content.decode(), "<html" in part.content.decode()) == (True, False)
    assert f"Next in turn: №&nbsp;2 {scene.defences[1].attempt.enrolment.person}" in page
    assert "15 minutes ahead" in page
    assert "84" not in page.replace("14:", "")
    assert "Then: №&nbsp;3" in page
    DefenceDay.objects.update(held_on=date(2026, 11, 23))
    assert "Now" not in as_read(text(client, url("room", scene.day.pk)))


def test_participants_see_their_time_only_once_it_is_published(client: Client) -> None:
    scene = make_day(participants=1)
    user = make_user("aisha@mektep.example", person=scene.first.attempt.enrolment.person)
    client.force_login(user)
    pages = [reverse("home"), reverse("courses:my_timetable")]
    assert not any("14:00–14:20" in text(client, page) for page in pages)
    publish(scene.day, by=scene.organiser)
    assert all("14:00–14:20" in text(client, page) for page in pages)
    shift(scene.day, first=1, minutes=60, by=scene.organiser)
    assert all("14:00–14:20" in text(client, page) for page in pages), "as they were told"
    publish(scene.day, by=scene.organiser)
    assert all("15:00–15:20" in text(client, page) for page in pages)
    assert PlanNotice.objects.get(attempt=scene.first.attempt).sequence == 1


PAGES = ["day_edit", "day", "room", "shift", "propose", "defences"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_as_much_for_thirty_as_for_one(client: Client, name: str) -> None:
    scene = make_day(participants=1, members=3)
    work_at(scene.chair, scene.first.attempt.enrolment.organisation, by=scene.organiser)
    be_away(
        scene.members[1], starts_at=timezone.now() + timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=2),
        note="", by=scene.organiser,
    )  # fmt: skip
    DefenceDay.objects.update(edition=1, published_at=timezone.now(), slot_minutes=10)
    make_enrolment(scene.cohort)
    client.force_login(scene.organiser)
    of_cohort = name in {"propose", "defences"}
    page = url(name, scene.cohort.pk if of_cohort else scene.day.pk)
    asked: dict[str, Any] = (
        {"days": scene.day.pk, "until": "23:00"} if name == "propose" else {"minutes": 5, "first": 1}
    )
    client.get(page, asked)
    few = queries(client, page, asked)
    add_participants(scene.day, [make_enrolment(scene.cohort) for _n in range(29)], by=scene.organiser)
    for _n in range(29):
        make_enrolment(scene.cohort)
    for defence in scene.defences[:3]:
        work_at(scene.members[2], defence.attempt.enrolment.organisation, by=scene.organiser)
    assert queries(client, page, asked) == few


def queries(client: Client, page: str, asked: dict[str, Any]) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(page, asked).status_code == 200
    return len(found)


def test_a_page_of_a_member_asks_as_much_for_many_declarations_as_for_one(client: Client) -> None:
    scene = make_day(participants=1)
    client.force_login(scene.organiser)
    page = url("availability", scene.chair.pk)
    said(scene.chair, scene, 1)
    client.get(page)
    few = queries(client, page, {})
    said(scene.chair, scene, 12)
    assert queries(client, page, {}) == few


def said(member: User, scene: Scene, number: int) -> None:
    for n in range(number):
        enrolment = make_enrolment(scene.cohort)
        declare(member, enrolment.person, kind="other", reason="Таныс", by=member)
        work_at(member, enrolment.organisation, by=member)
        begins = timezone.now() + timedelta(days=n + 1)
        be_away(member, starts_at=begins, ends_at=begins + timedelta(hours=1), note="", by=member)


def test_the_pages_have_nothing_inline_and_no_iin(client: Client) -> None:
    scene = make_day(participants=2)
    work_at(scene.members[1], scene.first.attempt.enrolment.organisation, by=scene.organiser)
    gulnar_away = scene.members[1]
    be_away(gulnar_away, starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=2), note="", by=gulnar_away)
    client.force_login(scene.organiser)
    iin = scene.first.attempt.enrolment.person.iin
    for page in (
        text(client, url("day_edit", scene.day.pk)), text(client, url("room", scene.day.pk)),
        text(client, url("availability", gulnar_away.pk)),
        text(client, url("shift", scene.day.pk), minutes=5, first=1),
        text(client, url("move", scene.first.pk), to=scene.day.pk, place=2),
        text(client, url("propose", scene.cohort.pk), days=scene.day.pk, until="20:00"),
    ):  # fmt: skip
        assert iin not in page
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", page)
