"""A session against the days of defence: the commission's hours, the cohort's own day, the room; said while typing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from assessment.clashing import defences_meanwhile
from assessment.planning import plan_day
from config.home import clashes_in_timetables
from courses.clashes import clashes_elsewhere, clashes_of, clashes_to_come, seal_of
from courses.models import Cohort, Session
from courses.timetabling import save_session
from tests.assessment.scenes import Scene, make_day
from tests.cast import make_cohort, make_enrolment, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
COMMISSION = "Дәулет Оспанов sits on a defence commission at this time (14:00–15:20)."
OWN = "The cohort itself defends on this day (14:00–15:20)."
ROOM = "In the room “305-кабинет” there is a defence at this time (14:00–15:20)."


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def defending() -> Scene:
    """Four people from two o'clock on, twenty minutes each, in two days."""
    scene = make_day(4, cohort=make_cohort(ends_on=timezone.localdate() + timedelta(days=9)))
    scene.day.held_on += timedelta(days=2)
    scene.day.save()
    return scene


def at(scene: Scene, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(scene.day.held_on, time(hour, minute)))


def teaching(scene: Scene, cohort: Cohort | None = None, *, hour: int = 14, minute: int = 0, **fields: Any) -> Session:
    cohort = cohort or make_cohort(ends_on=scene.cohort.ends_on)
    starts = at(scene, hour, minute)
    values = {"module": cohort.version.modules.first(), "kind": "practice", "hours": 2, **fields}
    return Session(cohort=cohort, starts_at=starts, ends_at=starts + timedelta(minutes=100), **values)


def said(session: Session) -> list[str]:
    return [clash.sentence for clash in clashes_of(session)]


@pytest.mark.parametrize(
    ("hour", "minute", "found"), [(12, 20, []), (12, 21, [COMMISSION]), (15, 19, [COMMISSION]), (15, 20, [])]
)
def test_who_sits_on_a_commission_does_not_teach_meanwhile(hour: int, minute: int, found: list[str]) -> None:
    scene = defending()
    assert said(teaching(scene, hour=hour, minute=minute, trainer=scene.chair)) == found


def test_who_sits_on_no_commission_teaches() -> None:
    scene = defending()
    assert said(teaching(scene, trainer=scene.organiser, room="204")) == []


@pytest.mark.parametrize("hour", [9, 14])
def test_a_cohort_s_own_day_of_defence_is_said_whatever_the_hour(hour: int) -> None:
    scene = defending()
    assert said(teaching(scene, scene.cohort, hour=hour)) == [OWN]


def test_the_hours_of_the_attestation_are_the_defence_itself() -> None:
    scene = defending()
    attestation = scene.cohort.version.modules.get(is_attestation=True)
    own: dict[str, Any] = {"module": attestation, "trainer": scene.chair, "room": "305-кабинет"}
    assert said(teaching(scene, scene.cohort, **own)) == []
    assert said(teaching(scene, **own)) == [COMMISSION, ROOM]


def test_the_room_of_a_defence_is_taken() -> None:
    assert said(teaching(defending(), room=" 305-КАБИНЕТ")) == [ROOM]


def test_a_day_that_is_closed_takes_nobody_s_time() -> None:
    scene = defending()
    scene.day.finalised_at = timezone.now()
    scene.day.save()
    assert said(teaching(scene, trainer=scene.chair)) == []


def test_a_day_without_participants_yet_takes_its_first_slot() -> None:
    scene = defending()
    plan_day(
        cohort=scene.cohort, held_on=scene.day.held_on, starts_at=time(9), slot_minutes=30, room="1", chair=scene.chair,
        by=scene.organiser,
    )  # fmt: skip
    assert said(teaching(scene, hour=9, trainer=scene.chair)) == [COMMISSION.replace("14:00–15:20", "09:00–09:30")]


def test_such_a_session_is_saved_only_when_it_is_meant_so() -> None:
    scene = defending()
    session = teaching(scene, trainer=scene.chair)
    with pytest.raises(ValidationError) as refusal:
        save_session(session, by=scene.organiser)
    assert refusal.value.code == "unconfirmed"
    assert save_session(session, by=scene.organiser, confirmed=seal_of(clashes_of(session))).pk


def test_it_is_said_while_the_form_is_typed(client: Client) -> None:
    scene = defending()
    cohort = make_cohort(ends_on=scene.cohort.ends_on)
    client.force_login(scene.organiser)
    client.cookies["django_language"] = "en"
    typed: dict[str, Any] = {
        "line": cohort.version.modules.get(order=1).pk, "kind": "practice", "day": scene.day.held_on, "begins": "14:30",
        "hours": 1, "break_minutes": 10, "trainer": scene.chair.pk,
    }  # fmt: skip
    page = client.get(reverse("courses:session_clashes", args=[cohort.pk]), typed).content.decode()
    assert (COMMISSION in page, 'name="confirmed"' in page) == (True, True)


def test_a_generated_timetable_says_on_which_day() -> None:
    scene = defending()
    cohort = make_cohort(ends_on=scene.cohort.ends_on)
    sessions = [teaching(scene, cohort, hour=hour, trainer=scene.chair) for hour in (9, 14)]
    assert [clash.sentence for clash in clashes_elsewhere(sessions)] == [f"{scene.day.held_on:%d.%m.%Y}. {COMMISSION}"]


def test_the_home_says_what_overlaps_and_not_what_is_only_on_the_same_day() -> None:
    scene = defending()
    for hour in (8, 14):
        starts = at(scene, hour)
        make_session(scene.cohort, starts_at=starts, trainer=scene.chair)
    found = clashes_to_come(timezone.now())
    assert [clash.sentence for _session, clash in found] == [OWN, COMMISSION]
    (task,) = clashes_in_timetables(timezone.now())
    assert task.title == f"2 clashes in the timetable: {scene.cohort}"


@pytest.mark.parametrize("number", [1, 30])
def test_thirty_sessions_ask_as_little_as_one(number: int) -> None:
    scene = defending()
    for _ in range(number):
        make_enrolment(scene.cohort)
    starts = at(scene, 14)
    for n in range(number):
        make_session(make_cohort(), starts_at=starts + timedelta(minutes=n), trainer=scene.chair)
    sessions = list(Session.objects.select_related("cohort", "module", "trainer"))
    with CaptureQueriesContext(connection) as captured:
        found = defences_meanwhile(sessions)
    assert (len(captured), sum(map(len, found))) == (3, number)
