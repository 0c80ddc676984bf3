"""Make somebody an administrator from the shell: the first act of an empty installation, before anybody can sign in."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from django.core.validators import validate_email
from django.db import transaction

from people.models import RoleGrant, User, UserEvent
from people.roles import Role
from people.staffing import known, reopen

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another


class Appointed(NamedTuple):
    user: User
    # Empty for somebody who had a sign-in already: theirs stays as it is.
    password: str


def first_administrator() -> User | None:
    return User.objects.filter(role_grants__role=Role.ADMINISTRATOR, is_active=True).order_by("pk").first()


@transaction.atomic
def make_administrator(email: str, *, participant: bool = False) -> Appointed:
    """Grant the role; who has no sign-in yet gets one with a password that is shown once and kept nowhere."""
    validate_email(email)
    user = known(email, participant=participant)
    kind, password = (UserEvent.Kind.ROLES, "") if user else (UserEvent.Kind.APPOINTED, new_password())
    user = user or User.objects.create_user(email, password)
    reopen(user, by=None)
    if RoleGrant.objects.get_or_create(user=user, role=Role.ADMINISTRATOR)[1]:
        UserEvent.objects.create(user=user, kind=kind, new=Role.ADMINISTRATOR, by=None)
    return Appointed(user, password)


def new_password() -> str:
    """Four groups of four: 79 bits that can be read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
