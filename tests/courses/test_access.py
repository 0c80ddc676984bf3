"""Who may open what: signed out → sign in, the wrong role → 403, not theirs → 404."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Enrolment
from people.models import User
from people.roles import Role
from tests.cast import (
    aigul,
    bolat,
    daulet,
    make_cohort,
    make_enrolment,
    make_user,
    marat,
    saule,
)

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    taught: Enrolment
    foreign: Enrolment
    users: dict[str, User]


@pytest.fixture
def scene() -> Scene:
    trainer, participant = daulet(), saule()
    taught = make_enrolment(make_cohort(trainer=trainer), participant.person)
    users = {
        "organiser": aigul(), "administrator": make_user("root@institute.example", Role.ADMINISTRATOR),
        "trainer": trainer, "participant": participant, "head": bolat(), "stranger": marat(),
    }  # fmt: skip
    return Scene(taught, make_enrolment(), users)


Address = Callable[[Scene], str]
PAGES: dict[str, tuple[Address, dict[str, int]]] = {
    "cohorts": (lambda s: reverse("courses:cohorts"), {"trainer": 200, "participant": 403, "head": 403}),
    "cohort that one teaches": (
        lambda s: reverse("courses:cohort", args=[s.taught.cohort_id]),
        {"trainer": 200, "participant": 403, "head": 403},
    ),
    "cohort of another trainer": (
        lambda s: reverse("courses:cohort", args=[s.foreign.cohort_id]),
        {"trainer": 404, "participant": 403, "head": 403},
    ),
    "own enrolment": (
        lambda s: reverse("courses:enrolment", args=[s.taught.pk]),
        {"trainer": 200, "participant": 200, "head": 404, "stranger": 404},
    ),
    "enrolment of another": (
        lambda s: reverse("courses:enrolment", args=[s.foreign.pk]),
        {"trainer": 404, "participant": 404, "head": 404, "stranger": 404},
    ),
    "own name": (
        lambda s: reverse("courses:confirm_name"),
        {"organiser": 404, "administrator": 404, "trainer": 404, "participant": 200, "head": 404, "stranger": 404},
    ),
    "programmes": (lambda s: reverse("courses:programmes"), {"organiser": 302, "administrator": 302, "trainer": 302,
                                                             "participant": 403, "head": 302}),
    "programme": (
        lambda s: reverse("courses:programme", args=[s.taught.cohort.version_id]),
        {"trainer": 200, "participant": 403, "head": 200},
    ),
    "new cohort": (lambda s: reverse("courses:cohort_new"), {"trainer": 403, "participant": 403, "head": 403}),
    "edit cohort": (
        lambda s: reverse("courses:cohort_edit", args=[s.taught.cohort_id]),
        {"trainer": 403, "participant": 403, "head": 403},
    ),
    "move cohort": (
        lambda s: reverse("courses:cohort_move", args=[s.taught.cohort_id, "defending"]),
        {"trainer": 403, "participant": 403, "head": 403},
    ),
    "add": (
        lambda s: reverse("courses:enrolment_new", args=[s.taught.cohort_id]),
        {"trainer": 403, "participant": 403, "head": 403},
    ),
    "admission": (
        lambda s: reverse("courses:admission", args=[s.taught.cohort_id]),
        {"trainer": 403, "participant": 403, "head": 403},
    ),
    "edit enrolment": (
        lambda s: reverse("courses:enrolment_edit", args=[s.taught.pk]),
        {"trainer": 403, "participant": 403, "head": 403},
    ),
    "move enrolment": (
        lambda s: reverse("courses:enrolment_move", args=[s.taught.pk, "withdrawn"]),
        {"trainer": 403, "participant": 403, "head": 403},
    ),
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_to_those_it_is_for(scene: Scene, client: Client, page: str) -> None:
    address, expected = PAGES[page]
    wanted = {"organiser": 200, "administrator": 200, "stranger": 403, **expected}
    seen = {}
    for who, user in scene.users.items():
        client.force_login(user)
        seen[who] = client.get(address(scene)).status_code
    assert seen == {who: wanted[who] for who in scene.users}


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_is_sent_to_sign_in(scene: Scene, client: Client, page: str) -> None:
    response = client.get(PAGES[page][0](scene))
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", ["decide", "ask_names", "objection_settled"])
def test_what_writes_is_only_posted_and_only_by_the_organiser(scene: Scene, client: Client, name: str) -> None:
    discrepancy = scene.taught.cohort.version.discrepancies.get(code="H")
    keys = {"decide": discrepancy.pk, "ask_names": scene.taught.cohort_id, "objection_settled": scene.taught.pk}
    address = reverse(f"courses:{name}", args=[keys[name]])
    client.force_login(scene.users["organiser"])
    assert client.get(address).status_code == 405
    seen = {}
    for who, user in scene.users.items():
        client.force_login(user)
        seen[who] = client.post(address).status_code
    assert seen == {"organiser": 302, "administrator": 302, "trainer": 403, "participant": 403, "head": 403,
                    "stranger": 403}  # fmt: skip


def test_the_trainer_sees_names_but_no_iin(scene: Scene, client: Client) -> None:
    client.force_login(scene.users["trainer"])
    page = client.get(reverse("courses:enrolment", args=[scene.taught.pk])).content.decode()
    assert scene.taught.person.full_name in page
    assert scene.taught.person.iin not in page


def test_a_trainer_lists_their_own_cohorts_only(scene: Scene, client: Client) -> None:
    client.force_login(scene.users["trainer"])
    response = client.get(reverse("courses:cohorts"))
    assert [cohort.pk for cohort in response.context["cohorts"]] == [scene.taught.cohort_id]


def test_a_move_that_is_not_on_the_table_has_no_page(scene: Scene, client: Client) -> None:
    client.force_login(scene.users["organiser"])
    for name, key, to in [
        ("cohort_move", scene.taught.cohort_id, "closed"), ("cohort_move", scene.taught.cohort_id, "nonsense"),
        ("enrolment_move", scene.taught.pk, "passed"), ("enrolment_move", scene.taught.pk, "applied"),
    ]:  # fmt: skip
        assert client.get(reverse(f"courses:{name}", args=[key, to])).status_code == 404
