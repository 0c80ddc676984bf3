"""What belongs to a human: whatever the history of their records has, unless it is somebody else's today."""

from __future__ import annotations

import pytest

from people.human import human_of
from people.merging import merge, undo
from people.models import Person
from people.registering import amend_person, register_person
from tests.cast import iin, make_person, make_user

pytestmark = pytest.mark.django_db


def test_an_iin_of_old_is_theirs_until_it_stands_on_another_record() -> None:
    """The organiser took the number of the next line, put it right, and registered the neighbour."""
    by = make_user("organiser@institute.example")
    person = register_person(iin=iin(1001), surname="Серіков", given_name="Арман", email="old@x.kz", by=by)
    amend_person(person, iin=iin(1002), email="new@x.kz", by=by)
    assert human_of(person).iins == {iin(1001), iin(1002)}
    assert human_of(person).emails == {"old@x.kz", "new@x.kz"}
    register_person(iin=iin(1001), surname="Ахметова", given_name="Айгүл", email="old@x.kz", by=by)
    assert human_of(person).iins == {iin(1002)}
    assert human_of(person).emails == {"new@x.kz"}


def test_a_mailbox_that_stands_on_another_record_speaks_for_neither() -> None:
    first, second = make_person(email="school@x.kz"), make_person(email="school@x.kz")
    assert human_of(first).emails == human_of(second).emails == frozenset()
    second.email = ""
    second.save()
    assert human_of(first).emails == {"school@x.kz"}


def test_an_address_that_a_record_had_by_a_merge_taken_back_was_never_theirs() -> None:
    """Nor when its owner has another one by now."""
    by = make_user("organiser@institute.example")
    person, other = make_person(email=""), make_person(email="aigul@x.kz")
    undo(merge(other, person, by=by), by=by)
    amend_person(other, by=by, email="aigul.new@x.kz")
    assert human_of(person).emails == frozenset()
    assert human_of(other).emails == {"aigul@x.kz", "aigul.new@x.kz"}


def test_an_address_that_a_record_took_over_is_theirs_while_the_merge_stands() -> None:
    by = make_user("organiser@institute.example")
    person, other = make_person(email=""), make_person(email="aigul@x.kz")
    undo(merge(other, person, by=by), by=by)
    merge(Person.objects.get(pk=other.pk), Person.objects.get(pk=person.pk), by=by)
    assert human_of(person).emails == {"aigul@x.kz"}
    assert human_of(person).own_address("aigul@x.kz", person.created_at) == "aigul@x.kz"
