"""A participant answers: consent, what is kept, what is refused, and what is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from assessment import surveying
from assessment.models import SurveyResponse
from assessment.survey_waves import stop, wave_of
from courses.models import Enrolment
from tests.assessment.surveys import (
    AFTERWARDS,
    AT_ENTRY,
    AT_EXIT,
    BETWEEN,
    ENTRY,
    EXIT,
    answers,
    fill_in,
    loaded,
    surveyed_cohort,
)
from tests.cast import aigul, make_enrolment, make_provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def enrolment() -> Enrolment:
    return make_enrolment(surveyed_cohort())


def save(enrolment: Enrolment, section: str = "awareness", /, **filled: Any) -> SurveyResponse:
    return surveying.save_section(enrolment, ENTRY, section, filled, now=AT_ENTRY)


def test_the_consent_is_kept_in_the_words_and_the_language_that_were_read(enrolment: Enrolment) -> None:
    make_provider()
    row = surveying.agree(enrolment, ENTRY, language="ru", now=AT_ENTRY)
    assert (row.consented_at, row.language, row.declined_at) == (AT_ENTRY, "ru", None)
    assert row.consent_text.startswith("Участие добровольное")
    assert "ТОО «Институт обучения и развития»" in row.consent_text
    again = surveying.agree(enrolment, ENTRY, language="kk", now=AT_ENTRY + timedelta(hours=1))
    assert (again.pk, again.consented_at, again.language) == (row.pk, AT_ENTRY, "ru")


def test_without_consent_nothing_is_kept(enrolment: Enrolment) -> None:
    with pytest.raises(ValidationError, match="Agree to take part first"):
        save(enrolment, concept="3")
    assert not SurveyResponse.objects.exclude(answers={}).exists()


def test_who_declines_may_think_again_while_it_is_open(enrolment: Enrolment) -> None:
    row = surveying.decline(enrolment, ENTRY, now=AT_ENTRY)
    assert (row.declined_at, row.answers) == (AT_ENTRY, {})
    with pytest.raises(ValidationError, match="Agree to take part first"):
        save(enrolment, concept="3")
    row = surveying.agree(enrolment, ENTRY, language="kk", now=AT_ENTRY)
    assert row.declined_at is None
    with pytest.raises(ValidationError, match="withdraw instead"):
        surveying.decline(enrolment, ENTRY, now=AT_ENTRY)


def test_answers_are_kept_section_by_section(enrolment: Enrolment) -> None:
    surveying.agree(enrolment, ENTRY, language="kk", now=AT_ENTRY)
    save(enrolment, "about", age="to_45", gender="")
    save(enrolment, concept="3", pilot="5")
    row = save(enrolment, "challenges", barriers=["motivation", "resources"], other_barrier="  Уақыт   аз ")
    assert row.answers == {
        "age": "to_45", "concept": 3, "pilot": 5, "barriers": ["resources", "motivation"], "other_barrier": "Уақыт аз",
    }  # fmt: skip
    row = save(enrolment, concept="4")
    assert (row.answers["concept"], "pilot" in row.answers, row.answers["age"]) == (4, False, "to_45")


@pytest.mark.parametrize(
    ("section", "filled", "sentence"),
    [
        ("awareness", {"concept": "6"}, "one of the five levels"),
        ("awareness", {"concept": "0"}, "one of the five levels"),
        ("awareness", {"concept": "3.5"}, "one of the five levels"),
        ("awareness", {"concept": "three"}, "one of the five levels"),
        ("awareness", {"concept": "٣"}, "one of the five levels"),
        ("awareness", {"concept": ["3"]}, "one of the five levels"),
        ("about", {"age": "12"}, "one of the answers"),
        ("about", {"age": ["to_45"]}, "one of the answers"),
        ("challenges", {"barriers": "motivation"}, "from the answers"),
        ("challenges", {"barriers": ["weather"]}, "from the answers"),
        ("challenges", {"other_barrier": "а" * 121}, "At most 120 characters"),
        ("about", {"concept": "3"}, "no such question"),
        ("about", {"iin": "750312190004"}, "no such question"),
        ("nowhere", {}, "no such question"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(
    enrolment: Enrolment, section: str, filled: dict[str, Any], sentence: str
) -> None:
    surveying.agree(enrolment, ENTRY, language="kk", now=AT_ENTRY)
    with pytest.raises(ValidationError, match=sentence):
        save(enrolment, section, **filled)
    assert SurveyResponse.objects.get().answers == {}


def test_it_is_handed_in_once_and_whole(enrolment: Enrolment) -> None:
    surveying.agree(enrolment, ENTRY, language="kk", now=AT_ENTRY)
    levels = {item.key: "4" for item in loaded().content.statements}
    save(enrolment, **{**levels, "risks": "", "pilot": ""})
    with pytest.raises(ValidationError, match="2 statements have no level yet"):
        surveying.submit(enrolment, ENTRY, now=AT_ENTRY)
    save(enrolment, **levels)
    assert surveying.submit(enrolment, ENTRY, now=AT_ENTRY).submitted_at == AT_ENTRY
    acts: tuple[Callable[[], SurveyResponse], ...] = (
        lambda: surveying.submit(enrolment, ENTRY, now=AT_ENTRY),
        lambda: save(enrolment, concept="1"),
        lambda: surveying.agree(enrolment, ENTRY, language="kk", now=AT_ENTRY),
    )
    for act in acts:
        with pytest.raises(ValidationError, match=r"You handed the survey in on 04\.11\.2026"):
            act()
    assert SurveyResponse.objects.get().answers["concept"] == 4


@pytest.mark.parametrize(
    ("kind", "now", "sentence"),
    [
        (ENTRY, BETWEEN, "could be filled in through 08.11.2026"),
        (EXIT, BETWEEN, "opens on 24.11.2026"),
        (EXIT, AFTERWARDS, "could be filled in through 13.12.2026"),
    ],
)
def test_a_wave_that_is_not_open_takes_nothing(enrolment: Enrolment, kind: str, now: Any, sentence: str) -> None:
    acts: tuple[Callable[[], SurveyResponse], ...] = (
        lambda: surveying.agree(enrolment, kind, language="kk", now=now),
        lambda: surveying.decline(enrolment, kind, now=now),
        lambda: surveying.save_section(enrolment, kind, "about", {}, now=now),
        lambda: surveying.submit(enrolment, kind, now=now),
    )
    for act in acts:
        with pytest.raises(ValidationError, match=sentence):
            act()


def test_who_has_begun_does_not_go_on_when_it_is_stopped_or_their_place_is_over(enrolment: Enrolment) -> None:
    surveying.agree(enrolment, ENTRY, language="kk", now=AT_ENTRY)
    stop(enrolment.cohort, ENTRY, by=aigul())
    with pytest.raises(ValidationError, match="stopped the survey for now"):
        save(enrolment, concept="3")
    Enrolment.objects.filter(pk=enrolment.pk).update(status="expelled")
    with pytest.raises(ValidationError, match="this survey is not for you now"):
        save(enrolment, concept="3")


def test_what_a_page_sends_later_overwrites_nothing_newer(enrolment: Enrolment) -> None:
    row = surveying.agree(enrolment, ENTRY, language="kk", now=AT_ENTRY)
    content = row.wave.instrument.content
    about, awareness = content.sections[:2]
    shown = surveying.version_of(row, awareness)
    save(enrolment, "about", age="to_45")
    assert surveying.version_of(SurveyResponse.objects.get(), awareness) == shown
    save(enrolment, concept="5")
    surveying.save_section(enrolment, ENTRY, about.key, {"age": ""}, seen=None, now=AT_ENTRY)
    with pytest.raises(ValidationError, match="something newer was saved since"):
        surveying.save_section(enrolment, ENTRY, "awareness", {"concept": "2"}, seen=shown, now=AT_ENTRY)
    same = surveying.save_section(enrolment, ENTRY, "awareness", {"concept": "5"}, seen=shown, now=AT_ENTRY)
    assert same.answers == {"concept": 5}


def test_who_withdraws_leaves_nothing_but_that(enrolment: Enrolment) -> None:
    fill_in(enrolment, ENTRY, answers(4, "motivation", other_barrier="Уақыт"), now=AT_ENTRY)
    row = surveying.withdraw(enrolment, ENTRY, now=AT_EXIT)
    row.refresh_from_db()
    assert (row.answers, row.consent_text, row.language) == ({}, "", "")
    assert (row.consented_at, row.saved_at, row.submitted_at, row.declined_at) == (None, None, None, AT_EXIT)
    with pytest.raises(ValidationError, match="nothing to withdraw"):
        surveying.withdraw(enrolment, ENTRY, now=AT_EXIT)


def test_it_is_withdrawn_until_the_survey_after_the_course_closes(enrolment: Enrolment) -> None:
    fill_in(enrolment, ENTRY, answers(), now=AT_ENTRY)
    with pytest.raises(ValidationError, match=r"could be withdrawn through 13\.12\.2026"):
        surveying.withdraw(enrolment, ENTRY, now=AFTERWARDS)
    assert SurveyResponse.objects.get().submitted_at is not None


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"declined_at": AT_ENTRY}, "survey_consented_or_declined"),
        ({"consented_at": None, "consent_text": "", "submitted_at": None}, "survey_saved_with_consent"),
        ({"consented_at": None, "consent_text": "", "saved_at": None}, "survey_submitted_with_consent"),
        ({"consent_text": ""}, "survey_consent_has_its_text"),
    ],
)
def test_the_database_keeps_no_answer_without_consent(enrolment: Enrolment, wrong: dict[str, Any], name: str) -> None:
    row = fill_in(enrolment, ENTRY, answers(), now=AT_ENTRY)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        SurveyResponse.objects.filter(pk=row.pk).update(**wrong)


def test_one_answer_for_each_participant_and_wave(enrolment: Enrolment) -> None:
    surveying.agree(enrolment, ENTRY, language="kk", now=AT_ENTRY)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyResponse.objects.create(wave=wave_of(enrolment.cohort, ENTRY), enrolment=enrolment)
