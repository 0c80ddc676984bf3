"""The survey on a phone: each tap is kept by itself, and the page says so, or that it is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessment import surveying
from assessment.models import SurveyResponse
from courses.models import Enrolment
from tests.accessible import flaws
from tests.assessment.surveys import ENTRY, loaded
from tests.browser import sign_in
from tests.cast import make_cohort, make_enrolment, saule

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("in_english")]


@pytest.fixture
def enrolment(phone_page: Page) -> Enrolment:
    loaded()
    user = saule()
    today = timezone.localdate()
    enrolment = make_enrolment(make_cohort(starts_on=today, ends_on=today + timedelta(days=30)), user.person)
    surveying.agree(enrolment, ENTRY, language="en")
    sign_in(phone_page, user)
    return enrolment


def kept() -> dict[str, Any]:
    return dict(SurveyResponse.objects.get().answers)


def test_a_tap_is_kept_without_a_button_also_after_the_network_was_away(phone_page: Page, enrolment: Enrolment) -> None:
    phone_page.goto(reverse("assessment:survey_section", args=[enrolment.pk, ENTRY, "challenges"]))
    saved = phone_page.locator("#survey-saved")
    phone_page.get_by_label("Weak material base").check()
    expect(saved).to_contain_text("Saved at")
    expect(phone_page.locator("#survey-progress")).to_contain_text("1 of 25 questions answered")
    assert kept() == {"barriers": ["resources"]}
    phone_page.context.set_offline(True)
    phone_page.get_by_label("Lack of motivation among the staff").check()
    expect(saved).to_contain_text("Not saved yet")
    phone_page.context.set_offline(False)
    expect(saved).to_contain_text("Saved at")
    assert kept() == {"barriers": ["resources", "motivation"]}
    assert flaws(phone_page) == []


def test_what_waits_in_the_tab_is_filled_in_again_as_it_was(phone_page: Page, enrolment: Enrolment) -> None:
    address = reverse("assessment:survey_section", args=[enrolment.pk, ENTRY, "challenges"])
    phone_page.goto(address)
    phone_page.route(
        "**/challenges/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    phone_page.get_by_label("Insufficient managerial preparedness").check()
    phone_page.get_by_label("Workshops on leadership").check()
    expect(phone_page.locator("#survey-saved")).to_contain_text("Not saved yet")
    phone_page.unroute("**/challenges/")
    phone_page.goto(address)
    expect(phone_page.locator("#survey-saved")).to_contain_text("Saved at")
    assert kept() == {"barriers": ["preparedness"], "solutions": ["preparedness"]}
    expect(phone_page.get_by_label("Workshops on leadership")).to_be_checked()
    expect(phone_page.get_by_label("Weak material base")).not_to_be_checked()
