"""On a phone: three taps from the home to a booked consultation, without a word typed."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from postcourse import hours
from postcourse.models import Consultation
from tests.accessible import flaws
from tests.browser import sign_in
from tests.cast import daulet, make_provider
from tests.postcourse.bookings import LINK, give_standing, graduate_of, make_discussion
from tests.postcourse.scenes import at, make_plan


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_three_taps_on_a_phone_book_a_consultation(phone_page: Page) -> None:
    make_provider()
    today, trainer = timezone.localdate(), daulet()
    plan = make_plan("100", trainer=trainer, on=today - timedelta(days=9))
    first = today + timedelta(days=2)
    said = {"is_free": True, "begins": time(15), "ends": time(17), "place": LINK}
    hours.except_days(trainer, first=first, last=first + timedelta(days=5), **said, by=trainer)  # type: ignore[arg-type]
    make_discussion([plan], now=timezone.now(), starts_at=at(first, "18:00"))
    give_standing(plan)
    sign_in(phone_page, graduate_of(plan))
    phone_page.goto("/")
    phone_page.locator(f"a[href='/support/{plan.pk}/book/']").tap()
    expect(phone_page.locator(".slots a").first).to_be_visible()
    assert flaws(phone_page) == []
    phone_page.locator(".slots a").first.tap()
    phone_page.locator("form button.btn-primary").tap()
    expect(phone_page.locator(".note-ok, .st-ok").first).to_be_visible()
    booked = Consultation.objects.get(kind="booked")
    assert (booked.status, booked.starts_at) == ("confirmed", at(first, "15:00"))
    assert phone_page.url.endswith(f"/consultations/{booked.pk}/")
    assert flaws(phone_page) == []
