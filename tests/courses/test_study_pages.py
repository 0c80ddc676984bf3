"""The pages of materials, tasks and self-assessment: what they do, and with how many queries."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.giving_feedback import give_feedback
from courses.handing_in import hand_in
from courses.models import Enrolment, Feedback, Material, SelfAssessment, Submission, Task
from tests.cast import make_cohort, make_enrolment
from tests.courses.study_scenes import Scene, make_scene, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def at(name: str, *args: Any) -> str:
    return reverse(f"courses:{name}", args=args)


def page_of(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_a_material_is_added_and_renewed_on_its_pages(scene: Scene, client: Client) -> None:
    client.force_login(scene.trainer)
    given = {"module": scene.module.pk, "kind": "law", "title": "Заң", "visible_from": "", "link": "", "whole": "1"}
    response = client.post(at("material_new", scene.cohort.pk), {**given, "file": pdf("zan.pdf")})
    assert response["Location"] == at("study", scene.cohort.pk)
    material = Material.objects.get()
    client.post(at("material", material.pk), {"note": "Жаңа редакция", "link": "example.kz/zan", "whole": "1"})
    page = page_of(client.get(at("material", material.pk)))
    assert [text in page for text in ("zan.pdf", "https://example.kz/zan", "Жаңа редакция", "Дәулет Оспанов")] == [
        True
    ] * 4


@pytest.mark.usefixtures("in_english")
def test_a_material_that_is_refused_keeps_what_was_typed(scene: Scene, client: Client) -> None:
    client.force_login(scene.trainer)
    given = {"module": scene.module.pk, "kind": "law", "title": "Ұзақ атау", "link": "not an address", "whole": "1"}
    page = page_of(client.post(at("material_new", scene.cohort.pk), given))
    assert 'value="Ұзақ атау"' in page
    assert "Enter a valid URL." in page
    assert not Material.objects.exists()


def test_a_task_is_set_with_a_decimal_comma_and_with_a_point(scene: Scene, client: Client) -> None:
    client.force_login(scene.trainer)
    for typed in ("7,5", "7.5"):
        given = {
            "module": scene.module.pk, "kind": "case", "title": typed, "text": "x", "max_points": typed, "opens_on": "",
            "due_on": f"{scene.day(3):%d.%m.%Y}",
        }  # fmt: skip
        assert client.post(at("task_new", scene.cohort.pk), given).status_code == 302
    assert {task.max_points for task in Task.objects.all()} == {Decimal("7.5")}


@pytest.mark.usefixtures("in_english")
def test_two_who_change_one_task_lose_nothing(scene: Scene, client: Client) -> None:
    task = scene.task()
    client.force_login(scene.trainer)
    form = client.get(at("task_edit", task.pk)).context["form"]
    given = {
        "module": task.module_id, "kind": task.kind, "title": "Бірінші", "text": task.text, "max_points": "10",
        "opens_on": "", "due_on": f"{task.due_on:%Y-%m-%d}", "seen": form.initial["seen"],
    }  # fmt: skip
    assert client.post(at("task_edit", task.pk), given).status_code == 302
    client.force_login(scene.organiser)
    response = client.post(at("task_edit", task.pk), {**given, "title": task.title, "text": "Менің сөзім"})
    page = page_of(response)
    assert "Somebody else has saved this meanwhile" in page
    assert "Менің сөзім</textarea>" in page
    assert 'value="Бірінші"' in page
    assert Task.objects.get().text == task.text


def test_the_starting_set_is_one_button(scene: Scene, client: Client) -> None:
    client.force_login(scene.trainer)
    assert page_of(client.get(at("study", scene.cohort.pk))).count("Тапсырма <span") == 6
    assert client.post(at("starting_set", scene.cohort.pk), {"points": "7,5"}).status_code == 302
    assert {task.max_points for task in Task.objects.all()} == {Decimal("7.5")}
    assert Task.objects.count() == 6


@pytest.mark.usefixtures("in_english")
def test_wrong_points_of_the_starting_set_are_said_on_the_page(scene: Scene, client: Client) -> None:
    client.force_login(scene.trainer)
    page = page_of(client.post(at("starting_set", scene.cohort.pk), {"points": "7,25"}))
    assert "Points are given in halves: 11 or 11.5." in page
    assert 'value="7,25"' in page
    assert not Task.objects.exists()


def test_what_comes_is_shown_before_it_comes(scene: Scene, client: Client) -> None:
    scene.task(), scene.material(visible_from=scene.day(1))
    target = make_cohort(
        version=scene.cohort.version, trainer=scene.trainer, starts_on=scene.cohort.starts_on + timedelta(days=9),
        ends_on=scene.day(30),
    )  # fmt: skip
    client.force_login(scene.trainer)
    page = page_of(client.get(at("study_copy", target.pk), {"source": scene.cohort.pk}))
    assert f"{scene.day(12):%d.%m.%Y}" in page
    assert f"{scene.day(10):%d.%m.%Y}" in page
    assert (target.tasks.count(), target.materials.count()) == (0, 0)
    assert client.post(at("study_copy", target.pk), {"source": scene.cohort.pk}).status_code == 302
    assert (target.tasks.count(), target.materials.count()) == (1, 1)


def test_the_trainer_goes_from_one_work_to_the_next(scene: Scene, client: Client) -> None:
    task = scene.task()
    others = [make_enrolment(scene.cohort) for _ in range(2)]
    for enrolment in [scene.enrolment, *others]:
        hand_in(task, enrolment, text="Жұмыс", by=None)
    client.force_login(scene.trainer)
    first = client.get(at("task", task.pk)).context["first_waiting"].enrolment
    seen = [first.pk]
    for points in ("9,5", "8", "7.5"):
        newest = Submission.objects.get(enrolment=seen[-1])
        given = {"points": points, "text": "", "submission": newest.pk, "next": "1"}
        response = client.post(at("work", task.pk, seen[-1]), given)
        assert response.status_code == 302
        if len(seen) < 3:
            seen.append(int(response["Location"].rstrip("/").split("/")[-1]))
    assert response["Location"] == at("task", task.pk)
    assert sorted(seen) == sorted([scene.enrolment.pk, *(other.pk for other in others)])
    assert [row.points for row in Feedback.objects.order_by("pk")] == [Decimal("9.5"), Decimal(8), Decimal("7.5")]


@pytest.mark.usefixtures("in_english")
def test_a_mark_that_is_refused_keeps_the_words(scene: Scene, client: Client) -> None:
    task = scene.task()
    submission = hand_in(task, scene.enrolment, text="Жұмыс", by=None)
    client.force_login(scene.trainer)
    address = at("work", task.pk, scene.enrolment.pk)
    page = page_of(client.post(address, {"points": "10,5", "text": "Мұқият пікір", "submission": submission.pk}))
    assert "Between 0 and 10 points." in page
    assert "Мұқият пікір</textarea>" in page
    assert 'value="10,5"' in page
    hand_in(task, scene.enrolment, text="Жаңасы", by=None)
    page = page_of(client.post(address, {"points": "9", "text": "Мұқият пікір", "submission": submission.pk}))
    assert "Meanwhile the participant has handed in again" in page
    assert "Жаңасы" in page
    assert "Мұқият пікір</textarea>" in page
    assert not Feedback.objects.exists()


def test_the_participant_sees_the_feedback_and_only_their_own(scene: Scene, client: Client) -> None:
    task, other = scene.task(), make_enrolment(scene.cohort)
    give_feedback(
        hand_in(task, scene.enrolment, text="x", by=None), text="Өзіңізге <b>", points=Decimal("9.5"), by=scene.trainer
    )
    give_feedback(hand_in(task, other, text="Бөгде жұмыс", by=None), text="Бөгдеге", by=scene.trainer)
    client.force_login(scene.participant)
    page = page_of(client.get(at("my_task", task.pk)))
    assert "Өзіңізге &lt;b&gt;" in page
    assert "9,5 / 10" in page
    assert "Бөгде" not in page
    assert "9,5 / 10" in page_of(client.get(at("my_tasks")))


def test_handing_in_by_the_page(scene: Scene, client: Client) -> None:
    task = scene.task()
    client.force_login(scene.participant)
    client.post(at("my_task", task.pk), {"text": "Бір", "attached": [pdf("a.pdf"), pdf("b.pdf")], "whole": "1"})
    kept = Submission.objects.get().uploads.get(name="a.pdf")
    client.post(at("my_task", task.pk), {"text": "Екі", "keep": [kept.pk], "whole": "1", "seen": "1"})
    newest = Submission.objects.get(number=2)
    assert (newest.text, [upload.name for upload in newest.uploads.all()]) == ("Екі", ["a.pdf"])


def test_the_materials_of_today_are_listed_by_module(scene: Scene, client: Client) -> None:
    scene.material(title="Бүгінгі")
    scene.material(title="Ертеңгі", visible_from=scene.day(1))
    client.force_login(scene.participant)
    page = page_of(client.get(at("my_materials")))
    assert "Бүгінгі" in page
    assert "Ертеңгі" not in page


def test_self_assessment_is_kept_with_and_without_a_script(scene: Scene, client: Client) -> None:
    Enrolment.objects.update(created_at=timezone.now())
    client.force_login(scene.participant)
    address = at("my_self_assess", scene.enrolment.pk, "before")
    response = client.post(address, {"before-level_1": "4", "before-reflection": "Ой"}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "<html" not in page_of(response)
    assert SelfAssessment.objects.get().levels == {"1": 4}
    response = client.post(address, {"before-level_1": "5", "before-level_2": "2"})
    assert response["Location"] == at("my_self_assessment")
    assert SelfAssessment.objects.get().levels == {"1": 5, "2": 2}
    assert client.post(address, {"before-level_1": "6"}).status_code == 200
    assert SelfAssessment.objects.get().levels == {"1": 5, "2": 2}


@pytest.mark.usefixtures("in_english")
def test_what_is_sent_again_is_shown_beside_what_was_saved_since(scene: Scene, client: Client) -> None:
    Enrolment.objects.update(created_at=timezone.now())
    client.force_login(scene.participant)
    address = at("my_self_assess", scene.enrolment.pk, "before")

    def sent(level: str, **more: str) -> str:
        given = {"before-level_1": level, "before-reflection": f"Ой {level}", **more}
        return page_of(client.post(address, given, headers={"HX-Request": "true"}))

    first = re.search(r'name="before-seen"[^>]* value="([^"]+)"[^>]* hx-swap-oob', sent("1"))
    assert first
    assert "Compare the two" not in sent("2", **{"before-seen": first[1], "again": "1"})
    page = sent("3", **{"before-seen": first[1], "again": "1"})
    assert [words in page for words in ("Compare the two", "Ой 2", "With help", "Ой 3")] == [True, True, True, False]
    assert SelfAssessment.objects.get().levels == {"1": 2}
    # What is typed now is the newest word, whatever the page had shown.
    assert "Compare the two" not in sent("4", **{"before-seen": first[1]})
    assert SelfAssessment.objects.get().levels == {"1": 4}


def test_the_staff_see_means_and_nobodys_reflection(scene: Scene, client: Client) -> None:
    client.force_login(scene.trainer)
    for level in (1, 2, 2, 3):
        SelfAssessment.objects.create(
            enrolment=make_enrolment(scene.cohort), moment="before", levels={"1": level}, reflection="Құпия ой"
        )
    assert not any(change.before for change in client.get(at("study", scene.cohort.pk)).context["averages"])
    SelfAssessment.objects.create(enrolment=scene.enrolment, moment="before", levels={"1": 4}, reflection="Құпия ой")
    response = client.get(at("study", scene.cohort.pk))
    assert response.context["averages"][0].before == Decimal("2.4")
    assert "Құпия ой" not in page_of(response)


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def grow(scene: Scene, number: int) -> None:
    """So many more participants, tasks and materials, each task handed in by everybody and marked."""
    for _ in range(number):
        scene.material(title="Материал")
        task = scene.task()
        give_feedback(
            hand_in(task, scene.enrolment, text="x", files=[pdf()], by=None), text="x", points=Decimal(5),
            by=scene.trainer,
        )  # fmt: skip
    first = Task.objects.order_by("pk")[0]
    for _ in range(number):
        other = make_enrolment(scene.cohort)
        give_feedback(hand_in(first, other, text="x", files=[pdf()], by=None), text="x", points=Decimal(5), by=None)
        SelfAssessment.objects.create(enrolment=other, moment="before", levels={"1": 3})


def test_pages_take_as_many_queries_for_thirty_rows_as_for_one(scene: Scene, client: Client) -> None:
    grow(scene, 1)
    task = Task.objects.order_by("pk")[0]
    of_staff = [
        at("study", scene.cohort.pk), at("task", task.pk), at("work", task.pk, scene.enrolment.pk),
        at("material", Material.objects.order_by("pk")[0].pk),
    ]  # fmt: skip
    own = [at("my_tasks"), at("my_task", task.pk), at("my_materials"), at("my_self_assessment")]

    def counted() -> dict[str, int]:
        client.force_login(scene.trainer)
        found = {address: queries(client, address) for address in of_staff}
        client.force_login(scene.participant)
        return found | {address: queries(client, address) for address in own}

    at_one = counted()
    grow(scene, 29)
    assert counted() == at_one
    assert max(at_one.values()) <= 18
