"""Webinars in a real browser: a place in one tap on a phone, and pages that shut nobody out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.models import User
from postcourse import webinar_guests, webinar_materials
from tests.accessible import flaws_in_both_windows
from tests.browser import sign_in
from tests.cast import aigul, daulet
from tests.postcourse.webinar_scenes import a_cohort, make_announced, make_draft, make_place, signs_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def scene() -> tuple[User, int, list[tuple[User, str]]]:
    """One held with everything that stays of it, one to come, a draft; the graduate, and each page for its reader."""
    now, organiser, host = timezone.now(), aigul(), daulet()
    cohort, people = a_cohort(host, people=4)
    graduate = signs_in(people[0])
    begins = now - timedelta(days=2)
    held = make_announced(host, cohort, by=organiser, starts_at=begins, now=begins - timedelta(days=20))
    guests = [make_place(held, person, by=organiser, now=begins) for person in people[:3]]
    webinar_guests.tick(held, shown=[guest.pk for guest in guests], came=[guests[0].pk], by=host)
    webinar_materials.record(held, recording="https://video.example.org/jazba", by=host)
    webinar_materials.add(held, title="Заңға сілтеме", link="https://adilet.zan.kz/kaz/docs/Z070000319", by=host)
    coming = make_announced(host, cohort, by=organiser, starts_at=now + timedelta(days=3), now=now, capacity=30)
    make_place(coming, people[1], by=organiser, now=now)
    draft = make_draft(host, cohort, by=organiser, starts_at=now + timedelta(days=20), about="Бір\n\nекі")
    of_staff = [
        "", "?show=held", f"{coming.pk}/", f"{held.pk}/", f"{coming.pk}/edit/", f"{draft.pk}/announce/",
        f"{coming.pk}/cancel/", f"{coming.pk}/guests/?show=others", f"{held.pk}/attendance/",
    ]  # fmt: skip
    own = ["", f"{held.pk}/"]
    pages = [(organiser, f"/webinars/{path}") for path in of_staff] + [(graduate, f"/webinars/{path}") for path in own]
    return graduate, coming.pk, pages


def test_a_place_takes_one_tap_on_a_phone_and_no_page_shuts_anybody_out(phone_page: Page) -> None:
    page, (graduate, coming, pages) = phone_page, scene()
    sign_in(page, graduate)
    page.goto("/")
    page.get_by_role("button", name="Sign up").tap()
    expect(page).to_have_url(re.compile(rf"/webinars/{coming}/$"))
    expect(page.get_by_role("link", name="Join the webinar")).to_have_attribute("href", "https://meet.example.org/abc")
    found = flaws_in_both_windows(page)
    page.get_by_role("button", name="I cannot come").tap()
    expect(page.get_by_role("button", name="Sign up")).to_be_visible()
    for user, path in pages:
        sign_in(page, user)
        page.goto(path)
        for summary in page.locator("main details > summary:visible").all():
            summary.click()
        found += flaws_in_both_windows(page)
    assert found == []
