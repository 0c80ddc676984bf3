"""The order by a finger, a mouse and the arrow keys: saved by itself, said aloud, and never over somebody else's."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from assessment.models import Defence, DefenceDay
from assessment.planning import set_order
from people.languages import speak
from tests.assessment.scenes import MARKS, Scene, make_day
from tests.browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(page: Page, participants: int = 5) -> Scene:
    scene = make_day(participants=participants)
    speak(scene.organiser, "en")
    sign_in(page, scene.organiser)
    page.goto(reverse("assessment:day_edit", args=[scene.day.pk]))
    return scene


def grip(page: Page, defence: Defence) -> Locator:
    return page.locator(f'li[data-pk="{defence.pk}"] [data-grip]')


def saved_as(page: Page, *order: Defence) -> None:
    keys = ",".join(str(defence.pk) for defence in order)
    expect(page.locator("[data-order]")).to_have_attribute("data-seen", keys)


def centre(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, what: Locator, over: Locator, *, below: bool) -> None:
    what.scroll_into_view_if_needed()
    start, end = centre(what), centre(over)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0], (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(start[0], end[1] + (12 if below else -12), steps=8)
    page.mouse.up()


def test_the_last_becomes_the_first_by_one_key_and_keeps_the_focus(desk_page: Page) -> None:
    """One Tab stop and one key; and one key for each place up or down."""
    scene = opened(desk_page)
    one, two, three, four, five = scene.defences
    grip(desk_page, five).focus()
    desk_page.keyboard.press("Home")
    saved_as(desk_page, five, one, two, three, four)
    expect(desk_page.locator("#order-says")).to_have_text(f"{five.attempt.enrolment.person}: No. 1 of 5")
    desk_page.keyboard.press("ArrowDown")
    desk_page.keyboard.press("ArrowDown")
    saved_as(desk_page, one, two, five, three, four)
    expect(grip(desk_page, five)).to_be_focused()
    expect(desk_page.locator(f'li[data-pk="{five.pk}"] small')).to_contain_text("14:40–15:00")
    assert list(DefenceDay.objects.get().defences.order_by("order")) == [one, two, five, three, four]


def test_a_line_is_dragged_by_the_mouse_and_by_a_finger(desk_page: Page, phone_page: Page) -> None:
    scene = opened(desk_page, 4)
    one, two, three, four = scene.defences
    drag(desk_page, grip(desk_page, one), grip(desk_page, three), below=True)
    saved_as(desk_page, two, three, one, four)
    sign_in(phone_page, scene.organiser)
    phone_page.goto(reverse("assessment:day_edit", args=[scene.day.pk]))
    finger(phone_page, grip(phone_page, one), grip(phone_page, two))
    saved_as(phone_page, one, two, three, four)
    assert list(DefenceDay.objects.get().defences.order_by("order")) == [one, two, three, four]


def finger(page: Page, what: Locator, over: Locator) -> None:
    """Touches as the screen of a phone sends them."""
    over.scroll_into_view_if_needed()
    session = page.context.new_cdp_session(page)
    (x, y), (_x, end) = centre(what), centre(over)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 9):
        at = y + (end - 14 - y) * step / 8
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": at}]})
    # Near an edge the page scrolls under the finger, which then goes on to where the line is.
    at = centre(over)[1] - 14
    session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": at}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_an_order_that_somebody_else_has_changed_is_shown_and_not_overwritten(desk_page: Page) -> None:
    scene = opened(desk_page, 3)
    one, two, three = scene.defences
    with transaction.atomic():
        set_order(scene.day, [three.pk, two.pk, one.pk], by=scene.organiser)
    grip(desk_page, one).focus()
    desk_page.keyboard.press("ArrowDown")
    saved_as(desk_page, three, two, one)
    expect(desk_page.get_by_role("alert")).to_contain_text(re.compile("Somebody else has changed the order"))


def test_without_a_network_it_is_said_that_nothing_is_saved(desk_page: Page) -> None:
    scene = opened(desk_page, 3)
    desk_page.context.set_offline(True)
    grip(desk_page, scene.first).focus()
    desk_page.keyboard.press("ArrowDown")
    expect(desk_page.locator("#order-says")).to_contain_text("the order is not saved")
    assert [defence.order for defence in Defence.objects.order_by("pk")] == [1, 2, 3]
    desk_page.context.set_offline(False)
    one, two, three = scene.defences
    desk_page.keyboard.press("ArrowDown")
    saved_as(desk_page, two, three, one)
    expect(desk_page.locator("#order-says")).to_have_class("visually-hidden")


def test_nobody_goes_before_who_was_heard(desk_page: Page) -> None:
    scene = make_day(participants=3)
    one, two, three = scene.defences
    scene.give(scene.chair, MARKS["85"][:1])
    speak(scene.organiser, "en")
    sign_in(desk_page, scene.organiser)
    desk_page.goto(reverse("assessment:day_edit", args=[scene.day.pk]))
    expect(grip(desk_page, one)).to_have_count(0)
    grip(desk_page, three).focus()
    desk_page.keyboard.press("Home")
    saved_as(desk_page, one, three, two)
    expect(desk_page.get_by_role("alert")).to_have_count(0)
