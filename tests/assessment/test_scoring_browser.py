"""The scoring page in a real Chromium: taps, the lost network, the ended session, two devices, the keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from assessment.finalising import finalise
from assessment.marking import submit
from assessment.models import CohortRules, Criterion, Defence, Mark, Result, Sheet
from assessment.planning import add_participants, remove_participant
from assessment.rules import rules_of
from assessment.ruling import change_rules
from tests.assessment.scenes import MARKS, Scene, make_day
from tests.browser import sign_in
from tests.cast import make_cohort, make_enrolment, make_rubric

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EXCELLENT, GOOD = 3, 2


@pytest.fixture
def scene() -> Scene:
    return make_day(participants=3)


class Scoring:
    """A member's hands on the page; counts the taps."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def open(self, defence: Defence) -> Scoring:
        self.page.goto(f"/defences/{defence.pk}/score/")
        return self

    def tap(self, selector: str, nth: int = 0) -> None:
        self.page.locator(selector).nth(nth).tap()
        self.taps += 1

    def level(self, criterion: int, level: int) -> None:
        self.page.locator("[data-criterion]").nth(criterion).locator("[data-middle]").nth(level).tap()
        self.taps += 1

    def all_levels(self, level: int) -> None:
        for criterion in range(5):
            self.level(criterion, level)

    def value(self, criterion: int) -> str:
        return self.page.locator("[data-value]").nth(criterion).inner_text()

    def is_saved(self) -> None:
        expect(self.page.locator("[data-save=saved]")).to_be_visible()

    def waiting(self) -> int:
        """How many taps wait in localStorage, whosever they are."""
        return int(
            self.page.evaluate(
                "Object.keys(localStorage).filter(k => k.startsWith('basqaru:taps:'))"
                ".reduce((n, k) => n + JSON.parse(localStorage[k]).length, 0)"
            )
        )


def marks_of(scene: Scene, defence: Defence | None = None) -> list[float]:
    found = Mark.objects.filter(sheet__defence=defence or scene.first, sheet__member__user=scene.chair)
    return [float(mark.points) for mark in found.order_by("criterion__order")]


