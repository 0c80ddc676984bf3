"""The sign-in of a participant follows the address on record, and nobody inherits another's."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from people.models import User
from people.registering import amend_person
from people.roles import Role
from people.signing_in import ensure_user
from people.staffing import deactivate
from tests.cast import aigul, make_enrolment, make_person, make_user, saule

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_corrected_address_and_name_reach_the_sign_in_and_end_the_open_ones(client: Client) -> None:
    person = make_enrolment(person=make_person(email="saule@mektep.example", given_name="Сәуле")).person
    user = ensure_user("saule@mektep.example")
    assert user is not None
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("courses:confirm_name")).status_code == 200
    amend_person(person, by=aigul(), email="Saule.new@mektep.example", surname="Ахмет")
    changed = fresh(user)
    assert (changed.email, changed.name, changed.is_active) == (
        "saule.new@mektep.example",
        "Ахмет Сәуле Өмірбекқызы",
        True,
    )
    assert client.get(reverse("courses:confirm_name")).status_code == 302
    assert ensure_user("saule.new@mektep.example") == user


def test_what_a_wrong_address_set_up_opens_nothing_once_it_is_corrected(client: Client) -> None:
    user, organiser = saule(), aigul()
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    assert user.person is not None
    amend_person(user.person, by=organiser, email="right@mektep.example")
    client.post(reverse("account_login"), {"login": "right@mektep.example", "password": "a long password 1"})
    assert "_auth_user_id" not in client.session
    assert not Authenticator.objects.filter(user=user).exists()
    assert ensure_user("right@mektep.example") == user


@pytest.mark.parametrize("address", ["", "school@mektep.example"])
def test_without_an_address_of_ones_own_the_sign_in_is_over_and_the_next_address_makes_another(address: str) -> None:
    user, organiser = saule(), aigul()
    person = user.person
    assert person is not None
    make_person(email="school@mektep.example")
    amend_person(person, by=organiser, email=address)
    assert (fresh(user).is_active, ensure_user("saule@mektep.example")) == (False, None)
    amend_person(person, by=organiser, email="own@mektep.example")
    another = ensure_user("own@mektep.example")
    assert another is not None
    assert (another.person, another.is_active, another != user) == (person, True, True)
    assert [(e.old, e.new, e.by) for e in user.events.all()] == [("saule@mektep.example", "", organiser)]


def test_the_successor_signs_in_with_the_inherited_mailbox_and_not_as_the_predecessor() -> None:
    predecessor, organiser = saule(), aigul()
    assert predecessor.person is not None
    amend_person(predecessor.person, by=organiser, email="")
    successor = make_person(email="saule@mektep.example")
    user = ensure_user("saule@mektep.example")
    assert user is not None
    assert (user.person, user != predecessor) == (successor, True)


def test_what_an_administrator_ended_no_address_opens_again() -> None:
    user, root = saule(), make_user("root@institute.example", Role.ADMINISTRATOR)
    deactivate(user, by=root)
    assert user.person is not None
    for address in ("", "own@mektep.example"):
        amend_person(user.person, by=root, email=address)
        assert not fresh(user).is_active
    assert ensure_user("own@mektep.example") == user


def test_a_member_of_staff_keeps_the_address_of_the_appointment() -> None:
    person = make_person(email="daulet@mektep.example")
    user = make_user("daulet@institute.example", Role.TRAINER, person=person)
    amend_person(person, by=aigul(), email="other@mektep.example")
    assert fresh(user).email == "daulet@institute.example"


def test_the_address_of_a_member_of_staff_is_not_taken_over() -> None:
    user, organiser = saule(), aigul()
    assert user.person is not None
    amend_person(user.person, by=organiser, email=organiser.email)
    assert (fresh(user).is_active, User.objects.get(email=organiser.email)) == (False, organiser)
