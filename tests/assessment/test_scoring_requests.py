"""What a phone sends and what it is answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import Defence, DefenceDay, Mark, Sheet
from assessment.rounds import milliseconds
from people.models import User
from tests.assessment.scenes import MARKS, Scene, make_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(client: Client) -> Scene:
    scene = make_day(participants=2)
    client.force_login(scene.chair)
    return scene


def tap(client: Client, scene: Scene, halves: int, *, at: int = 0, user: User | None = None) -> Any:
    body = {
        "user": (user or scene.chair).pk,
        "criterion": scene.criteria[0].pk,
        "halves": halves,
        "at": milliseconds(timezone.now()) + at * 1000,
    }
    address = reverse("assessment:mark", args=[scene.first.pk])
    return client.post(address, body, content_type="application/json", HTTP_ACCEPT="application/json")


def finish(client: Client, scene: Scene, marks: tuple[int, ...], defence: Defence | None = None) -> Any:
    seen = {str(criterion.pk): halves for criterion, halves in zip(scene.criteria, marks, strict=False)}
    address = reverse("assessment:submit", args=[(defence or scene.first).pk])
    body = {"user": scene.chair.pk, "marks": seen}
    return client.post(address, body, content_type="application/json", HTTP_ACCEPT="application/json")


def test_a_tap_is_answered_with_the_time_and_with_what_stands(client: Client, scene: Scene) -> None:
    answer = tap(client, scene, 35)
    data = answer.json()
    assert answer.status_code == 200
    assert data["saved"] == f"{timezone.localtime():%H:%M}"
    assert (data["criterion"], data["halves"], data["older"]) == (scene.criteria[0].pk, 35, False)
    assert abs(data["now"] - milliseconds(timezone.now())) < 60_000
    assert Mark.objects.get().points == 17.5
    assert "no-store" in answer["Cache-Control"]


def test_a_late_tap_is_answered_with_the_newer_mark(client: Client, scene: Scene) -> None:
    tap(client, scene, 35)
    data = tap(client, scene, 20, at=-60).json()
    assert (data["older"], data["halves"]) == (True, 35)


def test_a_tap_after_submission_is_refused_with_a_sentence_and_the_sheet(client: Client, scene: Scene) -> None:
    scene.hand_in(scene.chair, MARKS["85"])
    answer = tap(client, scene, 20)
    data = answer.json()
    assert (answer.status_code, data["code"], data["entry"]["state"]) == (409, "submitted", "submitted")
    assert "Абаева" in data["message"]
    assert data["entry"]["marks"][str(scene.criteria[0].pk)] == 36


def test_the_session_that_ended_is_told_apart_from_everything_else(client: Client, scene: Scene) -> None:
    client.logout()
    assert tap(client, scene, 35).status_code == 401
    assert finish(client, scene, MARKS["85"]).status_code == 401
    address = reverse("assessment:round", args=[scene.day.pk])
    assert client.get(address, HTTP_ACCEPT="application/json").status_code == 401


def test_taps_of_one_member_are_never_taken_from_another_members_session(client: Client, scene: Scene) -> None:
    client.force_login(scene.members[1])
    answer = tap(client, scene, 35, user=scene.chair)
    assert (answer.status_code, answer.json()["code"]) == (409, "other_user")
    assert finish(client, scene, MARKS["85"]).json()["code"] == "other_user"
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"halves": "35"}, {"halves": 35.5}, {"halves": None}, {"halves": True}, {"halves": -1}, {"halves": 10**9},
        {"at": "now"}, {"at": 10**18}, {"criterion": "x"}, {"user": None},
    ],
)  # fmt: skip
def test_what_is_no_tap_is_refused(client: Client, scene: Scene, wrong: dict[str, Any]) -> None:
    right = {"user": scene.chair.pk, "criterion": scene.criteria[0].pk, "halves": 35, "at": 1}
    address = reverse("assessment:mark", args=[scene.first.pk])
    assert client.post(address, right | wrong, content_type="application/json").status_code == 400
    assert not Mark.objects.exists()
    assert client.post(address, right, content_type="application/json").status_code == 200


@pytest.mark.parametrize("body", ["[]", "not json", "{}", '{"user": 1}', "null"])
def test_a_broken_body_is_refused(client: Client, scene: Scene, body: str) -> None:
    for name in ("mark", "submit"):
        address = reverse(f"assessment:{name}", args=[scene.first.pk])
        assert client.post(address, body, content_type="application/json").status_code == 400


def test_a_request_without_the_token_is_refused(scene: Scene) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(scene.chair)
    assert tap(strict, scene, 35).status_code == 403
    strict.get(reverse("assessment:round", args=[scene.day.pk]))
    token = strict.cookies["csrftoken"].value
    body = {"user": scene.chair.pk, "criterion": scene.criteria[0].pk, "halves": 35, "at": 1}
    address = reverse("assessment:mark", args=[scene.first.pk])
    answer = strict.post(address, body, content_type="application/json", HTTP_X_CSRFTOKEN=token)
    assert answer.status_code == 200


def test_a_sheet_is_submitted_with_the_marks_that_were_seen(client: Client, scene: Scene) -> None:
    scene.give(scene.chair, MARKS["84.5"])
    other = finish(client, scene, MARKS["85"])
    assert (other.status_code, other.json()["code"]) == (409, "changed")
    answer = finish(client, scene, MARKS["84.5"])
    assert answer.status_code == 200
    assert answer.json()["entry"]["state"] == "submitted"
    assert "84,5" in answer.json()["said"]
    assert finish(client, scene, MARKS["84.5"]).status_code == 200, "sent twice, submitted once"
    assert Sheet.objects.get().submitted_at is not None


def test_the_round_holds_ones_own_marks_as_whole_numbers(client: Client, scene: Scene) -> None:
    scene.give(scene.chair, MARKS["84.5"][:2])
    scene.give(scene.members[1], MARKS["0"])
    data = client.get(reverse("assessment:round", args=[scene.day.pk])).json()
    first = data["entries"][0]
    assert list(first["marks"].values()) == [35, 40]
    assert (first["state"], first["when"], data["user"]) == ("open", "14:00–14:20", scene.chair.pk)
    table = data["rubrics"][str(first["rubric"])]
    assert [criterion["max"] for criterion in table["criteria"]] == [40, 50, 30, 60, 20]
    assert [band["floor"] for band in table["bands"]] == [85, 70, 50, 0]


HOSTILE = {
    "deep": "[" * 100_000,
    "a long number": '{"user": ' + "9" * 5000 + "}",
    "a long key": '{"user": %(user)s, "marks": {"' + "9" * 5000 + '": 1}}',
    "a superscript": '{"user": %(user)s, "marks": {"²": 1}}',
    "a number with a fraction": '{"user": %(user)s, "criterion": 1.5, "halves": 1, "at": 1}',
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_body_is_no_error_of_the_server(client: Client, scene: Scene, body: str) -> None:
    for name in ("mark", "submit"):
        address = reverse(f"assessment:{name}", args=[scene.first.pk])
        answer = client.post(address, body.replace("%(user)s", str(scene.chair.pk)), content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")


def test_a_participant_who_is_not_ours_is_told_in_our_own_words(client: Client, scene: Scene) -> None:
    """A bare 404 may come from anywhere on the way; the phone drops a tap on this one only."""
    for name, body in (
        ("mark", {"user": scene.chair.pk, "criterion": 1, "halves": 1, "at": 1}),
        ("submit", {"user": scene.chair.pk, "marks": {}}),
    ):
        answer = client.post(reverse(f"assessment:{name}", args=[10**6]), body, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (404, "gone")


def test_a_day_to_come_is_closed_on_the_page_and_says_why(client: Client, scene: Scene) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    DefenceDay.objects.update(held_on=tomorrow)
    entry = client.get(reverse("assessment:round", args=[scene.day.pk])).json()["entries"][0]
    assert entry["state"] == "early"
    assert f"{tomorrow:%d.%m.%Y}" in entry["note"]
    page = client.get(reverse("assessment:score", args=[scene.first.pk])).content.decode()
    assert entry["note"] in page
    answer = tap(client, scene, 35)
    assert (answer.status_code, answer.json()["code"]) == (409, "to_come")
