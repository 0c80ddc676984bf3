from __future__ import annotations

from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm

from people.signing_in import ensure_user


class RequestLoginCodeForm(AllauthRequestLoginCodeForm):  # type: ignore[misc]
    """A participant's user is made when they first ask for a code with the address that is theirs alone."""

    def clean_email(self) -> str:
        ensure_user(self.cleaned_data["email"])
        return str(super().clean_email())
