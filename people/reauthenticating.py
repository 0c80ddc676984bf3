"""What cannot be undone is confirmed by its author: with the password or passkey, asked for again each time."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from django.http import HttpRequest

from people.access import staff
from people.models import User


def can_confirm(user: User) -> bool:
    """Whether they have anything to confirm with: who signs in by a code alone has nothing of the kind."""
    return bool(get_adapter().get_reauthentication_methods(user))


def forget_confirmation(request: HttpRequest) -> None:
    """It was for what is on the page: the next act asks again, however soon it follows."""
    records = get_authentication_records(request, staff(request))
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [row for row in records if not row.get("reauthenticated")]
