"""Give somebody the administrator's role: the first act of an empty installation."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from django.core.validators import validate_email
from django.db import transaction

from people.models import RoleGrant, User
from people.roles import Role


class Appointed(NamedTuple):
    user: User
    # Empty for somebody who had a sign-in already: theirs stays as it is.
    password: str


def first_administrator() -> User | None:
    return User.objects.filter(role_grants__role=Role.ADMINISTRATOR, is_active=True).order_by("pk").first()


@transaction.atomic
def make_administrator(email: str) -> Appointed:
    """Grant the role; who has no sign-in yet gets one with a password that is shown once and kept nowhere."""
    validate_email(email)
    user = User.objects.filter(email__iexact=email).first()
    password = "" if user else secrets.token_urlsafe(12)
    user = user or User.objects.create_user(email, password)
    RoleGrant.objects.get_or_create(user=user, role=Role.ADMINISTRATOR)
    return Appointed(user, password)
