"""Who may open what: not theirs does not exist, another's task is refused, a stranger signs in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assessment.finalising import finalise
from assessment.models import Protocol
from courses.models import Cohort
from people.models import RoleGrant, User
from people.roles import Role
from tests.assessment.scenes import MARKS, Scene, make_day
from tests.cast import bolat, make_user, marat, saule

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """Two participants; the first has everybody's sheet, the second nobody's."""
    scene = make_day(participants=2)
    scene.all_hand_in(MARKS["85"], MARKS["85"])
    return scene


def who(scene: Scene, name: str) -> User:
    people: dict[str, Callable[[], User]] = {
        "organiser": lambda: scene.organiser,
        "chair": lambda: scene.chair,
        "member": lambda: scene.members[1],
        "trainer": lambda: make_user("other@institute.example", Role.TRAINER),
        "administrator": lambda: make_user("root@institute.example", Role.ADMINISTRATOR),
        "head": bolat,
        "participant": saule,
        "stranger": marat,
    }
    return people[name]()


NOBODY = {"participant": 404, "stranger": 404}
PAGES: dict[str, dict[str, int]] = {
    "day": {"organiser": 200, "administrator": 200, "chair": 200, "member": 200, "trainer": 404, "head": 404, **NOBODY},
    "day_edit": {
        "organiser": 200, "administrator": 200, "chair": 403, "member": 403, "trainer": 403, "head": 403, **NOBODY,
    },
    "hand_over": {"organiser": 200, "administrator": 200, "chair": 403, "member": 403, "trainer": 403, **NOBODY},
    "round": {"organiser": 404, "chair": 200, "member": 200, "trainer": 404, **NOBODY},
    "score": {"organiser": 404, "administrator": 404, "chair": 200, "member": 200, "trainer": 404, **NOBODY},
    "spread": {"organiser": 403, "administrator": 403, "chair": 200, "member": 403, "trainer": 404, **NOBODY},
    "absence": {"organiser": 403, "chair": 200, "member": 403, "trainer": 404, **NOBODY},
    "defences": {"organiser": 200, "administrator": 200, "trainer": 404, **NOBODY},
    "results": {"organiser": 200, "administrator": 200, "trainer": 404, **NOBODY},
    "day_new": {"organiser": 200, "chair": 403, "member": 403, "trainer": 403, "participant": 403, "stranger": 403},
    "my_defences": {"organiser": 200, "chair": 200, "trainer": 200, "head": 200, **NOBODY},
}  # fmt: skip


def address(scene: Scene, page: str) -> str:
    keys = {**dict.fromkeys(("day", "day_edit", "hand_over", "round"), scene.day.pk), "my_defences": None}
    cohort = {"defences", "results", "day_new"}
    key = scene.cohort.pk if page in cohort else keys.get(page, scene.first.pk)
    return reverse(f"assessment:{page}", args=[key] if key else [])


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_to_those_whose_they_are(scene: Scene, client: Client, page: str) -> None:
    found = {}
    for person in PAGES[page]:
        client.force_login(who(scene, person))
        found[person] = client.get(address(scene, page)).status_code
    assert found == PAGES[page]


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_signs_in_first(scene: Scene, client: Client, page: str) -> None:
    answer = client.get(address(scene, page))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


ACTS: dict[str, dict[str, int]] = {
    "finalise_ready": {"organiser": 403, "member": 403, "trainer": 404, **NOBODY},
    "excuse": {"organiser": 403, "member": 403, "trainer": 404, **NOBODY},
    "day_order": {"chair": 403, "member": 403, "trainer": 403, **NOBODY},
    "day_add": {"chair": 403, "member": 403, **NOBODY},
    "day_drop": {"chair": 403, "member": 403, **NOBODY},
    "hand_over": {"chair": 403, "member": 403, "trainer": 403, "head": 403, **NOBODY},
    "submit_complete": {"organiser": 404, "trainer": 404, **NOBODY},
    "submit": {"organiser": 404, "trainer": 404, **NOBODY},
    "spread": {"organiser": 403, "member": 403, "trainer": 404, **NOBODY},
    "absence": {"organiser": 403, "member": 403, "trainer": 404, **NOBODY},
    "absence_back": {"organiser": 403, "member": 403, "trainer": 404, **NOBODY},
    "defence_remove": {"chair": 403, "member": 403, "trainer": 403, **NOBODY},
}


@pytest.mark.parametrize("act", ACTS)
def test_what_is_not_theirs_to_do_is_refused(scene: Scene, client: Client, act: str) -> None:
    of_day = {"finalise_ready", "excuse", "day_order", "day_add", "day_drop", "hand_over", "submit_complete"}
    url = reverse(f"assessment:{act}", args=[scene.day.pk if act in of_day else scene.first.pk])
    found = {}
    for person in ACTS[act]:
        client.force_login(who(scene, person))
        found[person] = client.post(url).status_code
    assert found == ACTS[act]
    assert [defence.outcome for defence in scene.defences] == ["pending", "pending"]


@pytest.mark.parametrize(
    ("roles", "expected"), [([], 403), ([Role.ORGANISER], 403), ([Role.TRAINER], 200), ([Role.HEAD], 200)]
)
def test_a_seat_ends_with_the_role_that_gave_it(scene: Scene, client: Client, roles: list[Role], expected: int) -> None:
    scene.chair.role_grants.all().delete()
    RoleGrant.objects.bulk_create(RoleGrant(user=scene.chair, role=role) for role in roles)
    client.force_login(scene.chair)
    for page in ("round", "score", "absence"):
        assert client.get(address(scene, page)).status_code == expected, page
    tap = {"user": scene.chair.pk, "criterion": scene.criteria[0].pk, "halves": 20, "at": 1}
    url = reverse("assessment:mark", args=[scene.defences[1].pk])
    answer = client.post(url, tap, content_type="application/json")
    assert (answer.status_code, answer.json().get("code")) == (expected, None if expected == 200 else "not_allowed")
    day = client.get(address(scene, "day"))
    assert day.status_code == (403 if not roles else 200)
    if Role.ORGANISER in roles:
        assert reverse("assessment:excuse", args=[scene.day.pk]) not in day.content.decode()


def test_nobody_sees_another_members_marks_before_the_result_is_final(scene: Scene, client: Client) -> None:
    """The second participant has one sheet: neither page nor data of the other member tells its points."""
    second = scene.defences[1]
    scene.hand_in(scene.chair, (37, 43, 25, 47, 13), second)
    client.force_login(scene.members[1])
    seen = [
        client.get(reverse("assessment:score", args=[second.pk])),
        client.get(reverse("assessment:day", args=[scene.day.pk])),
        client.get(reverse("assessment:round", args=[scene.day.pk])),
    ]
    data = seen[2].json()
    assert data["entries"][1]["marks"] == {}
    for answer in seen[:2]:
        text = answer.content.decode()
        assert "82,5" not in text
        assert "23,5" not in text


def test_the_chair_sees_who_has_submitted_but_no_marks_before_all_have(scene: Scene, client: Client) -> None:
    second = scene.defences[1]
    scene.hand_in(scene.members[1], (37, 43, 25, 47, 13), second)
    client.force_login(scene.chair)
    page = client.get(reverse("assessment:spread", args=[second.pk])).content.decode()
    board = client.get(reverse("assessment:day", args=[scene.day.pk])).content.decode()
    assert scene.chair.name in page
    for text in (page, board):
        assert "82,5" not in text
        assert "23,5" not in text


def test_the_marks_open_to_the_commission_and_the_organiser_when_the_result_is_final(
    scene: Scene, client: Client
) -> None:
    finalise(scene.first, by=scene.chair)
    for user in (scene.organiser, scene.members[1]):
        client.force_login(user)
        answer = client.get(reverse("assessment:spread", args=[scene.first.pk]))
        assert answer.status_code == 200
        assert "26,5" in answer.content.decode()


def test_the_protocol_is_printed_for_those_who_sign_keep_or_wrote_it(client: Client) -> None:
    scene = make_day(members=2)
    scene.all_hand_in(MARKS["85"], MARKS["85"])
    finalise(scene.first, by=scene.chair)
    expected = {"organiser": 200, "chair": 200, "member": 200, "head": 200, "trainer": 403, **NOBODY}
    found = {}
    for person in expected:
        client.force_login(who(scene, person))
        answer = client.get(reverse("assessment:protocol_pdf", args=[Protocol.objects.get().pk]))
        found[person] = answer.status_code
        if answer.status_code == 200:
            assert answer.content.startswith(b"%PDF-")
            year = scene.day.held_on.year
            assert answer["Content-Disposition"] == f'inline; filename="protocol-{year}-1.pdf"'
    assert found == expected


def test_the_trainer_of_a_cohort_may_read_its_days_and_results_but_not_plan(client: Client) -> None:
    scene = make_day()
    teacher = make_user("teacher@institute.example", Role.TRAINER)
    Cohort.objects.update(trainer=teacher)
    client.force_login(teacher)
    page = client.get(reverse("assessment:defences", args=[scene.cohort.pk]))
    assert page.status_code == 200
    assert reverse("assessment:day_edit", args=[scene.day.pk]) not in page.content.decode()
    assert client.get(reverse("assessment:results", args=[scene.cohort.pk])).status_code == 200
    assert client.get(reverse("assessment:day_new", args=[scene.cohort.pk])).status_code == 403
