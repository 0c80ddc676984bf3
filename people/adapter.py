"""Sign-in by django-allauth: nobody signs up by themselves; people are enrolled, staff are given roles."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from people.models import User
from people.signing_in import shares_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """The address is the record's (`people.following`); none is added either (ACCOUNT_MAX_EMAIL_ADDRESSES)."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **hooks: Any) -> HttpResponse | None:
        """The one door of code, password and passkey."""
        refused: HttpResponse | None = super().pre_login(request, user, **hooks)
        if refused is None and shares_address(user):
            clear_login(request)
            messages.error(
                request, _("Several people have this e-mail, so nobody can sign in with it: ask the organiser.")
            )
            refused = redirect("account_login")
        return refused
