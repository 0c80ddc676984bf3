"""Which of allauth's pages are open, and that nobody gets another's sign-in through one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.manage_email import can_delete_email
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from people.models import User
from people.roles import Role
from people.signing_in import ensure_user
from people.staffing import appoint
from tests.cast import make_person, make_user, saule

# Kept by hand: what another version of allauth brings along is looked at before it is open to anybody.
OPEN = {
    "account_login", "account_logout", "account_inactive", "account_reauthenticate",
    "account_request_login_code", "account_confirm_login_code",
    "account_change_password", "account_set_password", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
    "mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "usersessions_list",
}  # fmt: skip
VALUES = {"pk": 1, "uidb36": "1", "key": "abc"}
CLOSED = ["/account/signup/", "/account/email/", "/account/confirm-email/", "/account/confirm-email/MQ:1abc:d-e_f/"]


def brought_along(patterns: list[URLPattern | URLResolver], **named: Any) -> Iterator[tuple[str, str]]:
    """Every page of allauth by its name and an address that it has."""
    for each in patterns:
        names = {**named, **each.pattern.converters, **each.pattern.regex.groupindex}
        if isinstance(each, URLResolver):
            yield from brought_along(each.url_patterns, **names)
        elif each.callback.__module__.startswith("allauth."):
            yield str(each.name), reverse(str(each.name), kwargs={name: VALUES[name] for name in names})


def test_no_other_page_of_allauth_is_open_than_those_that_were_looked_at() -> None:
    pages = dict(brought_along(get_resolver().url_patterns))
    reached = {name for name, path in pages.items() if resolve(path).func.__module__.startswith("allauth.")}
    assert reached == OPEN


@pytest.mark.django_db
@pytest.mark.parametrize("path", CLOSED)
def test_nobody_signs_up_and_nobody_manages_addresses(client: Client, path: str) -> None:
    for user in (None, saule()):
        if user:
            client.force_login(user)
        assert client.get(path).status_code == 404
        assert client.post(path, {"email": "new@institute.example", "action_add": ""}).status_code == 404


@pytest.mark.django_db
def test_the_role_of_an_address_never_goes_to_a_participant_who_claimed_it(client: Client) -> None:
    participant, root = saule(), make_user("root@institute.example", Role.ADMINISTRATOR)
    client.force_login(participant)
    for action in ("action_add", "action_primary"):
        client.post("/account/email/", {"email": "newtrainer@institute.example", action: ""})
    trainer = appoint(email="newtrainer@institute.example", name="Жаңа", language="kk", roles=["trainer"], by=root)
    assert trainer != participant
    assert User.objects.get(pk=participant.pk).roles == frozenset()
    assert ensure_user(make_person(email="other@mektep.example").email) != participant


@pytest.mark.django_db
def test_were_the_page_open_it_would_still_neither_add_nor_remove_an_address() -> None:
    user = saule()
    address = EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    assert not EmailAddress.objects.can_add_email(user)
    assert not can_delete_email(address)
    assert not get_adapter().can_delete_email(EmailAddress(user=user, email="new@institute.example"))
