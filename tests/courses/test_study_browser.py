"""Materials, tasks and self-assessment in a real browser: accessible, narrow, and losing no word."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.giving_feedback import give_feedback
from courses.handing_in import hand_in
from courses.handing_out import renew, withdraw
from courses.models import Enrolment, SelfAssessment, Submission
from courses.self_assessing import assess_oneself
from people.languages import speak
from people.models import User
from tests.accessible import flaws, flaws_in_both_windows
from tests.browser import sign_in
from tests.cast import make_cohort, make_enrolment, make_provider, make_user
from tests.courses.study_scenes import PDF, Scene, make_scene, pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene() -> Scene:
    make_provider()
    return make_scene()


def pages(scene: Scene) -> list[tuple[User, str]]:
    """Every page in a state with something on it; the words are as long as real ones."""
    task = scene.task(title="Білім беру ұйымының стратегиялық құжаттарының элементтерін әзірлеу")
    scene.task(title="Әлі ашылмаған", opens_on=scene.day(2))
    scene.task(title="Мерзімі өткен", due_on=scene.day(-2))
    work = hand_in(task, scene.enrolment, text="Жұмыс", files=[pdf("Өте ұзақ атауы бар файл.pdf")], by=None)
    give_feedback(work, text="Жақсы", points=Decimal("8.5"), by=scene.trainer)
    hand_in(task, scene.enrolment, text="Екінші жұмыс", by=None)
    material = scene.material(title="Құжаттама жасау және электрондық құжат айналымы қағидалары")
    renew(material, link="https://adilet.zan.kz/kaz/docs/V2300033339", note="Қаңтардағы өзгерістер", by=scene.trainer)
    withdraw(scene.material(title="Ескі"), by=scene.trainer)
    for level in (1, 2, 3, 4, 5):
        other = make_enrolment(scene.cohort)
        for moment in ("before", "after"):
            SelfAssessment.objects.create(enrolment=other, moment=moment, levels={"1": level, "2": 3})
    for moment in ("before", "after"):
        SelfAssessment.objects.create(enrolment=scene.enrolment, moment=moment, levels={"1": 2}, reflection="Ой")
    target = make_cohort(version=scene.cohort.version, trainer=scene.trainer)
    of_staff = [
        f"/cohorts/{scene.cohort.pk}/study/", f"/cohorts/{target.pk}/study/",
        f"/cohorts/{target.pk}/study/copy/?source={scene.cohort.pk}", f"/cohorts/{target.pk}/materials/new/",
        f"/cohorts/{target.pk}/tasks/new/", f"/materials/{material.pk}/", f"/materials/{material.pk}/edit/",
        f"/tasks/{task.pk}/", f"/tasks/{task.pk}/edit/", f"/tasks/{task.pk}/of/{scene.enrolment.pk}/",
    ]  # fmt: skip
    own = ["/", "/my/tasks/", f"/my/tasks/{task.pk}/", "/my/materials/", "/my/self-assessment/"]
    return [(scene.trainer, path) for path in of_staff] + [(scene.participant, path) for path in own]


@pytest.mark.looks
def test_no_page_shuts_anybody_out(scene: Scene, phone_page: Page) -> None:
    page, found = phone_page, list[str]()
    page.set_viewport_size({"width": 320, "height": 844})
    for user, path in pages(scene):
        sign_in(page, user)
        page.goto(path)
        for summary in page.locator("main details > summary:visible").all():
            summary.click()
        found += flaws_in_both_windows(page)
    assert found == []


def test_what_is_typed_survives_an_upload_that_does_not_arrive(scene: Scene, phone_page: Page, tmp_path: Path) -> None:
    task = scene.task()
    file = tmp_path / "essay.pdf"
    file.write_bytes(PDF)
    sign_in(phone_page, scene.participant)
    phone_page.goto(f"/my/tasks/{task.pk}/")
    area = phone_page.locator("textarea")
    area.fill("Ұзақ ойланған мәтін")
    phone_page.locator("input[type=file]").set_input_files(str(file))
    phone_page.context.set_offline(True)
    phone_page.locator("form[data-draft] button[type=submit]").click()
    phone_page.wait_for_timeout(500)
    phone_page.context.set_offline(False)
    assert not Submission.objects.exists()
    phone_page.goto(f"/my/tasks/{task.pk}/")
    expect(area).to_have_value("Ұзақ ойланған мәтін")
    phone_page.locator("input[type=file]").set_input_files(str(file))
    phone_page.locator("form[data-draft] button[type=submit]").click()
    phone_page.wait_for_selector(".says .note-ok")
    submission = Submission.objects.get()
    assert (submission.text, submission.uploads.get().name) == ("Ұзақ ойланған мәтін", "essay.pdf")
    # What the server has counts from then on, not the draft of before.
    Submission.objects.update(text="Серверде тұрған мәтін")
    phone_page.reload()
    expect(area).to_have_value("Серверде тұрған мәтін")


def test_a_draft_is_neither_shown_to_the_next_person_nor_left_behind_at_the_sign_out(
    scene: Scene, phone_page: Page
) -> None:
    task = scene.task()
    other = make_user("next@mektep.example", person=make_enrolment(scene.cohort).person)
    sign_in(phone_page, scene.participant)
    phone_page.goto(f"/my/tasks/{task.pk}/")
    area = phone_page.locator("textarea")
    area.fill("Сәуленің ойы")
    # The session ends by itself, and somebody else signs in at the same computer.
    sign_in(phone_page, other)
    phone_page.goto(f"/my/tasks/{task.pk}/")
    expect(area).to_have_value("")
    sign_in(phone_page, scene.participant)
    phone_page.goto(f"/my/tasks/{task.pk}/")
    expect(area).to_have_value("Сәуленің ойы")
    phone_page.locator(".menu-user summary").click()
    phone_page.locator(".menu-user form[action*=logout] button").click()
    phone_page.wait_for_selector(".menu-user", state="detached")
    assert "draft" not in phone_page.evaluate("Object.keys(sessionStorage).join()")


def test_a_level_that_is_not_saved_says_so_and_is_sent_when_the_network_is_back(scene: Scene, phone_page: Page) -> None:
    Enrolment.objects.update(created_at=timezone.now())
    sign_in(phone_page, scene.participant)
    phone_page.goto("/my/self-assessment/")
    first, said = phone_page.locator(".self fieldset").first, phone_page.locator("#before-saved")
    first.locator("label").nth(3).click()
    expect(said.locator(".ico")).to_be_visible()
    phone_page.context.set_offline(True)
    first.locator("label").nth(1).click()
    expect(said.locator(".is-bad")).to_be_in_viewport()
    assert SelfAssessment.objects.get().levels == {"1": 4}
    phone_page.context.set_offline(False)
    expect(said.locator(".is-bad")).to_have_count(0)
    assert SelfAssessment.objects.get().levels == {"1": 2}


def test_what_failed_before_does_not_come_back_over_what_was_saved_by_the_button(
    scene: Scene, phone_page: Page
) -> None:
    Enrolment.objects.update(created_at=timezone.now())
    sign_in(phone_page, scene.participant)
    phone_page.goto("/my/self-assessment/")
    phone_page.route(
        "**/self-assessment/*/before/",
        lambda route: route.abort() if "hx-request" in route.request.headers else route.continue_(),
    )
    area = phone_page.locator(".self textarea")
    area.press_sequentially("Бірінші")
    expect(phone_page.locator("#before-saved .is-bad")).to_be_visible()
    area.fill("Екінші")
    phone_page.locator(".self button").click()
    phone_page.wait_for_selector(".says .note-ok")
    expect(area).to_have_value("Екінші")
    phone_page.unroute("**/self-assessment/*/before/")
    expect(phone_page.locator("#before-saved .is-bad")).to_have_count(0)
    assert SelfAssessment.objects.get().reflection == "Екінші"


def test_what_waited_stands_beside_what_was_saved_elsewhere_meanwhile(scene: Scene, phone_page: Page) -> None:
    Enrolment.objects.update(created_at=timezone.now())
    speak(scene.participant, "en")
    sign_in(phone_page, scene.participant)
    phone_page.goto("/my/self-assessment/")
    area, said = phone_page.locator(".self textarea"), phone_page.locator("#before-saved")
    phone_page.context.set_offline(True)
    area.press_sequentially("Ескі ой")
    expect(said.locator(".is-bad")).to_be_visible()
    assess_oneself(scene.enrolment, "before", levels={1: 4}, reflection="Үстел басындағы жаңа ой")
    phone_page.context.set_offline(False)
    expect(said).to_contain_text("What you had filled in earlier was not saved")
    expect(phone_page.locator("#before-newer")).to_contain_text("Үстел басындағы жаңа ой")
    expect(phone_page.locator("#before-newer dd").first).to_have_text("4 Confidently")
    expect(area).to_have_value("Ескі ой")
    assert SelfAssessment.objects.get().reflection == "Үстел басындағы жаңа ой"
    assert flaws(phone_page) == []
    phone_page.locator(".self button").click()
    phone_page.wait_for_selector(".says .note-ok")
    assert SelfAssessment.objects.get().reflection == "Ескі ой"


def test_what_is_filled_in_after_the_sign_out_waits_for_the_sign_in(scene: Scene, phone_page: Page) -> None:
    Enrolment.objects.update(created_at=timezone.now())
    sign_in(phone_page, scene.participant)
    phone_page.goto("/my/self-assessment/")
    said = phone_page.locator("#before-saved")
    phone_page.context.clear_cookies(name="sessionid")
    phone_page.locator(".self textarea").press_sequentially("Ой")
    expect(said.locator("a")).to_have_attribute("href", "/my/self-assessment/")
    assert not SelfAssessment.objects.exists()
    said.locator("a").click()
    phone_page.wait_for_url("**/login/**")
    sign_in(phone_page, scene.participant)
    with phone_page.expect_response(lambda response: "/before/" in response.url):
        phone_page.goto("/my/self-assessment/")
    expect(said.locator(".is-bad")).to_have_count(0)
    assert SelfAssessment.objects.get().reflection == "Ой"


def test_a_level_is_kept_as_it_is_tapped(scene: Scene, phone_page: Page) -> None:
    Enrolment.objects.update(created_at=timezone.now())
    sign_in(phone_page, scene.participant)
    phone_page.goto("/my/self-assessment/")
    first = phone_page.locator(".self fieldset").first
    first.locator("label").nth(3).click()
    expect(phone_page.locator("#before-saved .ico")).to_be_visible()
    assert SelfAssessment.objects.get().levels == {"1": 4}
    with phone_page.expect_response(lambda response: "/before/" in response.url):
        phone_page.locator(".self textarea").press_sequentially("Ой")
    kept = SelfAssessment.objects.get()
    assert (kept.levels, kept.reflection) == ({"1": 4}, "Ой")
    phone_page.reload()
    expect(first.locator("input").nth(3)).to_be_checked()
