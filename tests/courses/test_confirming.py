"""The participant has the last word on the spelling of the name; a later change asks again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from courses.confirming import ask_for_confirmation, confirm_name, object_to_name, settle_objection
from courses.models import Enrolment
from people.models import OutboxMessage
from people.registering import amend_person
from tests.cast import aigul, make_cohort, make_enrolment, make_person

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
    assert list(Enrolment.objects.with_objection()) == [row]
    settle_objection(row, by=aigul())
    assert not Enrolment.objects.with_objection().exists()
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
    make_enrolment(cohort, status="declined")
    disputed = make_enrolment(cohort)
    object_to_name(disputed, text="қате", by=None)
    assert [ask_for_confirmation(cohort, by=organiser, now=NOW) for _ in range(2)] == [1, 1]
    message = OutboxMessage.objects.get()
    assert (message.person, message.language, message.kind) == (waiting.person, "ru", "confirm_name")
    assert waiting.person.full_name in message.text
