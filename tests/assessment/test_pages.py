"""The pages without a script: planning, scoring by a plain form, the board, the decision, the results."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.finalising import finalise, record_absence
from assessment.marking import save_mark
from assessment.models import Defence, DefenceDay, Mark, Protocol, Result, Sheet
from assessment.planning import add_participants
from courses.models import Enrolment, Feedback, Submission, Task
from people.models import ExportEvent
from tests.assessment.scenes import MARKS, Scene, make_day, serik
from tests.cast import aigul, daulet, make_cohort, make_enrolment, make_provider

pytestmark = pytest.mark.django_db


def url(name: str, key: int) -> str:
    return reverse(f"assessment:{name}", args=[key])


def text(client: Client, name: str, key: int) -> str:
    return client.get(url(name, key)).content.decode()


def test_a_day_is_planned_on_one_page_and_put_in_order_on_the_next(client: Client) -> None:
    make_provider()
    client.force_login(aigul())
    cohort, chair, second = make_cohort(), daulet(), serik()
    people = [make_enrolment(cohort) for _n in range(3)]
    form = {
        "held_on": f"{timezone.localdate():%Y-%m-%d}",
        "starts_at": "09:30",
        "slot_minutes": "15",
        "room": "https://meet.example/305",
        "chair": chair.pk,
        "second": second.pk,
        "third": "",
        "people": [people[0].pk, people[2].pk],
    }
    answer = client.post(url("day_new", cohort.pk), form)
    day = DefenceDay.objects.get()
    assert answer["Location"] == url("day_edit", day.pk)
    assert [defence.attempt.enrolment for defence in day.defences.all()] == [people[0], people[2]]
    first, last = day.defences.all()
    client.post(url("day_order", day.pk), {"down": first.pk})
    assert list(day.defences.values_list("pk", flat=True)) == [last.pk, first.pk]
    client.post(url("day_order", day.pk), {f"place-{first.pk}": "1", f"place-{last.pk}": "1"})
    assert list(day.defences.values_list("pk", flat=True)) == [first.pk, last.pk]
    client.post(url("day_add", day.pk), {"cohort": cohort.pk, "people": [people[1].pk]})
    assert day.defences.count() == 3
    client.post(url("defence_remove", first.pk))
    assert day.defences.count() == 2


def test_a_wrong_plan_is_answered_beside_its_field_and_changes_nothing(client: Client) -> None:
    make_provider()
    client.force_login(aigul())
    cohort, chair = make_cohort(), daulet()
    form = {
        "held_on": f"{cohort.starts_on - timedelta(days=3):%d.%m.%Y}", "starts_at": "09:30", "slot_minutes": "3",
        "room": "", "chair": chair.pk, "second": chair.pk,
    }  # fmt: skip
    page = client.post(url("day_new", cohort.pk), form).content.decode()
    assert page.count("invalid-feedback") == 2
    assert "note-bad" in page
    form |= {"slot_minutes": "20", "room": "305", "second": ""}
    assert f"{cohort.starts_on:%d.%m.%Y}" in client.post(url("day_new", cohort.pk), form).content.decode()
    assert not DefenceDay.objects.exists()


def test_a_day_with_a_submitted_sheet_says_why_it_cannot_be_changed(client: Client) -> None:
    scene = make_day(participants=2)
    scene.hand_in(scene.chair, MARKS["85"])
    client.force_login(scene.organiser)
    page = text(client, "day_edit", scene.day.pk)
    assert 'name="held_on"' not in page
    assert [f'name="place-{defence.pk}"' in page for defence in scene.defences] == [False, True]
    client.post(url("day_drop", scene.day.pk))
    assert DefenceDay.objects.exists()


def plain(scene: Scene, *points: str) -> dict[str, str]:
    return {f"c{criterion.pk}": given for criterion, given in zip(scene.criteria, points, strict=False)}


def test_a_member_without_a_script_scores_by_numbers_and_by_levels(client: Client) -> None:
    scene = make_day(participants=2)
    client.force_login(scene.members[1])
    page = text(client, "score", scene.first.pk)
    assert page.count('type="number"') == 5
    client.post(url("score", scene.first.pk), plain(scene, "17.5", "20", "12,0", "", ""))
    client.post(url("score", scene.first.pk), {**plain(scene, "17.5"), "level": f"{scene.criteria[3].pk}:53"})
    assert [mark.points for mark in Mark.objects.order_by("criterion__order")] == [17.5, 20, 12, 26.5]
    assert "76" in text(client, "score", scene.first.pk)


@pytest.mark.parametrize("wrong", ["12,3", "abc", "20.5", "-1"])
def test_a_wrong_number_is_named_and_the_others_are_saved(client: Client, wrong: str) -> None:
    scene = make_day()
    client.force_login(scene.chair)
    answer = client.post(url("score", scene.first.pk), plain(scene, wrong, "20"), follow=True)
    assert "note-bad" in answer.content.decode()
    assert [mark.points for mark in Mark.objects.all()] == [20]


def test_a_field_left_as_it_was_shown_is_not_given_again(client: Client) -> None:
    """A tap made before the form was sent, but arriving after it, still stands over a value nobody has touched."""
    scene = make_day()
    scene.give(scene.chair, (30, 40))
    client.force_login(scene.chair)
    page = text(client, "score", scene.first.pk)
    shown = dict(re.findall(r'name="(shown-\d+)" value="([^"]*)"', page))
    assert list(shown.values()) == ["15", "20", "", "", ""]
    tapped_at = timezone.now()
    client.post(url("score", scene.first.pk), {**shown, **plain(scene, "15", "21", "", "", "")})
    first, second = scene.criteria[:2]
    late = save_mark(
        scene.first, criterion=first.pk, halves=20, by=scene.chair, tapped_at=tapped_at, now=timezone.now()
    )
    later = save_mark(
        scene.first, criterion=second.pk, halves=20, by=scene.chair, tapped_at=tapped_at, now=timezone.now()
    )
    assert (late.halves, late.is_older) == (20, False)
    assert (later.halves, later.is_older) == (42, True)


SENT = ["²", "9" * 5000, "abc", "-1", "٣"]


@pytest.mark.parametrize("text_sent", SENT, ids=lambda text: text[:4])
def test_what_is_no_number_is_no_error_of_the_server(client: Client, text_sent: str) -> None:
    scene = make_day(participants=2)
    keys = [defence.pk for defence in scene.defences]
    client.force_login(scene.organiser)
    asked = client.get(url("day_edit", scene.day.pk), {"cohort": text_sent})
    added = client.post(url("day_add", scene.day.pk), {"cohort": text_sent})
    moved = client.post(url("day_order", scene.day.pk), {"up": text_sent, f"place-{keys[0]}": text_sent})
    client.force_login(scene.chair)
    first = scene.criteria[0].pk
    level = client.post(url("score", scene.first.pk), {"level": f"{text_sent}:1"})
    points = client.post(url("score", scene.first.pk), {"level": f"{first}:{text_sent}", f"c{text_sent[:50]}": "1"})
    typed = client.post(url("score", scene.first.pk), {f"c{first}": text_sent})
    answers = [asked, added, moved, level, points, typed]
    assert [answer.status_code for answer in answers] == [200, 404, 302, 302, 302, 302]
    assert [defence.pk for defence in scene.defences] == keys
    assert not Mark.objects.exists()


def test_submitting_by_a_plain_form_leads_to_the_next_open_participant(client: Client) -> None:
    scene = make_day(participants=2)
    scene.give(scene.chair, MARKS["84.5"])
    client.force_login(scene.chair)
    page = text(client, "score", scene.first.pk)
    assert "84,5" in page
    answer = client.post(url("submit", scene.first.pk))
    assert answer["Location"] == url("score", scene.defences[1].pk)
    locked = text(client, "score", scene.first.pk)
    assert locked.count("disabled") >= 25
    refused = client.post(url("score", scene.first.pk), plain(scene, "1"), follow=True).content.decode()
    assert "note-bad" in refused
    assert Mark.objects.get(criterion=scene.criteria[0]).points == 17.5


def test_complete_sheets_are_submitted_from_the_list(client: Client) -> None:
    scene = make_day(participants=3)
    for defence in scene.defences[:2]:
        scene.give(scene.chair, MARKS["70"], defence)
    client.force_login(scene.chair)
    client.post(url("submit_complete", scene.day.pk))
    assert Sheet.objects.filter(submitted_at__isnull=False).count() == 2


def test_two_members_and_the_chair_bring_a_day_to_its_protocol(client: Client) -> None:
    """The whole way through the pages: score, submit, look, decide, print."""
    scene = make_day(participants=2)
    for user in scene.members:
        client.force_login(user)
        client.post(url("score", scene.first.pk), plain(scene, "17.5", "20", "12", "26.5", "8.5"))
        client.post(url("submit", scene.first.pk))
    client.force_login(scene.chair)
    board = text(client, "day", scene.day.pk)
    assert url("spread", scene.first.pk) in board
    page = text(client, "spread", scene.first.pk)
    assert "84,50" in page
    client.post(url("spread", scene.first.pk))
    client.post(url("absence", scene.defences[1].pk), {"valid_reason": "yes", "reason": "ауруханада"})
    protocol, result = Protocol.objects.get(), Result.objects.get()
    assert (result.total, result.passed, result.attempt.enrolment.status) == (85, True, Enrolment.Status.PASSED)
    assert [row["outcome"] for row in protocol.snapshot["rows"]] == ["scored", "absent_excused"]
    assert client.get(url("protocol_pdf", protocol.pk)).content.startswith(b"%PDF-")
    taken = ExportEvent.objects.get()
    assert (taken.list, taken.rows, taken.by) == ("protocol", 2, scene.chair)
    client.force_login(scene.organiser)
    results = text(client, "results", scene.cohort.pk)
    assert "dot-top" in results
    assert url("protocol_pdf", protocol.pk) in results
    waiting = text(client, "defences", scene.cohort.pk)
    assert "ауруханада" in waiting


def test_all_that_are_ready_become_final_at_once_and_those_that_differ_wait(client: Client) -> None:
    scene = make_day(participants=3)
    for defence, other in zip(scene.defences, ["85", "70", "84.5"], strict=True):
        scene.all_hand_in(MARKS["85"], MARKS[other], defence=defence)
    client.force_login(scene.chair)
    client.post(url("finalise_ready", scene.day.pk))
    assert [defence.outcome for defence in scene.defences] == ["defended", "pending", "defended"]


def test_the_board_alone_is_sent_to_a_page_that_asks_for_it(client: Client) -> None:
    scene = make_day()
    client.force_login(scene.chair)
    whole = client.get(url("day", scene.day.pk))
    part = client.get(url("day", scene.day.pk), HTTP_HX_REQUEST="true")
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "tbl-board" in part.content.decode()
    assert "HX-Request" in part["Vary"]


def test_the_chair_excuses_a_member_and_calls_back(client: Client) -> None:
    scene = make_day(participants=2)
    client.force_login(scene.chair)
    member = scene.seat(scene.members[1])
    client.post(url("excuse", scene.day.pk), {"member": member.pk, "defence": "", "reason": "ауырып қалды"})
    assert Sheet.objects.filter(excused_reason="ауырып қалды").count() == 2
    client.post(url("call_back", Sheet.objects.order_by("pk")[0].pk))
    assert Sheet.objects.filter(excused_at=None).count() == 1
    answer = client.post(url("excuse", scene.day.pk), {"member": member.pk, "reason": ""}, follow=True)
    assert "note-bad" in answer.content.decode()


def test_an_absence_is_taken_back_by_one_button(client: Client) -> None:
    scene = make_day(participants=2)
    record_absence(scene.first, valid_reason=False, by=scene.chair)
    client.force_login(scene.chair)
    assert url("absence_back", scene.first.pk) in text(client, "day", scene.day.pk)
    client.post(url("absence_back", scene.first.pk))
    assert scene.first.is_pending


def test_my_defences_open_with_today_and_the_first_open_participant(client: Client) -> None:
    scene = make_day(participants=3)
    scene.hand_in(scene.chair, MARKS["85"])
    client.force_login(scene.chair)
    page = client.get(reverse("assessment:my_defences")).content.decode()
    assert url("score", scene.defences[1].pk) in page
    assert url("score", scene.first.pk) not in page


PAGES = [
    ("day", "chair", "day"),
    ("day", "organiser", "day"),
    ("score", "chair", "defence"),
    ("round", "chair", "day"),
    ("day_edit", "organiser", "day"),
    ("defences", "organiser", "cohort"),
    ("results", "organiser", "cohort"),
]


@pytest.mark.parametrize(("name", "person", "of"), PAGES)
def test_a_page_asks_as_much_for_thirty_as_for_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, name: str, person: str, of: str
) -> None:
    scene = make_day(participants=1, members=2)
    scene.all_hand_in(MARKS["85"], MARKS["85"])
    more = make_enrolment(scene.cohort)
    add(scene, [more])
    finalise(scene.first, by=scene.chair)
    client.force_login(scene.chair if person == "chair" else scene.organiser)
    key = {"day": scene.day.pk, "defence": scene.first.pk, "cohort": scene.cohort.pk}[of]
    client.get(url(name, key))
    few = count_queries(client, url(name, key))
    add(scene, [make_enrolment(scene.cohort) for _n in range(28)])
    for defence in Defence.objects.pending()[:12]:
        scene.all_hand_in(MARKS["85"], MARKS["84.5"], defence=defence)
    for defence in Defence.objects.pending()[:6]:
        finalise(defence, by=scene.chair)
    with django_assert_max_num_queries(few):
        client.get(url(name, key))


def add(scene: Scene, enrolments: list[Enrolment]) -> None:
    add_participants(scene.day, enrolments, by=scene.organiser)


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_nothing_is_inline_and_no_number_of_an_iin_is_on_any_page(client: Client) -> None:
    scene = make_day(participants=2)
    scene.all_hand_in(MARKS["85"], MARKS["85"])
    iin = scene.first.attempt.enrolment.person.iin
    for user, addresses in (
        (scene.chair, [url("score", scene.first.pk), url("day", scene.day.pk), url("spread", scene.first.pk)]),
        (
            scene.organiser,
            [url("day_edit", scene.day.pk), url("defences", scene.cohort.pk), url("day_new", scene.cohort.pk)],
        ),
    ):
        client.force_login(user)
        for address in addresses:
            page = client.get(address).content.decode()
            assert iin not in page
            assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", page), address


@pytest.mark.usefixtures("in_english")
def test_a_member_sees_what_the_tasks_of_the_course_came_to(client: Client) -> None:
    scene = make_day(participants=2)
    module, module_day = scene.cohort.version.modules.get(order=1), scene.cohort.ends_on
    for most, points in ((10, "7.5"), (10, "9"), (30, None)):
        task = Task.objects.create(
            cohort=scene.cohort, module=module, title="Талдау", max_points=most, due_on=module_day
        )
        work = Submission.objects.create(task=task, enrolment=scene.first.attempt.enrolment, number=1, text="Жұмыс")
        Feedback.objects.create(submission=work, points=points, text="Жақсы", by=scene.chair)
    client.force_login(scene.chair)
    entries = json.loads(client.get(url("round", scene.day.pk)).content)["entries"]
    assert [entry["tasks"] for entry in entries] == ["Tasks of the course: 16.5 of 20 points", ""]
    assert "Tasks of the course: 16.5 of 20 points" in client.get(url("score", scene.first.pk)).content.decode()
