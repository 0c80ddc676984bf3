"""The gradebook in a real Chromium: keys, paste, the lost network, the ended session, two trainers, the phone."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from assessment import coursework
from assessment.models import CourseworkMark
from courses.models import Cohort
from people.languages import speak
from tests.accessible import flaws
from tests.assessment.coursework_scenes import criteria_of, earned_cohort, marked
from tests.assessment.scenes import SURNAMES, gulnar
from tests.browser import sign_in
from tests.cast import daulet, make_enrolment, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Grid:
    """A trainer's hands on the table: places by row and column, from 0."""

    def __init__(self, page: Page, cohort: Cohort) -> None:
        self.page, self.cohort = page, cohort
        self.people = list(cohort.enrolments.all())

    def open(self) -> Grid:
        self.page.goto(f"/cohorts/{self.cohort.pk}/coursework/")
        expect(self.page.locator("table[role=grid]")).to_be_visible()
        return self

    def cell(self, row: int, column: int) -> Locator:
        return self.page.locator("tr[data-row]").nth(row).locator("td[data-cell]").nth(column)

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def is_at(self, row: int, column: int) -> None:
        expect(self.cell(row, column)).to_be_focused()

    def is_saved(self, row: int, column: int, value: str) -> None:
        expect(self.cell(row, column)).to_have_attribute("data-value", value)
        expect(self.cell(row, column).locator(".gb-say.is-ok")).to_contain_text("Saved")

    def paste(self, text: str) -> None:
        """As the browser hands a copied block over."""
        self.page.evaluate(
            "text => { const data = new DataTransfer(); data.setData('text/plain', text); document.activeElement"
            ".dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }",
            text,
        )

    def points(self) -> dict[tuple[int, int], Decimal]:
        """What the database has, by row and column."""
        rows = {enrolment.pk: row for row, enrolment in enumerate(self.people)}
        columns = {criterion.pk: column for column, criterion in enumerate(criteria_of(self.cohort))}
        marks = CourseworkMark.objects.all()
        return {(rows[mark.enrolment_id], columns[mark.criterion_id]): mark.points for mark in marks}


@pytest.fixture
def cohort() -> Cohort:
    cohort = earned_cohort(trainer=daulet())
    for surname in SURNAMES[:3]:
        marked(make_enrolment(cohort, make_person(surname=surname, given_name="Айша", name_key=surname)), "9")
    assert cohort.trainer is not None
    speak(cohort.trainer, "en")
    return cohort


def opened(page: Page, cohort: Cohort) -> Grid:
    assert cohort.trainer is not None
    sign_in(page, cohort.trainer)
    return Grid(page, cohort).open()


def test_it_is_typed_into_like_a_spreadsheet(desk_page: Page, cohort: Cohort) -> None:
    grid = opened(desk_page, cohort)
    grid.cell(0, 1).click()
    grid.keys("1", "1", ",", "5", "Enter")
    grid.is_at(1, 1)
    grid.is_saved(0, 1, "11.5")
    grid.keys("2", "Tab")
    grid.is_at(1, 2)
    grid.keys("7", "Escape")
    grid.is_at(1, 2)
    expect(grid.cell(1, 2)).to_have_attribute("data-value", "")
    grid.keys("ArrowUp", "ArrowLeft", "F2", "Backspace", "Backspace", "Enter")
    grid.is_saved(0, 1, "11")
    grid.keys("ArrowLeft", "ArrowUp", " ")
    grid.is_saved(0, 0, "18")
    assert grid.points() == {(0, 0): 18, (0, 1): 11, (1, 1): 2}
    expect(desk_page.locator("#gb-h")).to_have_text("3 of 9 given")
    expect(desk_page.locator("tr[data-row] [data-sum]").first).to_contain_text("29")
    # Undo goes back act by act, and each of them is saved.
    grid.keys("Control+z")
    expect(grid.cell(0, 0)).to_have_attribute("data-value", "")
    desk_page.locator("[data-undo]").click()
    grid.is_saved(0, 1, "11.5")
    assert grid.points() == {(0, 1): Decimal("11.5"), (1, 1): 2}
    assert flaws(desk_page) == []


def test_other_points_than_suggested_are_asked_for_a_reason_in_place(desk_page: Page, cohort: Cohort) -> None:
    grid = opened(desk_page, cohort)
    grid.cell(0, 0).click()
    grid.keys("1", "9", "Enter")
    reason = desk_page.locator(".gb-x input")
    expect(reason).to_be_focused()
    expect(desk_page.locator(".gb-x")).to_contain_text("The tasks suggest 18 points: say in words why you give others.")
    assert grid.points() == {}
    assert flaws(desk_page) == []
    reason.fill("қосымша жұмыс")
    reason.press("Enter")
    grid.is_saved(0, 0, "19")
    expect(grid.cell(0, 0)).to_contain_text("қосымша жұмыс")
    grid.cell(1, 0).click()
    grid.keys("5", "Enter")
    desk_page.locator(".gb-x").get_by_role("button", name="Leave as it was").click()
    expect(desk_page.locator(".gb-x")).to_have_count(0)
    grid.cell(2, 0).click()
    grid.keys("?")
    expect(desk_page.locator(".gb-x")).to_contain_text("The marked tasks come to 9 of 10 points.")
    assert grid.points() == {(0, 0): 19}


