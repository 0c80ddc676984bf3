"""One person by hand meets the same checks as a row of a list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from courses.adding import add_by_hand, look_at
from courses.models import Enrolment
from people.models import Organisation, Person
from people.registering import register_person
from tests.cast import aigul, make_cohort

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
IIN = "750312190004"


def typed(**fields: Any) -> dict[str, Any]:
    return {
        "iin": IIN, "surname": "Ахметова", "given_name": "Сәуле", "patronymic": "Бекенқызы", "birth_date": None,
        "email": "saule@mektep.example", "phone": "", "language": "kk", "organisation_name": "№ 7 лицей",
        "organisation_locality": "Теміртау", "organisation_bin": "", "position": "директор", "project_type": "project",
        "project_topic": "Сапа", **fields,
    }  # fmt: skip


def test_a_new_person_comes_on_record_and_on_the_list() -> None:
    enrolment = add_by_hand(make_cohort(), typed(), by=aigul())
    assert (enrolment.status, enrolment.project_type, enrolment.project_topic) == ("applied", "project", "Сапа")
    assert str(enrolment.organisation) == "№ 7 лицей, Теміртау"
    assert (enrolment.person.full_name, enrolment.person.birth_date) == ("Ахметова Сәуле Бекенқызы", date(1875, 3, 12))


def test_somebody_on_record_is_not_made_twice_and_keeps_what_was_not_typed() -> None:
    known = register_person(iin=IIN, surname="Ахмет", given_name="Сәуле", phone="+7 701", by=None)
    enrolment = add_by_hand(make_cohort(), typed(), by=aigul())
    assert (enrolment.person_id, Person.objects.count()) == (known.pk, 1)
    assert (enrolment.person.surname, enrolment.person.phone) == ("Ахметова", "+7 701")


def test_a_merged_record_leads_to_the_one_that_is_kept() -> None:
    kept = register_person(iin="881130290111", surname="Ахметова", given_name="Сәуле", by=None)
    merged = register_person(iin=IIN, surname="Ахметова", given_name="Сәуле", by=None)
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert add_by_hand(make_cohort(), typed(), by=aigul()).person_id == kept.pk


def test_a_refusal_leaves_neither_person_nor_school() -> None:
    with pytest.raises(ValidationError):
        add_by_hand(make_cohort(status="draft"), typed(), by=aigul())
    assert (Person.objects.count(), Organisation.objects.count(), Enrolment.objects.count()) == (0, 0, 0)


def test_what_is_in_order_needs_no_second_look() -> None:
    assert look_at(typed(), today=TODAY) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"email": ""},
        {"birth_date": date(1980, 1, 1)},
        {"surname": "Axметова"},
        {"surname": "АХМЕТОВА"},
    ],
)
def test_what_a_list_is_warned_of_is_shown_here_too(fields: dict[str, Any]) -> None:
    assert len(look_at(typed(**fields), today=TODAY)) == 1


def test_another_name_under_the_same_iin_is_shown_before_it_replaces_the_old() -> None:
    register_person(iin=IIN, surname="Ибраева", given_name="Сәуле", by=None)
    (finding,) = look_at(typed(), today=TODAY)
    assert "Ибраева Сәуле" in finding
    assert "Ахметова Сәуле Бекенқызы" in finding


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("new@m.example", "The e-mail on record is old@mektep.example: it will be changed to new@m.example."),
        ("", "The e-mail on record stays: old@mektep.example."),
    ],
)  # fmt: skip
def test_what_becomes_of_the_address_on_record_is_said(email: str, sentence: str) -> None:
    register_person(
        iin=IIN, surname="Ахметова", given_name="Сәуле", patronymic="Бекенқызы", email="old@mektep.example", by=None
    )
    with translation.override("en"):
        assert look_at(typed(email=email), today=TODAY) == [sentence]


def test_a_borrowed_address_is_told() -> None:
    register_person(iin="881130290111", surname="Ким", given_name="Александр", email="Saule@mektep.example", by=None)
    assert len(look_at(typed(), today=TODAY)) == 1


def test_initials_are_no_given_name() -> None:
    with pytest.raises(ValidationError):
        look_at(typed(given_name="С."), today=TODAY)
