"""An order of completion names nobody whose result is not in a protocol yet, and says who still waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from assessment.finalising import finalise, record_absence
from assessment.planning import plan_day
from courses.completing import complete, to_complete, to_wait
from courses.models import Enrolment, Order
from tests.assessment.scenes import MARKS, Scene, make_day
from tests.cast import make_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(in_english: None) -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def scene() -> Scene:
    """Of two, the first has passed; the day stays open for the second."""
    scene = make_day(participants=2)
    scene.all_hand_in(MARKS["85"], MARKS["85"])
    finalise(scene.first, by=scene.chair)
    return scene


def passed(scene: Scene) -> Enrolment:
    return Enrolment.objects.select_related("person").get(cohort=scene.cohort, status="passed")


def close(scene: Scene) -> None:
    record_absence(scene.defences[1], valid_reason=False, by=scene.chair)


def test_nobody_is_named_before_the_day_is_closed(scene: Scene) -> None:
    with pytest.raises(ValidationError) as refusal:
        complete(scene.cohort, order_date=timezone.localdate(), by=scene.organiser)
    assert (refusal.value.code, Order.objects.filter(kind="completion").exists()) == ("not_closed", False)
    scene.day.refresh_from_db()
    reason = f"The defence day is not closed yet ({scene.day}): its protocol comes with the last decision."
    assert (list(to_complete(scene.cohort)), to_wait(scene.cohort)) == ([], [(passed(scene), reason)])


def test_once_the_day_is_closed_they_are_named(scene: Scene) -> None:
    close(scene)
    assert to_wait(scene.cohort) == []
    order = complete(scene.cohort, order_date=timezone.localdate(), by=scene.organiser)
    assert [line.enrolment for line in order.lines.all()] == [passed(scene)]


def test_who_passed_on_a_closed_day_does_not_wait_for_those_of_an_open_one(scene: Scene) -> None:
    close(scene)
    later = [make_enrolment(scene.cohort) for _ in range(2)]
    day = plan_day(
        cohort=scene.cohort, held_on=timezone.localdate(), starts_at=time(9), slot_minutes=20, room="1",
        chair=scene.chair, enrolments=later, by=scene.organiser,
    )  # fmt: skip
    scene.hand_in(scene.chair, MARKS["85"], day.defences.get(order=1))
    finalise(day.defences.get(order=1), by=scene.chair)
    order = complete(scene.cohort, order_date=timezone.localdate(), by=scene.organiser)
    assert order.lines.count() == 1
    assert [row for row, _reason in to_wait(scene.cohort)] == [later[0]]


def test_the_pages_say_who_waits_and_offer_no_order(scene: Scene, client: Client) -> None:
    client.force_login(scene.organiser)
    orders = client.get(reverse("courses:orders", args=[scene.cohort.pk])).content.decode()
    assert "1 person has passed, but the day of the defence is not closed yet." in orders
    assert "named in no order of completion" not in orders
    page = client.get(reverse("courses:completion", args=[scene.cohort.pk])).content.decode()
    assert passed(scene).person.full_name in page
    assert "its protocol comes with the last decision." in page
    assert "Write the order" not in page
