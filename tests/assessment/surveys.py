"""A cohort that is surveyed as the tests need it: the survey loaded, participants, and what they answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from assessment import surveying
from assessment.models import Instrument, SurveyResponse, SurveyWave
from assessment.survey_loading import load_instrument
from assessment.survey_waves import wave_of
from courses.models import Cohort, Enrolment
from tests.cast import make_cohort, make_enrolment

ENTRY, EXIT = SurveyWave.Kind.ENTRY, SurveyWave.Kind.EXIT
STARTS, ENDS = date(2026, 11, 2), date(2026, 11, 30)
# Noon in Almaty on a day of the first week, on one of the last, between, and when all is over.
AT_ENTRY, BETWEEN = datetime(2026, 11, 4, 7, tzinfo=UTC), datetime(2026, 11, 16, 7, tzinfo=UTC)
AT_EXIT, AFTERWARDS = datetime(2026, 11, 27, 7, tzinfo=UTC), datetime(2026, 12, 20, 7, tzinfo=UTC)


def loaded() -> Instrument:
    return load_instrument()[0]


def surveyed_cohort(**fields: Any) -> Cohort:
    loaded()
    return make_cohort(**{"starts_on": STARTS, "ends_on": ENDS, **fields})


def answers(level: int = 3, *barriers: str, **others: Any) -> dict[str, Any]:
    """Every statement with the same level; these barriers are named."""
    levels = {item.key: level for item in loaded().content.statements}
    return {**levels, "barriers": list(barriers), "solutions": [], **others}


def fill_in(enrolment: Enrolment, kind: str, given: dict[str, Any], *, now: datetime) -> SurveyResponse:
    """By the rules, as its participant would: agree, section by section, hand in."""
    content = surveying.agree(enrolment, kind, language="kk", now=now).wave.instrument.content
    for section in content.sections:
        filled = {item.key: given[item.key] for item in section.items if item.key in given}
        surveying.save_section(enrolment, kind, section.key, filled, now=now)
    return surveying.submit(enrolment, kind, now=now)


def lie_there(cohort: Cohort, kind: str, *given: dict[str, Any], region: str = "", begin: int = 0) -> list[Enrolment]:
    """Participants with what they have handed in, as the rows lie there; the same people at entry and exit."""
    wave, at = wave_of(cohort, kind), timezone.now() - timedelta(days=1)
    people = list(cohort.enrolments.order_by("pk"))[begin:]
    while len(people) < len(given):
        people.append(make_enrolment(cohort))
    for enrolment in people[: len(given)]:
        if region:
            type(enrolment.organisation).objects.filter(pk=enrolment.organisation_id).update(region=region)
    SurveyResponse.objects.bulk_create(
        SurveyResponse(
            wave=wave, enrolment=enrolment, consented_at=at, consent_text="–", language="kk", answers=each,
            saved_at=at, submitted_at=at,
        )
        for enrolment, each in zip(people, given, strict=False)
    )  # fmt: skip
    return people
