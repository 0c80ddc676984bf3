"""The participant has the last word on the spelling of the name; a later change asks again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.confirming import ask_for_confirmation, confirm_name, object_to_name, settle_objection
from courses.models import Enrolment
from people.models import OutboxMessage
from people.registering import amend_person
from tests.cast import aigul, make_cohort, make_enrolment, make_person, make_provider

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def test_a_confirmed_name_is_confirmed_until_it_changes() -> None:
    enrolment = make_enrolment()
    row = confirm_name(enrolment, name=enrolment.person.full_name, by=None, now=NOW)
    assert (row.name_confirmed_at, row.name_is_confirmed) == (NOW, True)
    assert not Enrolment.objects.name_unconfirmed().exists()
    amend_person(enrolment.person, by=aigul(), surname="Нұрғали")
    assert list(Enrolment.objects.name_unconfirmed()) == [row]
    assert not Enrolment.objects.select_related("person").get().name_is_confirmed


def test_a_name_without_patronymic_is_confirmed_as_well() -> None:
    enrolment = make_enrolment(person=make_person(patronymic=""))
    confirm_name(enrolment, name="Нұрғалиева Гүлжаһан", by=None)
    assert not Enrolment.objects.name_unconfirmed().exists()


def test_nobody_confirms_a_name_that_they_did_not_see() -> None:
    enrolment = make_enrolment()
    with pytest.raises(ValidationError) as refusal:
        confirm_name(enrolment, name="Нұрғалиева Гүлжахан Өмірбекқызы", by=None)
    assert refusal.value.code == "changed_meanwhile"


def test_an_objection_takes_the_confirmation_back_and_waits_for_the_organiser() -> None:
    enrolment = make_enrolment()
    confirm_name(enrolment, name=enrolment.person.full_name, by=None)
    row = object_to_name(enrolment, text="  Гүлжаһан емес,\n Гүлжахан ", by=None)
    assert (row.name_objection, row.name_confirmed_at) == ("Гүлжаһан емес, Гүлжахан", None)
    assert settle_objection(row, by=aigul()).name_objection == ""
    assert list(Enrolment.objects.name_unconfirmed()) == [row]


def test_an_empty_objection_says_nothing() -> None:
    with pytest.raises(ValidationError):
        object_to_name(make_enrolment(), text=" \n ", by=None)


def test_who_has_not_confirmed_is_asked_once_a_day_in_their_language() -> None:
    cohort, organiser = make_cohort(), aigul()
    waiting = make_enrolment(cohort, make_person(language="ru"))
    confirmed = make_enrolment(cohort)
    confirm_name(confirmed, name=confirmed.person.full_name, by=None)
    make_enrolment(cohort, make_person(email=""))
    for _ in range(2):
        make_enrolment(cohort, make_person(email="office@mektep.example"))
    make_enrolment(cohort, status="declined")
    disputed = make_enrolment(cohort)
    object_to_name(disputed, text="қате", by=None)
    assert [ask_for_confirmation(cohort, by=organiser, now=NOW) for _ in range(2)] == [1, 0]
    message = OutboxMessage.objects.get()
    assert (message.person, message.language, message.kind) == (waiting.person, "ru", "confirm_name")
    assert waiting.person.full_name in message.text


def test_on_the_next_day_those_who_are_still_silent_are_asked_again() -> None:
    cohort, organiser = make_cohort(), aigul()
    make_enrolment(cohort)
    days = [NOW, NOW, NOW + timedelta(days=1), NOW + timedelta(days=1)]
    assert [ask_for_confirmation(cohort, by=organiser, now=day) for day in days] == [1, 0, 1, 0]


def test_a_new_participant_is_asked_on_the_same_day_and_counted_alone() -> None:
    cohort, organiser = make_cohort(), aigul()
    make_enrolment(cohort)
    ask_for_confirmation(cohort, by=organiser, now=NOW)
    make_enrolment(cohort)
    assert ask_for_confirmation(cohort, by=organiser, now=NOW) == 1


def test_asking_costs_what_each_letter_costs_and_nothing_else_that_grows() -> None:
    organiser, costs = aigul(), {}
    make_provider()
    for people in (3, 30):
        cohort = make_cohort()
        for _ in range(people):
            make_enrolment(cohort)
        with CaptureQueriesContext(connection) as first:
            ask_for_confirmation(cohort, by=organiser, now=NOW)
        with CaptureQueriesContext(connection) as second:
            ask_for_confirmation(cohort, by=organiser, now=NOW)
        costs[people] = (len(first), len(second))
    # A letter is looked for, and inserted within a savepoint of its own.
    assert costs[30][0] - costs[3][0] == 27 * 4
    assert costs[30][1] == costs[3][1] <= 6
