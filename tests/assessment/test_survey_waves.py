"""When the survey of a cohort is open, and what the organiser does about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from assessment.models import SurveyWave
from assessment.survey_loading import load_instrument
from assessment.survey_waves import let_go_on, obstacle_to, set_days, stop, wave_of, window_of
from courses.models import Cohort
from people.versions import newest_version
from tests.assessment.surveys import (
    AFTERWARDS,
    AT_ENTRY,
    AT_EXIT,
    BETWEEN,
    ENTRY,
    EXIT,
    loaded,
    surveyed_cohort,
)
from tests.cast import aigul, make_enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.mark.parametrize(
    ("starts", "ends", "entry", "out"),
    [
        # The first week; the last week and two more.
        ("2026-11-02", "2026-11-30", "2026-11-08", ("2026-11-24", "2026-12-13")),
        # In a short course exit waits until entry is closed.
        ("2026-11-02", "2026-11-06", "2026-11-05", ("2026-11-06", "2026-11-19")),
        ("2026-11-02", "2026-11-02", "2026-11-02", ("2026-11-03", "2026-11-15")),
    ],
)
def test_the_days_follow_those_of_the_cohort(starts: str, ends: str, entry: str, out: tuple[str, str]) -> None:
    cohort = Cohort(starts_on=date.fromisoformat(starts), ends_on=date.fromisoformat(ends))
    first = window_of(cohort, ENTRY)
    assert (first.first, first.last) == (None, date.fromisoformat(entry))
    second = window_of(cohort, EXIT)
    assert (second.first, second.last) == tuple(date.fromisoformat(each) for each in out)


@pytest.mark.parametrize(
    ("kind", "now", "code"),
    [
        (ENTRY, AT_ENTRY, None),
        (ENTRY, AT_ENTRY - timedelta(days=40), None),
        (ENTRY, BETWEEN, "too_late"),
        (EXIT, AT_ENTRY, "not_yet"),
        (EXIT, BETWEEN, "not_yet"),
        (EXIT, AT_EXIT, None),
        (EXIT, AFTERWARDS, "too_late"),
    ],
)
def test_each_wave_is_open_in_its_days(kind: str, now: datetime, code: str | None) -> None:
    obstacle = obstacle_to(make_enrolment(surveyed_cohort()), kind, None, now)
    assert (obstacle.code if obstacle else None) == code


@pytest.mark.parametrize(
    ("status", "at_entry", "at_exit"),
    [
        ("admitted", None, None),
        ("on_hold", "not_asked", "not_asked"),
        ("passed", "not_asked", None),
        ("not_passed", "not_asked", None),
        ("expelled", "not_asked", "not_asked"),
        ("applied", "not_asked", "not_asked"),
    ],
)
def test_who_is_asked(status: str, at_entry: str | None, at_exit: str | None) -> None:
    decided: dict[str, Any] = {"result_date": date(2026, 11, 30)} if status in {"passed", "not_passed"} else {}
    enrolment = make_enrolment(surveyed_cohort(), status=status, **decided)
    for kind, now, code in ((ENTRY, AT_ENTRY, at_entry), (EXIT, AT_EXIT, at_exit)):
        obstacle = obstacle_to(enrolment, kind, None, now)
        assert (obstacle.code if obstacle else None) == code


@pytest.mark.parametrize("status", ["draft", "cancelled"])
def test_a_cohort_that_is_not_held_is_not_surveyed(status: str) -> None:
    enrolment = make_enrolment(surveyed_cohort(status=status))
    obstacle = obstacle_to(enrolment, ENTRY, None, AT_ENTRY)
    assert obstacle is not None
    assert obstacle.messages == ["This cohort is not held, so there is no survey."]


def test_entry_and_exit_are_on_one_version_whatever_is_loaded_between() -> None:
    first, cohort = loaded(), surveyed_cohort()
    assert wave_of(cohort, ENTRY).instrument == first
    type(first).objects.create(code="readiness", number=2, digest="2" * 64, source=first.source)
    assert wave_of(cohort, EXIT).instrument == first
    assert wave_of(surveyed_cohort(), ENTRY).instrument.number == load_instrument()[0].number


def test_the_organiser_sets_other_days_and_takes_them_back() -> None:
    organiser, cohort = aigul(), surveyed_cohort()
    enrolment = make_enrolment(cohort)
    wave = set_days(cohort, ENTRY, opens_on=None, closes_on=date(2026, 11, 20), by=organiser)
    assert obstacle_to(enrolment, ENTRY, wave, BETWEEN) is None
    assert wave.history.latest().history_user == organiser
    wave = set_days(cohort, ENTRY, opens_on=None, closes_on=None, by=organiser)
    assert obstacle_to(enrolment, ENTRY, wave, BETWEEN) is not None


def test_days_in_the_wrong_order_are_refused() -> None:
    cohort, organiser = surveyed_cohort(), aigul()
    for opens, closes in ((date(2026, 12, 5), date(2026, 12, 4)), (None, date(2026, 11, 20))):
        with pytest.raises(ValidationError, match="before the first one"):
            set_days(cohort, EXIT, opens_on=opens, closes_on=closes, by=organiser)
    wave = wave_of(cohort, EXIT)
    with pytest.raises(IntegrityError, match="survey_wave_closes_after_it_opens"), transaction.atomic():
        SurveyWave.objects.filter(pk=wave.pk).update(opens_on=date(2026, 12, 5), closes_on=date(2026, 12, 4))


def test_who_saves_second_is_told_what_the_first_has_changed() -> None:
    cohort, organiser = surveyed_cohort(), aigul()
    seen = newest_version(wave_of(cohort, EXIT))
    set_days(cohort, EXIT, opens_on=None, closes_on=date(2026, 12, 8), by=organiser, seen=seen)
    with pytest.raises(ValidationError, match="Somebody else has saved this meanwhile"):
        set_days(cohort, EXIT, opens_on=None, closes_on=date(2026, 12, 9), by=organiser, seen=seen)


def test_the_organiser_stops_a_wave_and_lets_it_go_on() -> None:
    cohort, organiser = surveyed_cohort(), aigul()
    enrolment = make_enrolment(cohort)
    wave = stop(cohort, EXIT, by=organiser)
    obstacle = obstacle_to(enrolment, EXIT, wave, AT_EXIT)
    assert obstacle is not None
    assert obstacle.messages == ["The organiser has stopped the survey for now."]
    with pytest.raises(ValidationError, match="stopped already"):
        stop(cohort, EXIT, by=organiser)
    assert obstacle_to(enrolment, EXIT, let_go_on(cohort, EXIT, by=organiser, now=AT_EXIT), AT_EXIT) is None
    with pytest.raises(ValidationError, match="open already"):
        let_go_on(cohort, EXIT, by=organiser, now=AT_EXIT)


@pytest.mark.parametrize("now", [BETWEEN, AFTERWARDS])
def test_a_wave_is_opened_from_today_before_its_days_and_after_them(now: datetime) -> None:
    cohort = surveyed_cohort()
    wave = let_go_on(cohort, EXIT, by=aigul(), now=now)
    assert obstacle_to(make_enrolment(cohort), EXIT, wave, now) is None


def test_a_cancelled_cohort_is_not_opened() -> None:
    with pytest.raises(ValidationError, match="not held"):
        let_go_on(surveyed_cohort(status="cancelled"), EXIT, by=aigul(), now=BETWEEN)


def test_without_a_survey_there_is_nothing_to_open() -> None:
    cohort = surveyed_cohort()
    SurveyWave.objects.all().delete()
    type(loaded()).objects.all().delete()
    with pytest.raises(ValidationError, match="No survey is loaded"):
        wave_of(cohort, ENTRY)
