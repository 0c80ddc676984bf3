"""The phone's own way to pass a link on, and a link that is picked whole with one touch."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from people.languages import speak
from tests.browser import sign_in
from tests.cast import make_user
from tests.certificates.issued import certificate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A desktop's Chromium has no such way: the page meets a phone that has.
PHONE_SHARES = "navigator.share = (what) => { window.shared = what; return Promise.resolve(); }"


def test_the_link_is_shared_by_the_phone_and_selected_by_a_touch(phone_page: Page, live_server: LiveServer) -> None:
    document = certificate()
    holder = make_user(document.person.email, person=document.person)
    speak(holder, "en")
    address = f"{document.snapshot['site']}/v/{document.code}"
    sign_in(phone_page, holder)
    phone_page.goto(reverse("certificates:mine", args=[document.pk]))
    expect(phone_page.get_by_role("button", name="Share …")).to_be_hidden()
    phone_page.add_init_script(PHONE_SHARES)
    phone_page.reload()
    phone_page.get_by_role("button", name="Share …").click()
    assert phone_page.evaluate("window.shared") == {"title": f"Certificate №\xa0{document}", "url": address}
    phone_page.get_by_label("Public link").click()
    assert phone_page.evaluate("document.getSelection().toString()") == address