def add_guest(scene: Scene) -> Defence:
    """A participant of another cohort, scored by a table of criteria of its own."""
    rubric = make_rubric(scene.cohort.version, "as_printed")
    Criterion.objects.filter(rubric=rubric).update(short_kk="Басқа критерий")
    other = make_cohort(version=scene.cohort.version, name="Қазан-2")
    CohortRules.objects.filter(cohort=other).update(rubric=rubric)
    return add_participants(scene.day, [make_enrolment(other)], by=scene.organiser)[0]


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for the server side of something the page has done."""
    for _again in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    assert holds()


def test_a_participant_takes_seven_taps_from_the_first_level_to_the_next_participant(
    scene: Scene, phone_page: Page
) -> None:
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.first)
    hands.all_levels(EXCELLENT)
    expect(phone_page.locator("[data-f=total]")).to_have_text("93,5")
    expect(phone_page.locator("[data-left=rounded] b")).to_contain_text("94")
    hands.tap("[data-box=submit] summary")
    expect(phone_page.locator("[data-f=confirm]")).to_contain_text("93,5")
    hands.tap("[data-box=submit] form button")
    expect(phone_page).to_have_url(re.compile(f"/defences/{scene.defences[1].pk}/score/"))
    assert hands.taps == 7
    eventually(phone_page, lambda: Sheet.objects.filter(submitted_at__isnull=False).count() == 1)
    assert marks_of(scene) == [18.5, 23.5, 14, 28, 9.5]


def test_six_taps_when_the_sheets_are_submitted_together_at_the_end(scene: Scene, phone_page: Page) -> None:
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.first)
    for _participant in scene.defences[:2]:
        hands.taps = 0
        hands.all_levels(GOOD)
        hands.tap("[data-turn=after]")
        assert hands.taps == 6
    hands.is_saved()
    phone_page.goto(f"/defences/days/{scene.day.pk}/")
    phone_page.locator("form[action$='/submit/'] button").tap()
    expect(phone_page.locator(".note-ok")).to_contain_text("2")
    assert Sheet.objects.filter(submitted_at__isnull=False).count() == 2


def test_fine_steps_totals_and_the_band_are_shown_at_once(scene: Scene, phone_page: Page) -> None:
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.first)
    fine = phone_page.locator("[data-criterion]").first.locator("[data-step]")
    expect(fine.first).to_be_disabled()
    hands.level(0, EXCELLENT)
    for _twice in range(2):
        fine.first.tap()
    assert hands.value(0) == "17,5"
    expect(phone_page.locator("[data-so-far]")).to_be_visible()
    for _up in range(5):
        fine.last.tap()
    assert hands.value(0) == "20"
    expect(fine.last).to_be_disabled()
    hands.is_saved()
    assert marks_of(scene) == [20]
    assert phone_page.locator(".fill").first.get_attribute("width") == "100%"


def test_taps_without_a_network_are_kept_over_a_reload_and_sent_when_it_is_back(scene: Scene, phone_page: Page) -> None:
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.first)
    hands.level(0, EXCELLENT)
    hands.is_saved()
    phone_page.context.set_offline(True)
    hands.level(1, GOOD)
    hands.level(2, GOOD)
    expect(phone_page.locator("[data-band=offline]")).to_be_visible()
    expect(phone_page.locator("[data-band=offline]")).to_contain_text("1")
    assert (hands.value(1), hands.value(2)) == ("19,5", "11,5")
    # The next participant is drawn without the network, too.
    hands.tap("[data-turn=after]")
    hands.all_levels(GOOD)
    expect(phone_page.locator("[data-band=offline]")).to_contain_text("2")
    hands.tap("[data-box=submit] summary")
    hands.tap("[data-box=submit] form button")
    assert hands.waiting() == 8
    assert marks_of(scene) == [18.5]
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        phone_page.reload()
    phone_page.context.set_offline(False)
    phone_page.goto(f"/defences/{scene.first.pk}/score/")
    hands.is_saved()
    assert hands.waiting() == 0
    assert marks_of(scene) == [18.5, 19.5, 11.5]
    second = Sheet.objects.get(defence=scene.defences[1])
    assert (len(marks_of(scene, scene.defences[1])), second.submitted_at is not None) == (5, True)


def test_the_network_coming_back_sends_without_a_touch(scene: Scene, phone_page: Page) -> None:
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.first)
    phone_page.context.set_offline(True)
    hands.level(0, EXCELLENT)
    expect(phone_page.locator("[data-save=offline]")).to_be_visible()
    phone_page.context.set_offline(False)
    hands.is_saved()
    assert marks_of(scene) == [18.5]


def test_a_server_that_falters_loses_nothing(scene: Scene, phone_page: Page) -> None:
    """Answers are lost on their way back, twice: the tap is sent again, saved once, and in the right order."""
    sign_in(phone_page, scene.chair)
    failures = iter([True, True])

    def falter(route: Route) -> None:
        if next(failures, False):
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    phone_page.route("**/mark/", falter)
    hands = Scoring(phone_page).open(scene.first)
    hands.level(0, EXCELLENT)
    hands.level(0, GOOD)
    hands.is_saved()
    assert marks_of(scene) == [15.5]
    assert Mark.history.count() == 2


FOREIGN: dict[str, dict[str, Any]] = {
    "the page of a hotspot": {"status": 200, "content_type": "text/html", "body": "<h1>Wi-Fi</h1>"},
    "somebody else's JSON": {"status": 200, "content_type": "application/json", "body": "{}"},
    "broken JSON": {"status": 200, "content_type": "application/json", "body": "<"},
    "a proxy that finds nothing": {"status": 404, "content_type": "text/html", "body": "Not found"},
    "a proxy that reads nothing": {"status": 400, "content_type": "application/json", "body": "null"},
    "a way to somewhere else": {"status": 302, "headers": {"Location": "/static/js/theme.js"}},
}


@pytest.mark.parametrize("answer", FOREIGN.values(), ids=FOREIGN)
def test_what_somebody_on_the_way_answers_saves_nothing_and_loses_nothing(
    scene: Scene, phone_page: Page, answer: dict[str, Any]
) -> None:
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.first)
    ours = re.compile("/(mark|submit)/$")
    phone_page.route(ours, lambda route: route.fulfill(**answer))
    hands.all_levels(GOOD)
    hands.tap("[data-box=submit] summary")
    hands.tap("[data-box=submit] form button")
    expect(phone_page.locator("[data-band=offline]")).to_be_visible()
    assert hands.waiting() == 6
    assert not Mark.objects.exists()
    phone_page.unroute(ours)
    phone_page.evaluate("dispatchEvent(new Event('online'))")
    eventually(phone_page, lambda: hands.waiting() == 0)
    expect(phone_page.locator("[data-band=refused]")).to_be_hidden()
    assert Sheet.objects.get().submitted_at is not None
    assert len(marks_of(scene)) == 5


def look_again(page: Page) -> None:
    """The member comes back to the page a while later, and it asks for the round."""
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(seconds=10))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_an_answer_older_than_a_tap_does_not_take_the_tap_back(scene: Scene, phone_page: Page) -> None:
    scene.give(scene.chair, (20,))
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.first)
    held: list[Route] = []
    phone_page.route("**/round.json", lambda route: held.append(route))
    look_again(phone_page)
    eventually(phone_page, lambda: bool(held))
    old = held[0].fetch()
    hands.level(0, EXCELLENT)
    eventually(phone_page, lambda: hands.waiting() == 0)
    assert marks_of(scene) == [18.5]
    with phone_page.expect_response("**/round.json"):
        held[0].fulfill(response=old)
    phone_page.evaluate("new Promise(done => setTimeout(done))")
    assert hands.value(0) == "18,5"


def test_a_late_comer_appears_and_who_was_taken_off_is_closed(scene: Scene, phone_page: Page) -> None:
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.defences[2])
    hands.level(0, GOOD)
    hands.is_saved()
    late = add_participants(scene.day, [make_enrolment(scene.cohort)], by=scene.organiser)[0]
    look_again(phone_page)
    expect(phone_page.locator("[data-f=place]")).to_have_text("3 / 4")
    assert hands.value(0) == "15,5"
    hands.tap("[data-turn=after]")
    expect(phone_page).to_have_url(re.compile(f"/defences/{late.pk}/score/"))
    remove_participant(late, by=scene.organiser)
    phone_page.reload()
    expect(phone_page.locator("body")).not_to_contain_text(str(late.attempt.enrolment.person))


def test_a_page_open_on_somebody_taken_off_says_so(scene: Scene, phone_page: Page) -> None:
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.defences[2])
    remove_participant(scene.defences[2], by=scene.organiser)
    look_again(phone_page)
    expect(phone_page.locator("[data-box=note]")).to_be_visible()
    expect(phone_page.locator("[data-middle]:enabled")).to_have_count(0)
    hands.tap("[data-turn=after]")
    expect(phone_page).to_have_url(re.compile(f"/defences/{scene.first.pk}/score/"))


def test_late_comers_scored_by_other_criteria_get_a_page_of_their_own(scene: Scene, phone_page: Page) -> None:
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.defences[2])
    guest = add_guest(scene)
    look_again(phone_page)
    hands.tap("[data-turn=after]")
    expect(phone_page).to_have_url(re.compile(f"/defences/{guest.pk}/score/"))
    expect(phone_page.locator("[data-criterion] h2").first).to_have_text("1. Басқа критерий")


def test_marks_that_were_refused_are_told_on_the_other_pages_too(scene: Scene, phone_page: Page) -> None:
    sign_in(phone_page, scene.chair)
    scene.give(scene.chair, MARKS["85"])
    hands = Scoring(phone_page).open(scene.first)
    phone_page.context.set_offline(True)
    hands.level(0, GOOD)
    submit(scene.first, by=scene.chair)
    told = phone_page.locator("[data-leftover-refused]")
    phone_page.context.set_offline(False)
    phone_page.goto(f"/defences/days/{scene.day.pk}/")
    expect(told).to_be_visible()
    assert told.locator("a").get_attribute("href") == f"/defences/{scene.first.pk}/score/"
    phone_page.goto("/defences/")
    expect(told).to_be_visible()
    told.locator("a").tap()
    expect(phone_page.locator("[data-band=refused]")).to_contain_text("15,5")
    phone_page.goto("/defences/")
    told.locator("button").tap()
    expect(told).to_be_hidden()
    phone_page.reload()
    expect(told).to_be_hidden()


def test_an_ended_session_keeps_the_marks_and_sends_them_after_signing_in_again(scene: Scene, phone_page: Page) -> None:
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.first)
    Session.objects.all().delete()
    hands.level(0, EXCELLENT)
    band = phone_page.locator("[data-band=signed-out]")
    expect(band).to_be_visible()
    link = band.locator("a").get_attribute("href") or ""
    assert link.endswith(f"?next=%2Fdefences%2F{scene.first.pk}%2Fscore%2F")
    assert not Mark.objects.exists()
    phone_page.goto(link)
    assert hands.waiting() == 1
    sign_in(phone_page, scene.chair)
    hands.open(scene.first).is_saved()
    assert marks_of(scene) == [18.5]


def test_another_member_on_the_same_phone_never_sends_what_is_not_theirs(scene: Scene, phone_page: Page) -> None:
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.first)
    sign_in(phone_page, scene.members[1])
    hands.level(0, EXCELLENT)
    expect(phone_page.locator("[data-band=other-user]")).to_be_visible()
    hands.open(scene.first)
    expect(phone_page.locator("[data-band=others]")).to_be_visible()
    assert hands.value(0) == "–"
    hands.level(0, GOOD)
    hands.is_saved()
    assert [mark.sheet.member.user for mark in Mark.objects.all()] == [scene.members[1]]
    sign_in(phone_page, scene.chair)
    hands.open(scene.first).is_saved()
    assert marks_of(scene) == [18.5]
    assert hands.waiting() == 0


def test_a_mark_after_submission_on_another_device_is_refused_and_shown(scene: Scene, phone_page: Page) -> None:
    sign_in(phone_page, scene.chair)
    scene.give(scene.chair, MARKS["85"])
    hands = Scoring(phone_page).open(scene.first)
    submit(scene.first, by=scene.chair)
    hands.level(0, GOOD)
    refused = phone_page.locator("[data-band=refused]")
    expect(refused).to_contain_text("15,5")
    expect(phone_page.locator("[data-box=note]")).to_be_visible()
    assert hands.value(0) == "18"
    phone_page.reload()
    expect(refused).to_contain_text("15,5")
    phone_page.locator("[data-undo=refused]").tap()
    expect(refused).to_be_hidden()
    assert marks_of(scene)[0] == 18


def test_the_later_of_two_devices_stands_and_the_other_is_told(scene: Scene, phone_page: Page) -> None:
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.first)
    phone_page.context.set_offline(True)
    hands.level(0, EXCELLENT)
    phone_page.wait_for_timeout(50)
    scene.give(scene.chair, (20,))
    phone_page.context.set_offline(False)
    expect(phone_page.locator("[data-band=told]")).to_contain_text("10")
    assert hands.value(0) == "10"
    assert marks_of(scene) == [10]


def test_a_sheet_kept_for_submitting_can_be_taken_back_without_a_network(scene: Scene, phone_page: Page) -> None:
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.first)
    phone_page.context.set_offline(True)
    hands.all_levels(GOOD)
    hands.tap("[data-box=submit] summary")
    hands.tap("[data-box=submit] form button")
    hands.tap("[data-turn=before]")
    expect(phone_page.locator("[data-box=sending]")).to_be_visible()
    hands.tap("[data-undo=submit]")
    hands.level(0, EXCELLENT)
    phone_page.context.set_offline(False)
    hands.is_saved()
    assert marks_of(scene)[0] == 18.5
    assert not Sheet.objects.filter(submitted_at__isnull=False).exists()


def test_a_whole_participant_by_the_keyboard(scene: Scene, desk_page: Page) -> None:
    sign_in(desk_page, scene.chair)
    desk_page.goto(f"/defences/{scene.first.pk}/score/")
    for key in "43344":
        desk_page.keyboard.press(key)
    desk_page.keyboard.press("-")
    desk_page.keyboard.press("ArrowUp")
    desk_page.keyboard.press("+")
    expect(desk_page.locator("[data-f=total]")).to_have_text("87")
    desk_page.keyboard.press("j")
    expect(desk_page).to_have_url(re.compile(f"/defences/{scene.defences[1].pk}/score/"))
    desk_page.keyboard.press("k")
    expect(desk_page.locator("h1")).to_have_text(str(scene.first.attempt.enrolment.person))
    expect(desk_page.locator("[data-save=saved]")).to_be_visible()
    assert marks_of(scene) == [18.5, 19.5, 11.5, 28.5, 9]


def test_the_commission_and_the_chair_bring_a_result_about(scene: Scene, phone_page: Page) -> None:
    for user in scene.members:
        sign_in(phone_page, user)
        hands = Scoring(phone_page).open(scene.first)
        hands.all_levels(EXCELLENT)
        hands.tap("[data-box=submit] summary")
        hands.tap("[data-box=submit] form button")
        mine = Sheet.objects.filter(member__user=user, submitted_at__isnull=False)
        eventually(phone_page, mine.exists)
    sign_in(phone_page, scene.chair)
    phone_page.goto(f"/defences/days/{scene.day.pk}/")
    phone_page.locator(f"a[href='/defences/{scene.first.pk}/spread/']").tap()
    expect(phone_page.locator(".big b")).to_have_text("94")
    phone_page.locator("form button.btn-primary").tap()
    expect(phone_page.locator(".note-ok")).to_contain_text("94")
    assert Result.objects.get().total == 94


def test_the_board_follows_without_a_reload(scene: Scene, desk_page: Page, live_server: LiveServer) -> None:
    sign_in(desk_page, scene.chair)
    desk_page.goto(f"/defences/days/{scene.day.pk}/")
    expect(desk_page.locator("#board td .st-ok")).to_have_count(0)
    scene.hand_in(scene.members[1], MARKS["85"])
    expect(desk_page.locator("#board td .st-ok")).to_have_count(1, timeout=20_000)


def test_a_finished_participant_stays_readable_but_closed(scene: Scene, phone_page: Page) -> None:
    scene.all_hand_in(MARKS["85"], MARKS["85"])
    finalise(scene.first, by=scene.chair)
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.first)
    expect(phone_page.locator("[data-middle]:enabled")).to_have_count(0)
    assert hands.value(0) == "18"
    expect(phone_page.locator("[data-pill]:visible")).to_have_count(1)


def test_participants_of_two_cohorts_are_scored_by_their_own_criteria(scene: Scene, phone_page: Page) -> None:
    guest = add_guest(scene)
    rubric = rules_of(guest.attempt.enrolment.cohort).rubric
    sign_in(phone_page, scene.chair)
    hands = Scoring(phone_page).open(scene.defences[2])
    expect(phone_page.locator("#main")).to_contain_text("1-критерий")
    hands.tap("[data-turn=after]")
    expect(phone_page.locator("[data-f=cohort]")).to_have_text("Қазан-2")
    expect(phone_page.locator("[data-criterion] h2").first).to_have_text("1. Басқа критерий")
    hands.all_levels(GOOD)
    hands.is_saved()
    hands.tap("[data-turn=before]")
    expect(phone_page.locator("[data-criterion] h2").first).to_have_text("1. 1-критерий")
    found = Mark.objects.filter(sheet__defence=scene.defences[3])
    assert {mark.criterion.rubric for mark in found} == {rubric}
    assert found.count() == 5


def test_a_table_of_criteria_that_was_changed_meanwhile_is_drawn_anew(phone_page: Page, scene: Scene) -> None:
    sign_in(phone_page, scene.chair)
    scoring = Scoring(phone_page).open(scene.first)
    rubric = make_rubric(scene.cohort.version, "as_printed")
    Criterion.objects.filter(rubric=rubric).update(short_kk="Басқа критерий")
    change_rules(scene.cohort, rubric=rubric, spread_limit=10, by=scene.organiser)
    scoring.level(0, EXCELLENT)
    expect(phone_page.locator("[data-criterion] h2").first).to_contain_text("Басқа критерий")
    expect(phone_page.locator("[data-band=refused]")).to_be_visible()
    assert marks_of(scene) == []
    scoring.level(0, EXCELLENT)
    scoring.is_saved()
    assert marks_of(scene) == [18.5]