def test_of_a_pasted_block_the_good_cells_are_saved_and_each_bad_one_told(desk_page: Page, cohort: Cohort) -> None:
    grid = opened(desk_page, cohort)
    grid.cell(0, 0).click()
    grid.paste("18\t11,5\t12\tmore\r\n17\tten\t\r\n16\t11.5\t99\r\nbelow\r\n")
    grid.is_saved(0, 0, "18")
    grid.is_saved(0, 1, "11.5")
    grid.is_saved(0, 2, "12")
    grid.is_saved(2, 1, "11.5")
    expect(grid.cell(1, 1).locator(".is-bad")).to_have_text(
        "“ten” is not saved. Write the points as a number: 11 or 11.5."
    )
    expect(grid.cell(2, 2).locator(".is-bad")).to_contain_text("from 0 to 15 points")
    expect(desk_page.locator(".gb-x").filter(has_text="Outside of the table and left out: 2")).to_be_visible()
    asked = desk_page.locator(".gb-x").filter(has_text="One reason for all of these places: 2")
    asked.locator("input").fill("кеш тапсырды")
    asked.get_by_role("button", name="Save with this reason").click()
    grid.is_saved(1, 0, "17")
    grid.is_saved(2, 0, "16")
    half = Decimal("11.5")
    assert grid.points() == {(0, 0): 18, (0, 1): half, (0, 2): 12, (1, 0): 17, (2, 0): 16, (2, 1): half}
    desk_page.locator("[data-undo]").click()
    for row in range(3):
        expect(grid.cell(row, 0)).to_have_attribute("data-value", "")
    assert grid.points() == {}


def test_nothing_is_called_saved_before_it_is_and_nothing_is_lost(
    desk_page: Page, cohort: Cohort, live_server: LiveServer
) -> None:
    grid = opened(desk_page, cohort)
    desk_page.context.set_offline(True)
    grid.cell(0, 1).click()
    grid.keys("2", "0", "Enter", "2", "1", "Enter")
    for row, value in ((0, "20"), (1, "21")):
        expect(grid.cell(row, 1).locator(".gb-say")).to_have_text(
            re.compile(rf"Not saved yet: {value}|Saving: {value}")
        )
    expect(desk_page.locator("[data-band]")).to_contain_text("No connection. What you typed stays in this tab")
    assert grid.points() == {}
    desk_page.context.set_offline(False)
    grid.is_saved(0, 1, "20")
    grid.is_saved(1, 1, "21")
    expect(desk_page.locator("[data-band]")).to_be_hidden()
    # The session ends while one types: what was typed is kept in the tab until its owner has signed in again.
    Session.objects.all().delete()
    grid.cell(2, 1).click()
    grid.keys("2", "2", "Enter")
    expect(desk_page.locator("[data-band]")).to_contain_text("Your session has ended")
    assert len(grid.points()) == 2
    assert cohort.trainer is not None
    sign_in(desk_page, cohort.trainer)
    desk_page.on("dialog", lambda dialog: dialog.accept())
    grid.open()
    grid.is_saved(2, 1, "22")
    assert grid.points() == {(0, 1): 20, (1, 1): 21, (2, 1): 22}


def test_points_that_somebody_gave_meanwhile_are_told_and_chosen_between(desk_page: Page, cohort: Cohort) -> None:
    grid = opened(desk_page, cohort)
    other, cases = gulnar(), criteria_of(cohort)[1]
    for enrolment in grid.people[:2]:
        coursework.give(enrolment, cases, halves=25, by=other)
    for row, name in ((0, "Keep what is there"), (1, "Put mine: 14")):
        grid.cell(row, 1).click()
        grid.keys("1", "4", "Enter")
        question = desk_page.locator(".gb-x")
        expect(question).to_contain_text("Гүлнар Ахметова has given 12.5 points meanwhile: look at them, then decide.")
        question.get_by_role("button", name=name).click()
        expect(question).to_have_count(0)
    expect(grid.cell(1, 1)).to_have_attribute("data-value", "14")
    assert grid.points() == {(0, 1): Decimal("12.5"), (1, 1): 14}


def test_on_a_phone_each_participant_is_a_card_with_targets_for_a_thumb(phone_page: Page, cohort: Cohort) -> None:
    grid = opened(phone_page, cohort)
    assert flaws(phone_page) == []
    small = phone_page.evaluate(
        "[...document.querySelectorAll('.gb td[data-cell], .gb .gb-ok, .gb .gb-how, .gb tbody th a')]"
        ".filter(each => each.getBoundingClientRect().height < 44).length"
    )
    assert small == 0
    for width in (320, 390):
        phone_page.set_viewport_size({"width": width, "height": 844})
        cut_off = phone_page.evaluate(
            "[...document.querySelectorAll('.gb td > *')].filter(each => each.getBoundingClientRect().right"
            " > each.closest('td').getBoundingClientRect().right + 1).map(each => each.textContent)"
        )
        assert cut_off == []
    grid.cell(0, 0).locator(".gb-ok").tap()
    grid.is_saved(0, 0, "18")
    grid.cell(0, 1).tap()
    phone_page.locator(".gb-in").fill("11,5")
    phone_page.locator(".gb-in").press("Enter")
    grid.is_saved(0, 1, "11.5")
    assert grid.points() == {(0, 0): 18, (0, 1): Decimal("11.5")}
