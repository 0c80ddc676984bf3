"""The administrator gives and takes sign-ins; one administrator always remains."""

from __future__ import annotations

from functools import partial

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from people.models import RoleGrant, User, UserEvent
from people.roles import Role
from people.staffing import amend_user, appoint, deactivate, reactivate
from tests.at_once import at_once
from tests.cast import aigul, daulet, make_person, make_user, saule

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> User:
    return make_user("root@institute.example", Role.ADMINISTRATOR)


def kinds(user: User) -> list[str]:
    return list(user.events.order_by("pk").values_list("kind", flat=True))


def test_a_new_member_of_staff_can_ask_for_a_code_and_gets_no_mail(root: User) -> None:
    user = appoint(email="New@Institute.example", name="Жаңа", language="ru", roles=["trainer", "head"], by=root)
    assert (user.email, user.has_usable_password(), mail.outbox) == ("new@institute.example", False, [])
    assert user.roles == {Role.TRAINER, Role.HEAD}
    assert set(user.role_grants.values_list("granted_by", flat=True)) == {root.pk}
    assert kinds(user) == ["appointed"]


def test_a_participant_can_become_a_member_of_staff_too(root: User) -> None:
    participant = saule()
    appointed = appoint(email=participant.email, name="", language="kk", roles=["trainer"], participant=True, by=root)
    assert (appointed, appointed.person, appointed.name) == (participant, participant.person, participant.name)


@pytest.mark.parametrize("has_signed_in", [True, False])
def test_a_participant_gets_roles_only_where_the_administrator_means_it(
    root: User, client: Client, has_signed_in: bool
) -> None:
    person = saule().person if has_signed_in else make_person(email="saule@mektep.example", surname="Ахметова")
    assert person is not None
    client.force_login(root)
    data = {"email": "Saule@mektep.example", "name": "Сәуле", "language": "kk", "roles": ["trainer"]}
    assert 'name="participant"' not in client.get(reverse("people:user_new")).content.decode()
    refused = client.post(reverse("people:user_new"), data)
    assert str(person) in refused.content.decode()
    assert 'name="participant"' in refused.content.decode()
    assert RoleGrant.objects.exclude(user=root).count() == 0
    client.post(reverse("people:user_new"), {**data, "participant": "on"})
    grant = RoleGrant.objects.exclude(user=root).get()
    assert (grant.user.email, grant.user.person, grant.role) == ("saule@mektep.example", person, "trainer")


def test_an_appointment_can_be_used_by_whoever_could_not_sign_in_before(root: User, client: Client) -> None:
    ended = saule()
    deactivate(ended, by=root)
    appoint(email=ended.email, name="", language="kk", roles=["trainer"], participant=True, by=root)
    assert kinds(ended) == ["deactivated", "reactivated", "appointed"]
    client.force_login(User.objects.get(pk=ended.pk))
    assert client.get(reverse("assessment:my_defences")).status_code == 200


def test_a_user_without_a_name_gets_it_with_the_appointment(root: User) -> None:
    make_user("nameless@institute.example", name="")
    user = appoint(email="nameless@institute.example", name="Аты Бар", language="ru", roles=["trainer"], by=root)
    user.refresh_from_db()
    assert (user.name, user.language) == ("Аты Бар", "ru")


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_end_each_other_at_once_leave_one() -> None:
    for n in range(4):
        one, two = (make_user(f"root{n}{who}@institute.example", Role.ADMINISTRATOR) for who in "ab")
        User.objects.exclude(pk__in=[one.pk, two.pk]).update(is_active=False)
        acts = [
            partial(deactivate, two, by=one),
            partial(amend_user, one, name="", language="kk", roles=["organiser"], by=two),
        ]
        assert sorted(at_once(*acts)) == ["", "last"]
        assert User.objects.filter(role_grants__role=Role.ADMINISTRATOR, is_active=True).count() == 1


@pytest.mark.parametrize(("email", "roles"), [("aigul@institute.example", ["trainer"]), ("new@institute.example", [])])
def test_nobody_is_appointed_twice_or_to_nothing(root: User, email: str, roles: list[str]) -> None:
    aigul()
    with pytest.raises(ValidationError):
        appoint(email=email, name="", language="kk", roles=roles, by=root)


def test_changed_roles_are_on_record_from_what_to_what(root: User) -> None:
    user = daulet()
    amend_user(user, name="Дәулет", language="kk", roles=["trainer", "head"], by=root)
    amend_user(user, name="Дәулет", language="kk", roles=["head"], by=root)
    amend_user(user, name="Дәулет", language="kk", roles=["head"], by=root)
    assert kinds(user) == ["renamed", "roles", "roles"]
    latest = UserEvent.objects.filter(user=user).first()
    assert latest is not None
    assert (latest.old, latest.new, latest.by) == ("head, trainer", "head", root)


def test_the_last_administrator_stays_one(root: User) -> None:
    with pytest.raises(ValidationError):
        amend_user(root, name="", language="kk", roles=["organiser"], by=root)
    assert RoleGrant.objects.filter(user=root, role=Role.ADMINISTRATOR).exists()
    second = make_user("second@institute.example", Role.ADMINISTRATOR)
    amend_user(root, name="", language="kk", roles=["organiser"], by=second)
    with pytest.raises(ValidationError):
        deactivate(second, by=root)


def test_nobody_locks_themselves_out(root: User) -> None:
    with pytest.raises(ValidationError):
        deactivate(root, by=root)


def test_an_ended_sign_in_ends_at_once_and_can_be_restored(root: User, client: Client) -> None:
    user = aigul()
    client.force_login(user)
    page = reverse("courses:cohorts")
    assert client.get(page).status_code == 200
    deactivate(user, by=root)
    assert client.get(page).status_code == 302
    reactivate(user, by=root)
    client.force_login(user)
    assert client.get(page).status_code == 200
    assert kinds(user) == ["deactivated", "reactivated"]
