"""Attendance in a real browser: one tap a person on a phone, and every page open to everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.attending import mark, mark_all
from courses.models import Attendance, Cohort, Session
from people.languages import speak
from people.models import User
from people.roles import Role
from tests.accessible import flaws_in_both_windows
from tests.browser import sign_in
from tests.cast import daulet, make_cohort, make_enrolment, make_person, make_session, make_user, saule

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = [("Ахметова", "Сәуле", ""), ("Жүнісбек", "Әйгерім", "Болатқызы"), ("Қасымов", "Ерлан", "Нұрланұлы"),
         ("Нұрғалиева", "Гүлжаһан", "Өмірбекқызы")]  # fmt: skip


def scene(trainer: User, participant: User) -> tuple[Cohort, list[Session]]:
    """Four people, eight sessions, the last still to be marked."""
    cohort = make_cohort(name="Қараша-1", trainer=trainer, minimum_attendance=80)
    people = [make_enrolment(cohort, participant.person)]
    for surname, given, patronymic in NAMES[1:]:
        people.append(make_enrolment(cohort, make_person(surname=surname, given_name=given, patronymic=patronymic)))
    modules, kinds = list(cohort.version.modules.all()), ("lecture", "practice", "practice", "self_study")
    begin = timezone.now() - timedelta(hours=3)
    sessions = [
        make_session(
            cohort, module=modules[n // 2], kind=kinds[n % 4], starts_at=begin - timedelta(days=7 - n),
            ends_at=begin - timedelta(days=7 - n, minutes=-100), trainer=trainer,
        )
        for n in range(8)
    ]  # fmt: skip
    for n, session in enumerate(sessions[:-1]):
        if n % 3 == 0:
            mark(session, people[1], "excused" if n else "absent", by=trainer)
        mark_all(session, "present", by=trainer)
    return cohort, sessions


def test_one_tap_a_person_and_then_the_rest_of_the_group(phone_page: Page) -> None:
    trainer, participant = daulet(), saule()
    _cohort, sessions = scene(trainer, participant)
    sign_in(phone_page, trainer)
    speak(trainer, "en")
    phone_page.goto(reverse("courses:session_attendance", args=[sessions[-1].pk]))
    row = phone_page.locator(".att-l").filter(has_text="Қасымов")
    for word in ("Present", "Absent", "Absent with a reason"):
        button = row.get_by_role("button", name=word, exact=True)
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        button.click()
        expect(row.locator("[aria-pressed=true]")).to_have_text(word)
    expect(phone_page.locator("#counts")).to_contain_text("Not marked yet 3")
    phone_page.get_by_role("button", name="Present: everybody not marked yet (3)").click()
    expect(phone_page.locator("#counts")).to_contain_text("Present 3")
    said = sorted(Attendance.objects.filter(session=sessions[-1]).values_list("state", flat=True))
    assert said == ["excused", "present", "present", "present"]


def test_a_tap_without_a_network_is_said_to_wait_and_arrives_when_it_is_back(phone_page: Page) -> None:
    trainer, participant = daulet(), saule()
    _cohort, sessions = scene(trainer, participant)
    speak(trainer, "en")
    sign_in(phone_page, trainer)
    phone_page.goto(reverse("courses:session_attendance", args=[sessions[-1].pk]))
    row = phone_page.locator(".att-l").filter(has_text="Қасымов")
    phone_page.context.set_offline(True)
    for word in ("Present", "Absent"):
        row.get_by_role("button", name=word, exact=True).click()
        expect(row.get_by_role("alert")).to_contain_text(f"{word}: Not saved yet")
    expect(row.locator("[aria-pressed=true]")).to_have_count(0)
    assert not Attendance.objects.filter(session=sessions[-1]).exists()
    phone_page.context.set_offline(False)
    expect(row.locator("[aria-pressed=true]")).to_have_text("Absent")
    expect(row.get_by_role("alert")).to_have_count(0)
    assert Attendance.objects.get(session=sessions[-1]).state == "absent"


def test_a_tap_after_the_session_of_the_sign_in_has_ended_arrives_after_the_next_one(phone_page: Page) -> None:
    trainer, participant = daulet(), saule()
    _cohort, sessions = scene(trainer, participant)
    speak(trainer, "en")
    sign_in(phone_page, trainer)
    address = reverse("courses:session_attendance", args=[sessions[-1].pk])
    phone_page.goto(address)
    row = phone_page.locator(".att-l").filter(has_text="Қасымов")
    phone_page.context.clear_cookies(name="sessionid")
    row.get_by_role("button", name="Absent", exact=True).click()
    expect(row.get_by_role("alert")).to_contain_text("you are signed out")
    other = make_user("other@institute.example", Role.ORGANISER, language="en")
    sign_in(phone_page, other)
    phone_page.goto(address)
    # What the trainer tapped is nobody else's word.
    expect(row.get_by_role("alert")).to_have_count(0)
    assert not Attendance.objects.filter(session=sessions[-1]).exists()
    sign_in(phone_page, trainer)
    phone_page.goto(address)
    expect(row.locator("[aria-pressed=true]")).to_have_text("Absent")
    assert Attendance.objects.get(session=sessions[-1]).events.get().by == trainer


def test_a_tap_that_waited_does_not_overwrite_what_the_same_hand_said_elsewhere_meanwhile(phone_page: Page) -> None:
    trainer, participant = daulet(), saule()
    cohort, sessions = scene(trainer, participant)
    speak(trainer, "en")
    sign_in(phone_page, trainer)
    phone_page.goto(reverse("courses:session_attendance", args=[sessions[-1].pk]))
    row = phone_page.locator(".att-l").filter(has_text="Қасымов")
    phone_page.context.set_offline(True)
    row.get_by_role("button", name="Absent", exact=True).click()
    expect(row.get_by_role("alert")).to_contain_text("Absent: Not saved yet")
    mark(sessions[-1], cohort.enrolments.get(person__surname="Қасымов"), "present", by=trainer)
    phone_page.context.set_offline(False)
    expect(row.get_by_role("alert")).to_contain_text("You have said “Present” since: this older tap was not saved.")
    expect(row.locator("[aria-pressed=true]")).to_have_text("Present")
    # A tap of now is one's newest word.
    row.get_by_role("button", name="Absent", exact=True).click()
    expect(row.locator("[aria-pressed=true]")).to_have_text("Absent")
    states = Attendance.objects.get(session=sessions[-1]).events.values_list("new", flat=True)
    assert list(states) == ["present", "absent"]


# For every number of a strip that is shown: whether it keeps clear of what was missed, and inside its own stretch.
COVERED = """() => [...document.querySelectorAll(".ch-earned .seg")].flatMap(seg => {
  const stretch = seg.querySelector("rect.want").getBoundingClientRect();
  const lost = seg.querySelector("rect.over")?.getBoundingClientRect();
  return [...seg.querySelectorAll("text")].filter(text => {
    const box = text.getBoundingClientRect();
    return box.right > stretch.right || (lost && lost.width && box.bottom > lost.top + 1);
  }).map(text => text.textContent);
})"""


@pytest.mark.parametrize("width", [390, 320])
def test_the_hours_on_a_strip_are_not_covered_by_what_was_missed(phone_page: Page, width: int) -> None:
    trainer, participant = daulet(), saule()
    cohort, sessions = scene(trainer, participant)
    for session in sessions[2:5]:
        mark(session, cohort.enrolments.get(person=participant.person), "absent", by=trainer, why="Қате белгіленген")
    phone_page.set_viewport_size({"width": width, "height": 844})
    for user, path in ((trainer, f"/cohorts/{cohort.pk}/attendance/"), (participant, "/my/attendance/")):
        sign_in(phone_page, user)
        phone_page.goto(path)
        strips = phone_page.locator(".ch-earned .seg")
        expect(strips.locator("rect.over").first).to_be_visible()
        expect(strips.locator("text").first).to_be_visible()
        assert phone_page.evaluate(COVERED) == []


@pytest.mark.looks
def test_no_page_of_attendance_shuts_anybody_out(phone_page: Page) -> None:
    page, trainer, participant = phone_page, daulet(), saule()
    cohort, sessions = scene(trainer, participant)
    of_staff = [
        "/", f"/cohorts/{cohort.pk}/attendance/", f"/sessions/{sessions[-1].pk}/attendance/",
        f"/sessions/{sessions[0].pk}/attendance/", f"/enrolments/{cohort.enrolments.order_by('pk')[1].pk}/attendance/",
    ]  # fmt: skip
    found = []
    for user, paths in ((trainer, of_staff), (participant, ["/my/attendance/"])):
        sign_in(page, user)
        for path in paths:
            page.goto(path)
            found += flaws_in_both_windows(page)
    assert found == []
