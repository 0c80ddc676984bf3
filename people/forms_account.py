from __future__ import annotations

from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm

from people.models import User
from people.signing_in import ensure_user, shares_address


class RequestLoginCodeForm(AllauthRequestLoginCodeForm):  # type: ignore[misc]
    """A participant's user is made when they first ask for a code with the address that is theirs alone."""

    def clean_email(self) -> str:
        user = ensure_user(self.cleaned_data["email"])
        address = str(super().clean_email())
        if user is None:
            self._user = None
        return address


class ResetPasswordForm(AllauthResetPasswordForm):  # type: ignore[misc]
    """Who reads a mailbox that several people have must not set the password of one of them."""

    def clean_email(self) -> str:
        address = str(super().clean_email())
        self.users: list[User] = [user for user in self.users if not shares_address(user)]
        return address
