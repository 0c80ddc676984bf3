"""The timetable in a real browser: clashes are said while typing, and every page is open to everybody."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.calendar_feed import make_address
from courses.generating import Wishes, generate
from courses.models import CalendarDay, Cohort, Session
from people.languages import speak
from people.models import User
from tests.accessible import flaws_in_both_windows
from tests.browser import sign_in
from tests.cast import aigul, daulet, make_cohort, make_enrolment, make_session, saule

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 20)


def planned(trainer: User) -> Cohort:
    cohort = make_cohort(name="Қараша-1", starts_on=FIRST, ends_on=LAST, trainer=trainer)
    CalendarDay.objects.create(day=date(2026, 11, 4), is_off=True, name="Қала күні")
    wishes = Wishes(
        FIRST, (0, 1, 2, 3, 4, 5), 6, time(9), 10, trainer, "305-кабинет", "https://meet.institute.example/qarasha"
    )
    generate(cohort, wishes, by=None)
    return cohort


def test_a_clash_is_said_while_the_form_is_typed_in(desk_page: Page) -> None:
    organiser, trainer = aigul(), daulet()
    cohort = make_cohort(name="Қараша-1", starts_on=FIRST, ends_on=LAST)
    tuesday = datetime(2026, 11, 3, 10, tzinfo=timezone.get_default_timezone())
    other = make_cohort(name="Қазан-2", starts_on=FIRST, ends_on=LAST)
    make_session(other, starts_at=tuesday, ends_at=tuesday + timedelta(minutes=100), trainer=trainer)
    speak(organiser, "en")
    sign_in(desk_page, organiser)
    desk_page.goto(reverse("courses:session_new", args=[cohort.pk]))
    desk_page.locator("#id_trainer").select_option(str(trainer.pk))
    clashes = desk_page.locator("#clashes")
    desk_page.locator("#id_begins").fill("11:00")
    desk_page.locator("#id_day").fill("2026-11-03")
    expect(clashes).to_contain_text("Қазан-2")
    expect(clashes).to_contain_text("11:00–12:40")
    desk_page.locator("#id_begins").fill("12:00")
    expect(clashes).not_to_contain_text("Қазан-2")
    desk_page.locator("#id_begins").fill("11:00")
    expect(clashes).to_contain_text("Қазан-2")
    clashes.get_by_role("checkbox").check()
    expect(clashes.locator("input[checked]")).to_be_checked()  # as the server answered to the tick
    desk_page.locator("#session-form button[type=submit]").click()
    desk_page.wait_for_url("**/timetable/?day=2026-11-03")
    assert Session.objects.filter(cohort=cohort).get().trainer == trainer


def pages(cohort: Cohort, trainer: User) -> list[tuple[User, str]]:
    organiser, student = aigul(), saule()
    make_enrolment(cohort, student.person)
    make_address(trainer)
    session = cohort.sessions.order_by("starts_at")[0]
    wishes = "?starts_on=2026-11-09&first_class=09:00&hours_per_day=5&break_minutes=10&weekdays=0&weekdays=2"
    of_organiser = [
        f"/cohorts/{cohort.pk}/timetable/?day=2026-11-02",
        f"/cohorts/{cohort.pk}/timetable/?day=2026-11-02&by=day",
        f"/cohorts/{cohort.pk}/timetable/generate/{wishes}",
        f"/cohorts/{cohort.pk}/timetable/new/?day=2026-11-23",
        f"/sessions/{session.pk}/",
        "/days-off/?year=2026",
    ]
    own = [(trainer, "/my/sessions/?day=2026-11-02"), (student, "/my/timetable/?day=2026-11-02")]
    return [*((organiser, path) for path in of_organiser), *own]


@pytest.mark.looks
def test_no_page_of_a_timetable_shuts_anybody_out(phone_page: Page) -> None:
    page, trainer = phone_page, daulet()
    found = []
    for user, path in pages(planned(trainer), trainer):
        sign_in(page, user)
        page.goto(path)
        for summary in page.locator("details:not(.menu) > summary:visible").all():
            summary.click()
        found += flaws_in_both_windows(page)
    assert found == []
