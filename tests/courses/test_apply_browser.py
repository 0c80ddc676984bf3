"""A visitor applies on a phone: accessible, fitting, signed in nowhere, and with no cookie but the form's own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from courses.models import Application
from tests.accessible import flaws
from tests.cast import make_provider
from tests.courses.way_scenes import autumn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_visitor_applies_on_a_phone(phone_page: Page, live_server: LiveServer, settings: Settings) -> None:
    settings.SITE_URL = live_server.url
    make_provider(phone="+7 721 200 00 00")
    cohort = autumn(apply_token="x" * 22)
    phone_page.goto(f"/apply/{cohort.apply_token}")
    found = flaws(phone_page)
    for name, text in {
        "iin": "750312190004", "surname": "Ахметова", "given_name": "Сәуле", "email": "saule@mektep.example",
        "phone": "87011234567", "organisation": "№ 7 лицей", "locality": "Теміртау", "position": "директор",
    }.items():  # fmt: skip
        phone_page.fill(f"[name={name}]", text)
    phone_page.select_option("[name=region]", "Қарағанды облысы")
    phone_page.locator("form button[type=submit]").click()  # the consent is forgotten
    phone_page.locator("[name=consent].is-invalid").wait_for()
    found += flaws(phone_page)
    assert Application.objects.count() == 0
    phone_page.check("[name=consent]")
    phone_page.locator("form button[type=submit]").click()
    phone_page.wait_for_url("**/sent**")
    found += flaws(phone_page)
    assert found == []
    assert "+7 721 200 00 00" in phone_page.locator("main").inner_text()
    assert [cookie["name"] for cookie in phone_page.context.cookies()] == ["csrftoken"]
    application = Application.objects.get()
    assert (application.person.phone, application.enrolment is not None) == ("+77011234567", True)
