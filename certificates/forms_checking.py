from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from certificates.forms import Plain
from certificates.list_checking import MOST_CODES
from courses.forms_import import ACCEPTED
from people.fields import TypedField, WordsField
from people.forms import laid_out


class RegistrationForm(Plain):
    """Who wants to check lists, and what for."""

    email = forms.EmailField(
        label=_("Work e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    name = WordsField(label=_("Your name"), max_length=200)
    organisation = WordsField(label=_("Organisation"), max_length=200)
    purpose = TypedField(
        label=_("What you check certificates for"),
        max_length=300,
        help_text=_("For example: attestation of teachers, employment, an inspection."),
    )
    agreed = forms.BooleanField(label=_("I agree"))
    helper = laid_out(("email", "name"), ("organisation",), ("purpose",), ("agreed",))

    def __init__(self, *args: Any, own: tuple[str, str] | None = None, **kwargs: Any) -> None:
        """`own` is the address and the name of whoever is signed in: these are theirs already."""
        super().__init__(*args, **kwargs)
        if own is not None:
            for name, value in zip(("email", "name"), own, strict=True):
                self.fields[name].initial, self.fields[name].disabled = value, bool(value)


class OwnRegistrationForm(Plain):
    """What may change without a new address: where they work, and what for."""

    organisation = WordsField(label=_("Organisation"), max_length=200)
    purpose = TypedField(label=_("What you check certificates for"), max_length=300)
    helper = laid_out(("organisation",), ("purpose",))


class ConfirmationForm(Plain):
    code = TypedField(
        label=_("Code from the e-mail"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"})
    )
    helper = laid_out(("code",))


class ListForm(Plain):
    """A list of codes; what is in it is judged by its content."""

    file = forms.FileField(
        label=_("File with the codes"),
        help_text=_("Excel (.xlsx, .xls), OpenDocument (.ods) or CSV; up to %(most)s codes, in any column.")
        % {"most": MOST_CODES},
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        # An empty file gets the sentence of the reader.
        allow_empty_file=True,
    )
    helper = laid_out(("file",))

    @property
    def upload(self) -> UploadedFile[Any]:
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        return upload


class BlockForm(Plain):
    why = TypedField(label=_("Why"), max_length=300, help_text=_("Stays on record; the checker does not see it."))
    helper = laid_out(("why",))
