"""The participant's pages of the survey, with a script and without one; and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment import surveying
from assessment.models import SurveyResponse, SurveyWave
from courses.models import Enrolment
from people.merging import merge
from people.models import User
from tests.assessment.surveys import (
    AT_ENTRY,
    AT_EXIT,
    BETWEEN,
    ENTRY,
    EXIT,
    answers,
    fill_in,
    lie_there,
    surveyed_cohort,
)
from tests.cast import aigul, daulet, make_enrolment, make_person, marat, saule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
HX = {"HX-Request": "true"}


@pytest.fixture
def at_entry() -> Iterator[None]:
    with time_machine.travel(AT_ENTRY, tick=False):
        yield


@pytest.fixture
def participant(client: Client) -> User:
    user = saule()
    client.force_login(user)
    return user


@pytest.fixture
def enrolment(participant: User) -> Enrolment:
    return make_enrolment(surveyed_cohort(), participant.person)


def to(name: str, enrolment: Enrolment, *args: str, kind: str = ENTRY) -> str:
    return reverse(f"assessment:{name}", args=[enrolment.pk, kind, *args])


def text(response: object) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())  # type: ignore[attr-defined]
    return " ".join(unescape(words).split())


@pytest.mark.usefixtures("at_entry")
def test_a_participant_goes_from_home_through_the_sections_to_the_end(client: Client, enrolment: Enrolment) -> None:
    start = to("survey_start", enrolment)
    assert start in client.get(reverse("home")).content.decode()
    assert "Taking part is voluntary" in text(client.get(start))
    answered = client.post(to("survey_agree", enrolment), {"answer": "yes"})
    assert answered["Location"] == to("survey_section", enrolment, "about")
    page = client.get(answered["Location"])
    assert "part 1 of 3" in text(page)
    on = client.post(answered["Location"], {"age": "to_45", "go": "on"})["Location"]
    assert on == to("survey_section", enrolment, "awareness")
    levels = {key: level for key, level in answers(4).items() if isinstance(level, int)}
    last = client.post(on, {**levels, "go": "on"})["Location"]
    assert last == to("survey_section", enrolment, "challenges")
    done = client.post(last, {"barriers": ["motivation", "methods"], "go": "on"}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("assessment:my_survey")
    assert "Thank you: the survey is handed in." in text(done)
    row = SurveyResponse.objects.get()
    assert (row.submitted_at, row.answers["age"], row.answers["barriers"]) == (
        AT_ENTRY, "to_45", ["motivation", "methods"],
    )  # fmt: skip
    assert start not in client.get(reverse("home")).content.decode()


@pytest.mark.usefixtures("at_entry")
def test_one_goes_back_and_is_led_to_what_is_missing(client: Client, enrolment: Enrolment) -> None:
    surveying.agree(enrolment, ENTRY, language="en")
    assert client.post(to("survey_section", enrolment, "awareness"), {"concept": "3", "go": "back"})["Location"] == to(
        "survey_section", enrolment, "about"
    )
    told = client.post(to("survey_section", enrolment, "challenges"), {"go": "on"}, follow=True)
    assert told.redirect_chain[-1][0] == to("survey_section", enrolment, "awareness") + "?check=1"
    assert "14 statements have no level yet" in text(told)
    assert text(told).count("Choose one of the five levels.") == 14


@pytest.mark.usefixtures("at_entry")
def test_one_goes_on_where_one_left_off(client: Client, enrolment: Enrolment) -> None:
    surveying.agree(enrolment, ENTRY, language="en")
    surveying.save_section(enrolment, ENTRY, "about", {"age": "to_45"})
    assert client.get(to("survey_start", enrolment))["Location"] == to("survey_section", enrolment, "awareness")
    assert "Go on with the survey" in text(client.get(reverse("assessment:my_survey")))


@pytest.mark.usefixtures("at_entry")
def test_each_change_is_kept_and_the_answer_says_so_or_why_not(client: Client, enrolment: Enrolment) -> None:
    surveying.agree(enrolment, ENTRY, language="en")
    address = to("survey_section", enrolment, "awareness")
    kept = client.post(address, {"concept": "4"}, headers=HX)
    assert "Saved at 12:00" in text(kept)
    assert "1 of 25 questions answered" in text(kept)
    row = SurveyResponse.objects.get()
    seen = surveying.version_of(row, row.wave.instrument.content.sections[1])
    assert f'value="{seen}"' in unescape(kept.content.decode())
    assert "Choose one of the five levels." in text(client.post(address, {"concept": "9"}, headers=HX))
    stale = client.post(address, {"concept": "1", "again": "1", "seen": ""}, headers=HX)
    assert "something newer was saved since" in text(stale)
    assert SurveyResponse.objects.get().answers == {"concept": 4}


@pytest.mark.usefixtures("at_entry")
def test_a_tab_that_another_device_has_overtaken_overwrites_nothing_unseen(
    client: Client, enrolment: Enrolment
) -> None:
    row = surveying.agree(enrolment, ENTRY, language="en")
    address, part = to("survey_section", enrolment, "awareness"), row.wave.instrument.content.sections[1]
    stale = {"concept": "1", "seen": surveying.version_of(row, part)}
    surveying.save_section(enrolment, ENTRY, "awareness", {"concept": "5", "pilot": "4"})
    for _tap in range(2):
        told = client.post(address, stale, headers=HX)
        assert "something newer was saved since" in text(told)
        assert 'id="survey-seen"' not in told.content.decode()
    page = client.post(address, {**stale, "go": "on"})
    assert "This part was filled in elsewhere, too." in text(page)
    assert SurveyResponse.objects.get().answers == {"concept": 5, "pilot": 4}
    seen = surveying.version_of(SurveyResponse.objects.get(), part)
    assert f'value="{seen}"' in page.content.decode()
    client.post(address, {"concept": "1", "seen": seen, "go": "on"})
    assert SurveyResponse.objects.get().answers == {"concept": 1}


@pytest.mark.usefixtures("at_entry")
def test_what_is_wrong_is_told_beside_its_question_and_what_was_filled_in_stays(
    client: Client, enrolment: Enrolment
) -> None:
    surveying.agree(enrolment, ENTRY, language="en")
    page = client.post(to("survey_section", enrolment, "challenges"), {"other_barrier": "a" * 121, "go": "on"})
    assert (page.status_code, "At most 120 characters." in text(page)) == (200, True)
    assert "a" * 121 in page.content.decode()
    unknown = client.post(to("survey_section", enrolment, "about"), {"iin": "750312190004"}, follow=True)
    assert "There is no such question in this survey." in text(unknown)


@pytest.mark.usefixtures("at_entry")
def test_one_declines_and_thinks_again(client: Client, enrolment: Enrolment) -> None:
    told = client.post(to("survey_agree", enrolment), {"answer": "no"}, follow=True)
    assert "You do not take part. Nobody asks you again." in text(told)
    assert to("survey_start", enrolment) not in client.get(reverse("home")).content.decode()
    assert "Take part after all" in text(client.get(reverse("assessment:my_survey")))
    assert client.get(to("survey_section", enrolment, "about"))["Location"] == to("survey_start", enrolment)
    client.post(to("survey_agree", enrolment), {"answer": "yes"})
    assert SurveyResponse.objects.get().consented_at == AT_ENTRY


def test_one_withdraws_between_the_waves(client: Client, enrolment: Enrolment) -> None:
    fill_in(enrolment, ENTRY, answers(4), now=AT_ENTRY)
    with time_machine.travel(BETWEEN, tick=False):
        client.force_login(User.objects.get(person=enrolment.person))
        assert "Withdraw and delete my answers" in text(client.get(reverse("assessment:my_survey")))
        told = client.post(to("survey_withdraw", enrolment), follow=True)
        assert "You have withdrawn: your answers are deleted." in text(told)
    assert SurveyResponse.objects.get().answers == {}


def test_a_closed_wave_says_when_it_opens_and_a_handed_in_one_stays(client: Client, enrolment: Enrolment) -> None:
    fill_in(enrolment, ENTRY, answers(4), now=AT_ENTRY)
    with time_machine.travel(AT_ENTRY, tick=False):
        client.force_login(User.objects.get(person=enrolment.person))
        shut = client.get(to("survey_start", enrolment, kind=EXIT), follow=True)
        assert "The survey opens on 24.11.2026." in text(shut)
        again = client.post(to("survey_agree", enrolment), {"answer": "yes"}, follow=True)
        assert "it stays as it is" in text(again)
        late = client.post(to("survey_section", enrolment, "awareness"), {"concept": "1"}, follow=True)
        assert "it stays as it is" in text(late)


@pytest.mark.usefixtures("at_entry")
def test_nobody_opens_anybody_elses(client: Client, enrolment: Enrolment) -> None:
    pages = [
        ("survey_start", ()), ("survey_agree", ()), ("survey_withdraw", ()), ("survey_section", ("about",)),
    ]  # fmt: skip
    for name, args in pages:
        client.logout()
        method = client.post if name in {"survey_agree", "survey_withdraw"} else client.get
        assert method(to(name, enrolment, *args))["Location"].startswith(reverse("account_login"))
    other = make_enrolment(enrolment.cohort, make_person(email="other@mektep.example"))
    theirs = User.objects.create_user("other@mektep.example", "a long password 1", person=other.person)
    for user in (marat(), aigul(), daulet(), theirs):
        client.force_login(user)
        for name, args in pages:
            method = client.post if name in {"survey_agree", "survey_withdraw"} else client.get
            assert method(to(name, enrolment, *args)).status_code == 404, (user, name)
    assert not SurveyResponse.objects.exists()


@pytest.mark.usefixtures("at_entry")
def test_what_is_not_there_is_not_found(client: Client, enrolment: Enrolment) -> None:
    assert client.get(to("survey_start", enrolment, kind="middle")).status_code == 404
    assert client.get(to("survey_section", enrolment, "nowhere")).status_code == 404
    applied = make_enrolment(surveyed_cohort(), make_person(), status="applied")
    assert client.get(to("survey_start", applied)).status_code == 404
    assert client.get(to("survey_agree", enrolment)).status_code == 405
    Enrolment.objects.filter(pk=enrolment.pk).update(status="withdrawn")
    assert client.get(reverse("assessment:my_survey")).status_code == 404


@pytest.mark.usefixtures("at_entry")
def test_two_records_that_were_merged_keep_what_was_answered(client: Client, enrolment: Enrolment) -> None:
    fill_in(enrolment, ENTRY, answers(4), now=AT_ENTRY)
    kept = make_person(email="")
    merge(enrolment.person, kept, by=aigul())
    client.force_login(User.objects.get(person=kept))
    assert "You handed it in on 04.11.2026" in text(client.get(reverse("assessment:my_survey")))


def test_a_page_costs_the_same_however_many_have_answered(client: Client, enrolment: Enrolment) -> None:
    surveying.agree(enrolment, ENTRY, language="kk", now=AT_ENTRY)

    def cost() -> int:
        with time_machine.travel(AT_ENTRY, tick=False), CaptureQueriesContext(connection) as asked:
            client.force_login(User.objects.get(person=enrolment.person))
            assert client.get(to("survey_section", enrolment, "awareness")).status_code == 200
        return len(asked)

    one = cost()
    lie_there(enrolment.cohort, ENTRY, *[answers(3)] * 30, begin=1)
    assert (cost(), one <= 16) == (one, True)


def test_the_waves_stand_on_the_page_in_the_order_of_the_course(client: Client, enrolment: Enrolment) -> None:
    with time_machine.travel(AT_EXIT, tick=False):
        client.force_login(User.objects.get(person=enrolment.person))
        page = text(client.get(reverse("assessment:my_survey")))
    assert (
        page.index("Before the course")
        < page.index("could be filled in through 08.11.2026")
        < page.index("After the course")
    )
    assert [kind.value for kind in SurveyWave.Kind] == [ENTRY, EXIT]
