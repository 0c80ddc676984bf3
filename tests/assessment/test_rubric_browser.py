"""A table of criteria in a browser: what is wrong is said while one types, and just as the server says it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from assessment import rubric_authoring as authoring
from assessment.models import Mark, Rubric, RubricDraft
from assessment.rubric_outline import LIGHTS, lights
from assessment.ruling import change_rules
from people.models import User
from tests.assessment.rubrics import make_draft
from tests.assessment.scenes import make_day
from tests.browser import sign_in
from tests.cast import aigul, make_version

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
NOBODY_PASSES = {"bands_very_good_passed": "False"}
# What is typed one after the other, and the lights that are out after it.
TYPED: list[tuple[dict[str, str], set[str]]] = [
    ({"criteria_c1_maximum": "19,5"}, {"sum"}),
    ({"criteria_c2_maximum": "25.5"}, set()),
    ({"criteria_c2_step": "2"}, {"maxima"}),
    ({"criteria_c2_step": "1", "criteria_c2_maximum": ""}, {"maxima", "sum"}),
    ({"criteria_c1_maximum": "1", "criteria_c2_maximum": "44"}, {"stretches"}),
    ({"criteria_c1_stage": "coursework"}, set()),
    ({f"criteria_c{n}_stage": "coursework" for n in (2, 3, 4, 5)}, {"defence"}),
    ({"criteria_c4_stage": "defence", "levels_good_floor": "50"}, {"levels"}),
    ({"levels_good_floor": "70", "levels_low_floor": ""}, {"levels"}),
    ({"levels_low_floor": "0", "bands_good_floor": "85"}, {"bands"}),
    ({"bands_good_floor": "60", "bands_not_passed_floor": "7"}, {"bands"}),
    ({"bands_not_passed_floor": "0", "bands_good_passed": "False"}, {"passing"}),
    ({"bands_satisfactory_passed": "False", "bands_good_floor": "100"}, {"passing"}),
    ({"bands_good_floor": "70"}, set()),
    (NOBODY_PASSES, {"passing"}),
]


@pytest.fixture
def organiser(live_server: LiveServer) -> User:
    return aigul()


@pytest.fixture
def draft(organiser: User) -> RubricDraft:
    return make_draft(Rubric.objects.get(version=make_version()), organiser)


def out(page: Page) -> set[str]:
    return {code for code in LIGHTS if page.locator(f"[data-light={code}] [data-say=bad]").is_visible()}


def test_what_is_wrong_is_said_while_one_types_as_the_server_says_it_after_saving(
    desk_page: Page, draft: RubricDraft, organiser: User
) -> None:
    sign_in(desk_page, organiser)
    desk_page.goto(reverse("assessment:rubric_draft", args=[draft.pk]))
    assert out(desk_page) == set()
    for fields, expected in TYPED:
        for name, value in fields.items():
            field = desk_page.locator(f"[name={name}]")
            if name.endswith(("step", "stage", "passed")):
                field.select_option(value)
            else:
                field.fill(value)
        typed = out(desk_page)
        marked = desk_page.locator("[aria-invalid=true]").count()
        assert typed == expected
        # No single field is at fault where a sum is not 100, nothing is scored at the defence or nothing passes.
        assert bool(marked) == bool(expected - {"sum", "defence"} - ({"passing"} if fields == NOBODY_PASSES else set()))
    desk_page.locator("[name=criteria_c1_maximum]").fill("2,5")
    expect(desk_page.locator("[data-off]")).to_have_text("+1,5")
    typed = out(desk_page)
    desk_page.locator(".act button.btn-primary").click()
    desk_page.wait_for_load_state()
    draft.refresh_from_db()
    assert typed == out(desk_page) == {light.code for light in lights(draft.content) if not light.holds}
    expect(desk_page.locator("[data-total]").first).to_have_text("101,5")


def test_a_criterion_in_whole_points_is_tapped_in_whole_points_and_says_what_its_levels_mean(
    phone_page: Page, live_server: LiveServer
) -> None:
    scene = make_day()
    draft = make_draft(scene.cohort.version.rubrics.get(), scene.organiser)
    about = {("criteria", "c1", "about", "good", code): f"Жақсы дегеніміз, {code}" for code in ("kk", "ru", "en")}
    draft = authoring.change(draft, {("criteria", "c1", "step"): 2, **about}, seen=draft.revision, by=scene.organiser)
    own = authoring.publish(draft, seen=draft.revision, by=scene.organiser)
    change_rules(scene.cohort, rubric=own, spread_limit=10, by=scene.organiser)
    sign_in(phone_page, scene.chair)
    phone_page.goto(reverse("assessment:score", args=[scene.first.pk]))
    card = phone_page.locator("[data-criterion]").first
    card.locator("summary").click()
    expect(card.get_by_text("Жақсы дегеніміз, kk")).to_be_visible()
    card.locator("[data-middle]").nth(2).click()
    expect(card.locator("[data-value]")).to_have_text("15")
    card.locator("[data-step='1']").click()
    expect(card.locator("[data-value]")).to_have_text("16")
    expect(phone_page.locator("[data-save=saved]")).to_be_visible()
    assert [mark.points for mark in Mark.objects.all()] == [16]
