"""The pages of a draft in a browser: sums as one types, moving by keyboard, and no page that axe or a phone refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from config.publishing import publish
from courses import authoring, draft_content
from courses.draft_hours import missing_hours, sum_of
from courses.models import ProgrammeDraft
from people.models import User
from tests.accessible import flaws_in_both_windows
from tests.browser import sign_in
from tests.cast import aigul
from tests.courses.drafts import loaded, make_draft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def organiser(live_server: LiveServer) -> User:
    return aigul()


@pytest.fixture
def draft(organiser: User) -> ProgrammeDraft:
    draft = make_draft(loaded(), organiser)
    return authoring.change(draft, {("modules", "m2", "title", "en"): ""}, seen=1, by=organiser)


def outline(draft: ProgrammeDraft) -> str:
    return reverse("courses:draft", args=[draft.pk])


def shown(page: Page) -> dict[str, str]:
    kinds = ("lecture", "practice", "self_study", "total")
    said = {kind: page.locator(f"[data-sum={kind}]").inner_text() for kind in kinds}
    return {**said, "missing": page.locator("[data-missing]").inner_text().replace("−", "-")}


def test_sums_are_said_while_one_types_as_the_server_says_them_after_saving(
    desk_page: Page, draft: ProgrammeDraft, organiser: User
) -> None:
    sign_in(desk_page, organiser)
    desk_page.goto(outline(draft))
    for name, hours in (("m1_lecture", "7"), ("m3_practice", ""), ("m7_self_study", "11"), ("declared_hours", "72")):
        desk_page.locator(f"[name={name}]").fill(hours)
    typed = shown(desk_page)
    expect(desk_page.locator("[data-say=differ]")).to_be_visible()
    desk_page.locator("button.btn-primary[type=submit]:not([name])").click()
    desk_page.wait_for_url(f"**{outline(draft)}#hours")
    draft.refresh_from_db()
    said: dict[str, Any] = {**sum_of(draft.content), "missing": missing_hours(draft.content)}
    assert typed == {kind: str(n) for kind, n in said.items()} == shown(desk_page)
    assert said == {"lecture": 22, "practice": 28, "self_study": 32, "total": 82, "missing": -10}


def test_hours_that_agree_are_said_to_agree_at_once(desk_page: Page, draft: ProgrammeDraft, organiser: User) -> None:
    sign_in(desk_page, organiser)
    desk_page.goto(outline(draft))
    expect(desk_page.locator("[data-say=agree]")).to_be_hidden()
    desk_page.locator("[name=declared_hours]").fill("76")
    desk_page.locator("[name=printed_total]").fill("76")
    expect(desk_page.locator("[data-say=agree]")).to_be_visible()
    expect(desk_page.locator("[data-say=differ]")).to_be_hidden()


def test_a_line_is_moved_by_keyboard_and_the_hand_stays_on_it(
    desk_page: Page, draft: ProgrammeDraft, organiser: User
) -> None:
    sign_in(desk_page, organiser)
    desk_page.goto(outline(draft))
    desk_page.locator("[name=m2_lecture]").focus()
    desk_page.keyboard.press("Alt+ArrowDown")
    desk_page.wait_for_url(f"**{outline(draft)}#down-m2")
    expect(desk_page.locator("#down-m2")).to_be_focused()
    draft.refresh_from_db()
    assert [module["key"] for module in draft.content["modules"][:3]] == ["m1", "m3", "m2"]


def test_the_form_of_a_cohort_offers_what_the_chosen_version_offers(
    desk_page: Page, draft: ProgrammeDraft, organiser: User
) -> None:
    publish(make_draft(draft.based_on, organiser, code="leadership"), by=organiser)
    narrow = {("modules", "m2", "title", "en"): "Strategy", ("forms",): ["in_person", "distance"]}
    version = publish(authoring.change(draft, narrow, seen=2, by=organiser), by=organiser)
    sign_in(desk_page, organiser)
    desk_page.goto(reverse("courses:cohort_new"))
    offered = "[...document.getElementById('id_form').options].filter(o => !o.disabled).map(o => o.value)"
    for option in desk_page.locator("#id_version option").all():
        value = option.get_attribute("value") or ""
        desk_page.locator("#id_version").select_option(value)
        wanted = ["in_person", "distance"] if value == str(version.pk) else ["in_person", "distance", "blended"]
        assert desk_page.evaluate(offered) == wanted
        assert desk_page.locator("#id_form").input_value() in wanted


@pytest.mark.looks
def test_the_pages_fit_and_pass_axe(phone_page: Page, draft: ProgrammeDraft, organiser: User) -> None:
    page = phone_page
    other = make_draft(draft.based_on, organiser)
    hours = {("modules", "m1", "hours", "lecture"): 5, ("modules", "m2", "hours", "lecture"): 3}
    closed = authoring.change(other, hours, seen=1, by=organiser, act=draft_content.close_gap)
    moved = authoring.change(
        closed, {}, seen=2, by=organiser, act=lambda content: draft_content.move_module(content, "m6", -4)
    )
    overtaken = make_draft(draft.based_on, organiser)
    version = publish(moved, by=organiser)
    sign_in(page, organiser)
    found = []
    for address in (
        outline(draft),
        reverse("courses:draft_basics", args=[draft.pk]),
        reverse("courses:draft_module", args=[draft.pk, "m2"]),
        reverse("courses:draft_section", args=[draft.pk, "self_study"]),
        reverse("courses:draft_changes", args=[draft.pk]),
        reverse("courses:draft_copy", args=[version.pk]),
        reverse("draft_publish", args=[draft.pk]),
        reverse("draft_publish", args=[overtaken.pk]),
        reverse("courses:programme_compare"),
        reverse("courses:programmes"),
        reverse("courses:programme", args=[version.pk]),
    ):
        page.set_viewport_size({"width": 320, "height": 700})
        page.goto(address)
        found += flaws_in_both_windows(page)
    assert found == []
