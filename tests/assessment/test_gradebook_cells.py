"""What the script of the gradebook sends and is answered: each cell for itself, and every fault in words."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment import coursework
from assessment.models import CourseworkMark
from assessment.rounds import milliseconds
from courses.models import Cohort, Enrolment
from people.models import User
from tests.assessment.coursework_scenes import criteria_of, earned_cohort, earned_day, marked
from tests.assessment.scenes import gulnar, serik
from tests.cast import daulet, make_enrolment, make_result, saule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def cohort(client: Client) -> Cohort:
    cohort = earned_cohort(trainer=daulet())
    assert cohort.trainer is not None
    client.force_login(cohort.trainer)
    return cohort


@pytest.fixture
def enrolment(cohort: Cohort) -> Enrolment:
    return make_enrolment(cohort)


def send(client: Client, cohort: Cohort, *cells: dict[str, Any], user: User | None = None) -> Any:
    body = {"user": (user or cohort.trainer or daulet()).pk, "cells": list(cells)}
    address = reverse("assessment:gradebook_cells", args=[cohort.pk])
    return client.post(address, body, content_type="application/json", HTTP_ACCEPT="application/json")


def cell(enrolment: Enrolment, text: str, order: int = 1, **more: Any) -> dict[str, Any]:
    criterion = criteria_of(enrolment.cohort)[order - 1]
    return {"enrolment": enrolment.pk, "criterion": criterion.pk, "text": text, **more}


def stored() -> list[tuple[int, Decimal]]:
    return list(CourseworkMark.objects.order_by("criterion__order").values_list("criterion__order", "points"))


def test_a_cell_is_answered_with_the_time_and_with_what_stands(
    client: Client, cohort: Cohort, enrolment: Enrolment
) -> None:
    marked(enrolment, "9")
    answer = send(client, cohort, cell(enrolment, "18", seen=-1))
    data = answer.json()
    (told,) = data["cells"]
    assert (answer.status_code, data["saved"]) == (200, f"{timezone.localtime():%H:%M}")
    assert abs(data["now"] - milliseconds(timezone.now())) < 60_000
    assert (told["ok"], told["seen"], told["value"], told["suggested"], told["reason"]) == (True, 36, "18", "18", "")
    assert "Confirmed" in told["html"]
    assert "18" in data["rows"][str(enrolment.pk)]
    assert (data["counts"]["given"], data["counts"]["all"]) == ("1 of 3 given", "")
    assert "no-store" in answer["Cache-Control"]
    assert stored() == [(1, Decimal(18))]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("11,5", "11.5"),
        ("11.5", "11.5"),
        (" 11,50 ", "11.5"),
        ("12\u00a0", "12"),
        ("0", "0"),
        ("20", "20"),
        ("012", "12"),
    ],
)
def test_numbers_are_read_as_people_and_spreadsheets_write_them(
    client: Client, cohort: Cohort, enrolment: Enrolment, text: str, points: str
) -> None:
    assert send(client, cohort, cell(enrolment, text)).json()["cells"][0]["ok"]
    assert stored() == [(1, Decimal(points))]


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("көп", "no_number", "Write the points as a number: 11 or 11.5."),
        ("1e1", "no_number", "Write the points as a number: 11 or 11.5."),
        ("=1+1", "no_number", "Write the points as a number: 11 or 11.5."),
        ("١٢", "no_number", "Write the points as a number: 11 or 11.5."),
        ("11,3", "halves", "Points are given in halves: 11 or 11.5."),
        ("11.25", "halves", "Points are given in halves: 11 or 11.5."),
        ("-1", "out_of_range", "“Criterion 1”: from 0 to 20 points."),
        ("20,5", "out_of_range", "“Criterion 1”: from 0 to 20 points."),
        ("999999", "out_of_range", "“Criterion 1”: from 0 to 20 points."),
    ],
)
def test_what_is_wrong_is_told_and_not_saved(
    client: Client, cohort: Cohort, enrolment: Enrolment, text: str, code: str, sentence: str
) -> None:
    answer = send(client, cohort, cell(enrolment, text))
    (told,) = answer.json()["cells"]
    assert (answer.status_code, told["ok"], told["code"], told["message"]) == (200, False, code, sentence)
    assert (told["seen"], told["value"]) == (-1, "")
    assert stored() == []


def test_in_a_block_the_good_cells_are_saved_and_the_bad_ones_told(
    client: Client, cohort: Cohort, enrolment: Enrolment
) -> None:
    marked(enrolment, "9")
    away = make_enrolment(cohort, status="expelled")
    decided = make_enrolment(cohort)
    make_result(decided, by=cohort.trainer)
    answer = send(
        client, cohort,
        cell(enrolment, "12", 1), cell(enrolment, "20", 2), cell(enrolment, "ten", 3),
        cell(away, "5"), cell(decided, "5"), {"enrolment": 10**9, "criterion": 1, "text": "5"},
    ).json()["cells"]  # fmt: skip
    assert [told["ok"] or told["code"] for told in answer] == [
        "no_reason", True, "no_number", "not_admitted", "decided", "gone"
    ]  # fmt: skip
    assert "html" not in answer[3]
    assert stored() == [(2, Decimal(20))]


def test_a_reason_goes_along_with_each_cell_of_a_block(client: Client, cohort: Cohort, enrolment: Enrolment) -> None:
    marked(enrolment, "9")
    marked(enrolment, "9", kind="case")
    cells = [cell(enrolment, "12", order, reason="кеш тапсырды") for order in (1, 2)]
    assert [told["ok"] for told in send(client, cohort, *cells).json()["cells"]] == [True, True]
    assert list(CourseworkMark.objects.values_list("reason", flat=True)) == ["кеш тапсырды"] * 2


def test_an_emptied_cell_takes_the_points_back(client: Client, cohort: Cohort, enrolment: Enrolment) -> None:
    send(client, cohort, cell(enrolment, "12"))
    (told,) = send(client, cohort, cell(enrolment, " ", seen=24)).json()["cells"]
    assert (told["ok"], told["seen"]) == (True, -1)
    assert stored() == []


def test_a_conflict_is_told_with_who_and_what_and_mine_can_be_put_knowingly(
    client: Client, cohort: Cohort, enrolment: Enrolment
) -> None:
    coursework.give(enrolment, criteria_of(cohort)[0], halves=25, by=gulnar())
    (told,) = send(client, cohort, cell(enrolment, "11", seen=-1)).json()["cells"]
    assert (told["code"], told["seen"], told["value"]) == ("changed", 25, "12.5")
    assert told["message"] == "Гүлнар Ахметова has given 12.5 points meanwhile: look at them, then decide."
    assert send(client, cohort, cell(enrolment, "11", seen=25)).json()["cells"][0]["ok"]
    assert stored() == [(1, Decimal(11))]


def test_a_block_whose_answer_was_lost_is_sent_again_without_harm(
    client: Client, cohort: Cohort, enrolment: Enrolment
) -> None:
    cells = [cell(enrolment, "11", order, seen=-1) for order in (1, 2, 3)]
    for _time in range(2):
        assert [told["ok"] for told in send(client, cohort, *cells).json()["cells"]] == [True] * 3
    assert CourseworkMark.history.count() == 3


def test_the_same_points_that_somebody_else_was_quicker_to_give_are_not_mine_to_undo(
    client: Client, cohort: Cohort, enrolment: Enrolment
) -> None:
    coursework.give(enrolment, criteria_of(cohort)[0], halves=22, by=gulnar())
    told = send(client, cohort, cell(enrolment, "11", 1, seen=-1), cell(enrolment, "11", 2, seen=-1)).json()["cells"]
    assert [(each["ok"], each["own"]) for each in told] == [(True, False), (True, True)]
    told = send(client, cohort, cell(enrolment, "11", 2, seen=-1), cell(enrolment, "", 3, seen=-1)).json()["cells"]
    assert [(each["ok"], each["own"]) for each in told] == [(True, True), (True, True)]


# ---- who asks


def test_the_session_that_ended_is_told_apart_from_everything_else(
    client: Client, cohort: Cohort, enrolment: Enrolment
) -> None:
    client.logout()
    assert send(client, cohort, cell(enrolment, "11")).status_code == 401


def test_cells_of_one_user_are_never_saved_in_another_s_name(
    client: Client, cohort: Cohort, enrolment: Enrolment
) -> None:
    answer = send(client, cohort, cell(enrolment, "11"), user=gulnar())
    assert (answer.status_code, answer.json()["code"]) == (409, "other_user")
    assert stored() == []


@pytest.mark.parametrize(("who", "status", "code"), [("member", 403, "not_allowed"), ("other", 403, "not_allowed"),
                                                     ("participant", 404, "gone")])  # fmt: skip
def test_who_may_not_write_is_refused_in_our_own_words(client: Client, who: str, status: int, code: str) -> None:
    scene = earned_day(members=2)
    people: dict[str, Callable[[], User]] = {
        "member": lambda: scene.members[1], "other": serik, "participant": saule
    }  # fmt: skip
    user = people[who]()
    client.force_login(user)
    answer = send(client, scene.cohort, cell(scene.first.attempt.enrolment, "11"), user=user)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert stored() == []


def test_a_request_without_the_token_is_refused(cohort: Cohort, enrolment: Enrolment) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert cohort.trainer is not None
    careful.force_login(cohort.trainer)
    assert send(careful, cohort, cell(enrolment, "11")).status_code == 403
    assert stored() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"enrolment": "1"}, {"enrolment": None}, {"criterion": 1.5}, {"criterion": True}, {"text": 11}, {"text": None},
        {"seen": "x"}, {"seen": -2}, {"seen": 10**9}, {"reason": 5}, {"reason": "a\x00b"},
        {"reason": "\ud83d"},
    ],
)  # fmt: skip
def test_a_cell_that_no_script_of_ours_sends_is_refused(
    client: Client, cohort: Cohort, enrolment: Enrolment, wrong: dict[str, Any]
) -> None:
    answer = send(client, cohort, cell(enrolment, "11") | wrong)
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")
    assert stored() == []


@pytest.mark.parametrize(
    "body", ["[]", "not json", "{}", '{"user": 1}', "null", "[" * 5_000, '{"user": 1, "cells": []}']
)
def test_a_broken_body_is_refused(client: Client, cohort: Cohort, body: str) -> None:
    address = reverse("assessment:gradebook_cells", args=[cohort.pk])
    assert client.post(address, body, content_type="application/json").status_code == 400


def test_more_cells_than_a_block_takes_are_refused(client: Client, cohort: Cohort, enrolment: Enrolment) -> None:
    assert send(client, cohort, *[cell(enrolment, "1")] * 301).status_code == 400


def test_what_a_person_typed_is_never_markup_in_an_answer(client: Client, cohort: Cohort, enrolment: Enrolment) -> None:
    marked(enrolment, "9")
    (told,) = send(client, cohort, cell(enrolment, "11", reason="<b onclick=x>")).json()["cells"]
    assert "<b onclick" not in told["html"]
    assert "&lt;b onclick" in told["html"]


# ---- thirty participants by three criteria, as they are pasted from Excel


def test_a_pasted_block_costs_a_bounded_number_of_queries_for_each_cell(client: Client, cohort: Cohort) -> None:
    people = [make_enrolment(cohort) for _ in range(30)]
    block = [cell(enrolment, "11,5", order) for enrolment in people for order in (1, 2, 3)]

    def asked(cells: list[dict[str, Any]]) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert all(told["ok"] for told in send(client, cohort, *cells).json()["cells"])
        return len(queries)

    one = asked(block[:1])
    two = asked(block[1:3])
    rest = asked(block[3:])
    assert len(stored()) == 90
    each = two - one
    # What a block costs beside its cells is the same for all of them.
    assert (rest - one) == 86 * each
    assert each <= 20
