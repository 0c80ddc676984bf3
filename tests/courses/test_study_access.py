"""Who may open what of a cohort's study: signed out → sign in, the wrong role → 403, not theirs → 404."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from courses import handing_out
from courses.handing_in import hand_in
from courses.models import Enrolment, Material, MaterialVersion, SelfAssessment, Submission, Task
from people.models import User
from people.roles import Role
from tests.cast import bolat, make_cohort, make_enrolment, make_person, make_user, marat
from tests.courses.study_scenes import PDF, Scene, make_scene, pdf

pytestmark = pytest.mark.django_db


@dataclass
class Doors:
    scene: Scene
    task: Task
    material: Material
    submission: Submission
    users: dict[str, User]

    @property
    def file(self) -> str:
        return reverse("courses:material_file", args=[self.material.newest.pk])

    @property
    def sent_file(self) -> str:
        return reverse("courses:submission_file", args=[self.submission.pk, self.submission.uploads.get().pk])


def participant_of(cohort_enrolment: Enrolment) -> User:
    person = cohort_enrolment.person
    return make_user(person.email, name=person.full_name, person=person)


@pytest.fixture
def doors() -> Doors:
    scene = make_scene()
    task, material = scene.task(), scene.material()
    submission = hand_in(task, scene.enrolment, text="Жұмыс", files=[pdf()], by=scene.participant)
    users = {
        "organiser": scene.organiser, "administrator": make_user("root@institute.example", Role.ADMINISTRATOR),
        "trainer": scene.trainer, "participant": scene.participant,
        "classmate": participant_of(make_enrolment(scene.cohort)),
        "other cohort": participant_of(make_enrolment(make_cohort(version=scene.cohort.version))),
        "other trainer": make_user("other@institute.example", Role.TRAINER), "head": bolat(), "stranger": marat(),
    }  # fmt: skip
    return Doors(scene, task, material, submission, users)


def seen(doors: Doors, client: Client, address: str, *, post: bool = False) -> dict[str, int]:
    found = {}
    for who, user in doors.users.items():
        client.force_login(user)
        found[who] = (client.post(address) if post else client.get(address)).status_code
    return found


STAFF = {
    "organiser": 200, "administrator": 200, "trainer": 200, "participant": 403, "classmate": 403, "other cohort": 403,
    "other trainer": 404, "head": 403, "stranger": 403,
}  # fmt: skip
OWN = {
    "organiser": 404, "administrator": 404, "trainer": 404, "participant": 200, "classmate": 200, "other cohort": 200,
    "other trainer": 404, "head": 404, "stranger": 404,
}  # fmt: skip
Address = Callable[[Doors], str]
PAGES: dict[str, tuple[Address, dict[str, int]]] = {
    "study": (lambda d: reverse("courses:study", args=[d.scene.cohort.pk]), STAFF),
    "copy": (lambda d: reverse("courses:study_copy", args=[d.scene.cohort.pk]), STAFF),
    "new material": (lambda d: reverse("courses:material_new", args=[d.scene.cohort.pk]), STAFF),
    "new task": (lambda d: reverse("courses:task_new", args=[d.scene.cohort.pk]), STAFF),
    "material": (lambda d: reverse("courses:material", args=[d.material.pk]), STAFF),
    "edit material": (lambda d: reverse("courses:material_edit", args=[d.material.pk]), STAFF),
    "task": (lambda d: reverse("courses:task", args=[d.task.pk]), STAFF),
    "edit task": (lambda d: reverse("courses:task_edit", args=[d.task.pk]), STAFF),
    "work": (lambda d: reverse("courses:work", args=[d.task.pk, d.scene.enrolment.pk]), STAFF),
    "my tasks": (lambda d: reverse("courses:my_tasks"), OWN),
    "my materials": (lambda d: reverse("courses:my_materials"), OWN),
    "my self-assessment": (lambda d: reverse("courses:my_self_assessment"), OWN),
    "my task": (lambda d: reverse("courses:my_task", args=[d.task.pk]), {**OWN, "other cohort": 404}),
    "material's file": (
        lambda d: d.file,
        {**dict.fromkeys(OWN, 404), "organiser": 200, "administrator": 200, "trainer": 200, "participant": 200,
         "classmate": 200},
    ),
    "submission's file": (
        lambda d: d.sent_file,
        {**dict.fromkeys(OWN, 404), "organiser": 200, "administrator": 200, "trainer": 200, "participant": 200},
    ),
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_to_those_it_is_for(doors: Doors, client: Client, page: str) -> None:
    address, expected = PAGES[page]
    assert seen(doors, client, address(doors)) == expected


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_is_sent_to_sign_in(doors: Doors, client: Client, page: str) -> None:
    response = client.get(PAGES[page][0](doors))
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize(
    "name", ["material_withdraw", "material_bring_back", "task_close", "task_reopen", "starting_set"]
)
def test_what_writes_is_only_posted_and_only_by_the_staff_of_the_cohort(
    doors: Doors, client: Client, name: str
) -> None:
    pk = {"material": doors.material.pk, "task": doors.task.pk, "starting": doors.scene.cohort.pk}[name.split("_")[0]]
    address = reverse(f"courses:{name}", args=[pk])
    client.force_login(doors.scene.organiser)
    assert client.get(address).status_code == 405
    # The starting set is refused on its page, because the cohort has a task.
    done = 200 if name == "starting_set" else 302
    assert seen(doors, client, address, post=True) == {
        who: done if code == 200 else code for who, code in STAFF.items()
    }


@pytest.mark.parametrize("which", ["file", "sent_file"])
def test_a_file_is_a_download_that_no_browser_runs(doors: Doors, client: Client, which: str) -> None:
    client.force_login(doors.scene.participant)
    response = client.get(getattr(doors, which))
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("state", ["to come", "withdrawn", "earlier version", "link"])
def test_what_is_not_shown_today_is_not_downloaded_either(doors: Doors, client: Client, state: str) -> None:
    version: MaterialVersion = doors.material.newest
    if state == "to come":
        Material.objects.update(visible_from=doors.scene.day(1))
    elif state == "withdrawn":
        handing_out.withdraw(doors.material, by=doors.scene.trainer)
    else:
        newer = handing_out.renew(doors.material, link="https://example.kz", note="x", by=doors.scene.trainer)
        version = newer if state == "link" else version
    address = reverse("courses:material_file", args=[version.pk])
    client.force_login(doors.scene.participant)
    assert client.get(address).status_code == 404
    client.force_login(doors.scene.trainer)
    assert client.get(address).status_code == (404 if state == "link" else 200)


@pytest.mark.parametrize("status", ["applied", "declined", "withdrawn", "transferred", "expelled"])
def test_who_is_not_inside_the_course_has_nothing_of_it(doors: Doors, client: Client, status: str) -> None:
    Enrolment.objects.filter(pk=doors.scene.enrolment.pk).update(status=status)
    client.force_login(doors.scene.participant)
    own = [reverse("courses:my_tasks"), reverse("courses:my_materials"), reverse("courses:my_self_assessment")]
    addresses = [*own, reverse("courses:my_task", args=[doors.task.pk]), doors.file, doors.sent_file]
    assert [client.get(address).status_code for address in addresses] == [404] * 6


def test_a_file_is_asked_for_by_its_own_submission(doors: Doors, client: Client) -> None:
    other = hand_in(doors.scene.task(title="Басқа"), doors.scene.enrolment, text="x", by=None)
    client.force_login(doors.scene.participant)
    upload = doors.submission.uploads.get()
    assert client.get(reverse("courses:submission_file", args=[other.pk, upload.pk])).status_code == 404


def test_a_task_that_has_not_opened_has_no_page_for_participants(doors: Doors, client: Client) -> None:
    task = doors.scene.task(opens_on=doors.scene.day(1))
    client.force_login(doors.scene.participant)
    assert client.get(reverse("courses:my_task", args=[task.pk])).status_code == 404


def test_a_work_that_was_not_handed_in_has_no_page(doors: Doors, client: Client) -> None:
    other = Enrolment.objects.exclude(pk=doors.scene.enrolment.pk).filter(cohort=doors.scene.cohort).get()
    client.force_login(doors.scene.trainer)
    assert client.get(reverse("courses:work", args=[doors.task.pk, other.pk])).status_code == 404


@pytest.mark.parametrize(("moment", "status"), [("during", 404), ("before", 302)])
def test_a_moment_is_filled_in_on_its_page_and_none_besides_the_two(
    doors: Doors, client: Client, moment: str, status: int
) -> None:
    client.force_login(doors.scene.participant)
    assert client.get(reverse("courses:my_self_assess", args=[doors.scene.enrolment.pk, moment])).status_code == status


def test_nobody_fills_in_somebody_elses_self_assessment_or_one_of_a_course_they_left(
    doors: Doors, client: Client
) -> None:
    theirs = Enrolment.objects.exclude(pk=doors.scene.enrolment.pk).filter(cohort=doors.scene.cohort).get()
    left = make_enrolment(make_cohort(), doors.scene.enrolment.person, status="withdrawn")
    client.force_login(doors.scene.participant)
    words = {"before-reflection": "Ой"}
    answers = [client.post(reverse("courses:my_self_assess", args=[row.pk, "before"]), words) for row in (theirs, left)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert not SelfAssessment.objects.exists()


def test_nothing_is_taken_over_from_a_cohort_one_does_not_see(doors: Doors, client: Client) -> None:
    foreign = make_cohort(version=doors.scene.cohort.version)
    Task.objects.create(
        cohort=foreign, module=doors.scene.module, kind="case", title="x", text="x", due_on=doors.scene.day(1)
    )
    client.force_login(doors.scene.trainer)
    address = reverse("courses:study_copy", args=[doors.scene.cohort.pk])
    assert client.get(address, {"source": foreign.pk}).status_code == 404
    assert client.post(address, {"source": foreign.pk}).status_code == 404
    assert make_person().pk
    assert doors.scene.cohort.tasks.count() == 1
