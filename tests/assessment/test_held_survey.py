"""What the survey holds on somebody is theirs to read, and goes with their data."""

from __future__ import annotations

import pytest
from django.utils import timezone

from assessment import erasing, held
from assessment.models import SurveyResponse
from courses.models import Enrolment
from people.held import Held
from people.human import human_of
from tests.assessment.surveys import AT_ENTRY, ENTRY, answers, fill_in, surveyed_cohort
from tests.cast import aigul, make_enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def enrolment() -> Enrolment:
    enrolment = make_enrolment(surveyed_cohort(name="Қараша-7"))
    given = answers(4, "motivation", age="to_45", other_barrier="Уақыт аз")
    fill_in(enrolment, ENTRY, given, now=AT_ENTRY)
    return enrolment


def survey(enrolment: Enrolment, *, own: bool) -> Held:
    parts = held.held_on(human_of(enrolment.person), own=own)
    return next(part for part in parts if part.title == "Readiness survey")


def test_their_own_sheet_tells_every_answer_in_words_and_the_consent(enrolment: Enrolment) -> None:
    [line] = survey(enrolment, own=True).lines
    assert line.what == "Қараша-7: Before the course"
    for said in ("Your age: 30–45", "4, Agree", "Lack of motivation among the staff", "Уақыт аз", "Қатысу ерікті"):
        assert said in line.said


def test_the_staff_read_neither_what_somebody_answered_nor_when(enrolment: Enrolment) -> None:
    [line] = survey(enrolment, own=False).lines
    assert "Only the person sees it." in line.said
    for hidden in ("30–45", "Agree\n", "motivation", "Уақыт аз", "Handed in", "04.11.2026"):
        assert hidden not in f"{line.shown} {line.said}"


def test_an_erasure_takes_all_of_it_away_and_nobody_elses(enrolment: Enrolment) -> None:
    other = fill_in(make_enrolment(enrolment.cohort), ENTRY, answers(3), now=AT_ENTRY)
    for scrub in erasing.scrubs(human_of(enrolment.person), by=aigul(), now=timezone.now()):
        scrub.carry_out()
    assert list(SurveyResponse.objects.all()) == [other]
