"""A mailbox that two people have lets in neither of them, by code, by password or by a link to set one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from people.registering import register_person
from people.roles import Role
from people.signing_in import ensure_user
from tests.at_once import at_once
from tests.cast import iin, make_person, make_user, saule

WORD = "a long password 1"


def sign_in(client: Client, email: str) -> bool:
    client.post(reverse("account_login"), {"login": email, "password": WORD})
    return "_auth_user_id" in client.session


def successor(email: str) -> None:
    register_person(iin=iin(7001), surname="Мұрагер", given_name="Әлия", email=email, by=None)


@pytest.mark.django_db
def test_the_successor_with_the_same_mailbox_does_not_sign_in_as_the_predecessor(
    client: Client, mailoutbox: list[Any]
) -> None:
    user = saule()
    assert ensure_user(user.email) == user
    successor(user.email.upper())
    assert ensure_user(user.email) is None
    client.post(reverse("account_request_login_code"), {"email": user.email})
    client.post(reverse("account_reset_password"), {"email": user.email})
    assert len(mailoutbox) == 2
    assert [
        mail for mail in mailoutbox if re.search(r"password/reset/key|\b[A-Z0-9]{3,4}-[A-Z0-9]{3,4}\b", mail.body)
    ] == []
    assert not sign_in(client, user.email)


@pytest.mark.django_db
def test_a_code_that_was_asked_for_before_lets_nobody_in_afterwards(client: Client, mailoutbox: list[Any]) -> None:
    user = saule()
    client.post(reverse("account_request_login_code"), {"email": user.email})
    successor(user.email)
    code = mailoutbox[0].subject.split(" ")[0]
    shown = client.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)
    assert "_auth_user_id" not in client.session
    assert [str(message.level_tag) for message in shown.context["messages"]] == ["error"]


@pytest.mark.django_db
def test_a_slip_once_mended_leaves_the_sign_in_as_it_was(client: Client) -> None:
    user = saule()
    other = make_person(email=user.email)
    assert not sign_in(client, user.email)
    type(other).objects.filter(pk=other.pk).update(email="own@mektep.example")
    assert sign_in(client, user.email)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["a trainer with a record", "a stranger", "somebody whose record was merged"])
def test_whose_the_address_is_beyond_doubt_keeps_signing_in(client: Client, who: str) -> None:
    user = make_user("daulet@institute.example", *([Role.TRAINER] if "trainer" in who else []))
    if "record" in who:
        user.person = make_person(
            email=user.email, merged_into=make_person(email=user.email) if "merged" in who else None
        )
        user.save()
    if "merged" not in who:
        make_person(email=user.email)
    assert sign_in(client, user.email)


@pytest.mark.django_db(transaction=True)
def test_two_first_requests_at_once_make_one_user() -> None:
    addresses = [make_person().email for _ in range(4)]
    for address in addresses:
        found: list[User | None] = []
        act = lambda address=address, found=found: found.append(ensure_user(address))  # noqa: E731
        assert at_once(act, act, act) == [""] * 3
        assert set(found) == {User.objects.get(email=address)}
