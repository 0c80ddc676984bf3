"""What the sheet and the erasure look like, on a phone and on a desk, in light and dark, also to a screen reader."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from people.languages import speak
from people.models import Person, User
from tests.accessible import flaws
from tests.browser import sign_in
from tests.cast import make_enrolment
from tests.config.lived import administrator, make_lived

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]


def addresses(person: Person) -> list[str]:
    return [reverse(name, args=[person.pk]) for name in ("data_sheet", "erase", "people:person")]


def test_every_page_is_accessible_and_fits_a_phone(phone_page: Page) -> None:
    lived, by = make_lived(), administrator()
    studying = make_enrolment().person
    for user, pages in ((by, [*addresses(lived.person), *addresses(studying)]), (lived.user, [reverse("my_data")])):
        sign_in(phone_page, user)
        for address in pages:
            phone_page.goto(address)
            assert flaws(phone_page) == []


def test_an_administrator_erases_somebody_and_finds_a_number(desk_page: Page) -> None:
    lived, by = make_lived(), administrator()
    speak(by, "en")
    sign_in(desk_page, by)
    desk_page.goto(reverse("people:person", args=[lived.person.pk]))
    desk_page.get_by_role("link", name="Erase the data").click()
    expect(desk_page.get_by_role("heading", name="What stays, and why")).to_be_visible()
    assert flaws(desk_page) == []
    desk_page.get_by_label("IIN of the person, once more").fill(lived.person.iin)
    desk_page.get_by_role("button", name="Erase the data").click()
    desk_page.get_by_label("Password").fill("a long password 1")
    desk_page.get_by_role("button", name="Confirm").click()
    expect(desk_page.get_by_role("heading", level=1)).to_have_text(f"Erased person №\xa0{lived.person.pk}")
    assert flaws(desk_page) == []
    assert not User.objects.get(pk=lived.user.pk).is_active
