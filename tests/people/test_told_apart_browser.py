"""What an organiser and an administrator decide on records and addresses, on a phone, in light and dark."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from courses import applying
from people import exported, indexing, telling_apart
from people.models import Person
from people.roles import Role
from tests.accessible import flaws
from tests.browser import sign_in
from tests.cast import iin, make_person, make_user
from tests.courses.test_applying import SAID
from tests.courses.way_scenes import autumn

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]


def test_the_pages_are_accessible_and_fit_a_phone(phone_page: Page) -> None:
    root = make_user("root@institute.example", Role.ADMINISTRATOR)
    one, two, three = (make_person(birth_date=date(1875, 3, 12)) for _ in "abc")
    indexing.rebuild(Person.objects.all())
    telling_apart.tell_apart(one, two, by=root)
    cohort = autumn(apply_token="x" * 22)
    applying.apply(cohort, iin=iin(901), said=SAID, language="kk")
    shared = applying.apply(cohort, iin=iin(902), said={**SAID, "email": three.email}, language="kk")
    exported.log("participants", rows=25, by=root, filters=f"cohort={cohort.pk}; status=applied; pdf")
    sign_in(phone_page, root)
    for address in (
        reverse("people:duplicates"), reverse("people:duplicates") + "?apart=1", reverse("people:exports"),
        reverse("people:merge", args=[one.pk, three.pk]), reverse("courses:cohort", args=[cohort.pk]),
        reverse("courses:application", args=[shared.pk]),
    ):  # fmt: skip
        phone_page.goto(address)
        assert flaws(phone_page) == []


def test_an_organiser_tells_two_apart_and_takes_it_back(desk_page: Page) -> None:
    organiser = make_user("org@institute.example", Role.ORGANISER, language="en")
    for _ in "ab":
        make_person(birth_date=date(1875, 3, 12))
    indexing.rebuild(Person.objects.all())
    sign_in(desk_page, organiser)
    desk_page.goto(reverse("people:duplicates") + "?lang=en")
    desk_page.locator("form[action*=different] button").click()
    expect(desk_page.locator("form[action*=different]")).to_have_count(0)
    desk_page.locator("a[href='?apart=1']").click()
    assert flaws(desk_page) == []
    desk_page.locator("form[action*=distinctions] button").click()
    desk_page.goto(reverse("people:duplicates"))
    expect(desk_page.locator("form[action*=different]")).to_have_count(1)
