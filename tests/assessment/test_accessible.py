"""Every page of a defence by axe (WCAG 2.2 AA), on a phone and on a desktop, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from assessment.excusing import excuse
from assessment.finalising import finalise, record_absence
from people.models import User
from tests.accessible import flaws_in_both_windows
from tests.assessment.scenes import MARKS, Scene, make_day
from tests.browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene() -> Scene:
    """One final, one that waits for the chair's word, one absent, one with a member excused, one untouched."""
    scene = make_day(participants=5)
    for defence, other in zip(scene.defences[:2], ["85", "70"], strict=True):
        scene.all_hand_in(MARKS["85"], MARKS[other], defence=defence)
    finalise(scene.defences[0], by=scene.chair)
    record_absence(scene.defences[2], valid_reason=True, reason="ауруханада", by=scene.chair)
    excuse(scene.seat(scene.members[1]), [scene.defences[3]], by=scene.chair, reason="ауырып қалды")
    scene.give(scene.chair, MARKS["84.5"], scene.defences[3])
    return scene


def pages(scene: Scene) -> list[tuple[User, str]]:
    of_chair = [
        "/defences/",
        f"/defences/days/{scene.day.pk}/",
        f"/defences/{scene.defences[1].pk}/spread/",
        f"/defences/{scene.defences[4].pk}/absence/",
        *[f"/defences/{defence.pk}/score/" for defence in scene.defences[:4]],
    ]
    of_organiser = [
        f"/cohorts/{scene.cohort.pk}/defences/",
        f"/cohorts/{scene.cohort.pk}/defences/new/",
        f"/cohorts/{scene.cohort.pk}/results/",
        f"/defences/days/{scene.day.pk}/plan/",
    ]
    return [(scene.chair, path) for path in of_chair] + [(scene.organiser, path) for path in of_organiser]


def test_no_page_shuts_anybody_out(scene: Scene, phone_page: Page) -> None:
    page, found = phone_page, list[str]()
    for user, path in pages(scene):
        sign_in(page, user)
        page.goto(path)
        for summary in page.locator("details:not(.menu) > summary:visible").all():
            summary.click()
        found += flaws_in_both_windows(page)
    assert found == []
