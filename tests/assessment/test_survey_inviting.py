"""Each participant is written to once for each wave."""

from __future__ import annotations

import pytest

from assessment import surveying
from assessment.models import Instrument, SurveyResponse
from assessment.survey_inviting import sweep
from assessment.survey_waves import let_go_on, stop
from assessment.tasks import sweep_surveys
from people.models import OutboxMessage
from tests.assessment.surveys import AFTERWARDS, AT_ENTRY, AT_EXIT, BETWEEN, ENTRY, EXIT, surveyed_cohort
from tests.cast import aigul, make_enrolment, make_person

pytestmark = pytest.mark.django_db


def test_one_message_for_each_wave_in_the_language_of_the_person() -> None:
    cohort = surveyed_cohort()
    make_enrolment(cohort, make_person(language="ru", surname="Ахметова"))
    assert [sweep(now=now) for now in (AT_ENTRY, AT_ENTRY, BETWEEN, AT_EXIT, AT_EXIT, AFTERWARDS)] == [1, 0, 0, 1, 0, 0]
    first, second = OutboxMessage.objects.order_by("pk")
    assert (first.language, first.kind, first.cause == second.cause) == ("ru", "survey-invitation", False)
    assert "/my/survey/" in first.text
    assert "08.11.2026" in first.text
    assert SurveyResponse.objects.filter(invited_at__isnull=False).count() == 2


def test_nobody_is_asked_who_has_answered_declined_or_left() -> None:
    cohort = surveyed_cohort()
    begun, declined, _held, _gone = (
        make_enrolment(cohort, status=s) for s in ("admitted", "admitted", "on_hold", "expelled")
    )
    surveying.agree(begun, ENTRY, language="kk", now=AT_ENTRY)
    surveying.decline(declined, ENTRY, now=AT_ENTRY)
    assert sweep(now=AT_ENTRY) == 0
    assert not OutboxMessage.objects.exists()


def test_who_cannot_be_written_to_is_not_written_to_by_post() -> None:
    cohort = surveyed_cohort()
    shared = "school@mektep.example"
    for email in ("", shared, shared):
        make_enrolment(cohort, make_person(email=email))
    assert sweep(now=AT_ENTRY) == 0
    assert not OutboxMessage.objects.exists()


def test_a_wave_that_the_organiser_stops_or_opens_later_is_followed() -> None:
    cohort, organiser = surveyed_cohort(), aigul()
    make_enrolment(cohort)
    stop(cohort, ENTRY, by=organiser)
    assert sweep(now=AT_ENTRY) == 0
    let_go_on(cohort, EXIT, by=organiser, now=AFTERWARDS)
    assert sweep(now=AFTERWARDS) == 1


def test_no_cohort_that_is_over_is_looked_at_for_ever() -> None:
    make_enrolment(surveyed_cohort())
    assert sweep(now=AFTERWARDS) == 0


def test_without_a_survey_nobody_is_asked() -> None:
    make_enrolment(surveyed_cohort())
    Instrument.objects.all().delete()
    sweep_surveys()
    assert not OutboxMessage.objects.exists()
