"""The network on a phone: a practice is shared, read by a moderator and talked of."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from postcourse.models import Practice
from tests.accessible import flaws_in_both_windows
from tests.browser import sign_in
from tests.postcourse.network_scenes import make_graduate, trainer, url

pytestmark = pytest.mark.django_db


@pytest.mark.browser
def test_a_graduate_shares_a_practice_on_a_phone_and_another_comments(phone_page: Page) -> None:
    author, reader, by = make_graduate(), make_graduate(), trainer()
    sign_in(phone_page, author)
    phone_page.goto("/")
    phone_page.locator(f"a[href='{url('network')}']").click()
    phone_page.locator(f"a[href='{url('practice_new')}']").first.click()
    assert flaws_in_both_windows(phone_page) == []
    phone_page.locator("#id_module").select_option(index=2)
    phone_page.fill("#id_title", "Апталық командалық жиналыс")
    phone_page.fill("#id_text", "Бір апта – бір мәселе.")
    phone_page.locator("button[name=submit]").click()
    expect(phone_page.locator("h1")).to_contain_text("Апталық командалық жиналыс")
    assert flaws_in_both_windows(phone_page) == []
    row = Practice.objects.get(state="submitted")
    sign_in(phone_page, by)
    phone_page.goto(url("network_moderation"))
    assert flaws_in_both_windows(phone_page) == []
    phone_page.locator(f"a[href='{url('practice', row.pk)}']").click()
    phone_page.locator("form[action$='/publish/'] button").click()
    sign_in(phone_page, reader)
    phone_page.goto(url("practice", row.pk))
    phone_page.fill("#id_text", "Бізде де байқап көреміз")
    phone_page.locator("form[action$='/comments/'] button").click()
    expect(phone_page.locator(".talk")).to_contain_text("Бізде де байқап көреміз")
    assert flaws_in_both_windows(phone_page) == []
    phone_page.goto(url("network"))
    assert flaws_in_both_windows(phone_page) == []
