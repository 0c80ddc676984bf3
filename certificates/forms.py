from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.models import Document
from people.fields import DayField


class Plain(forms.Form):
    """The template draws <form> and its button."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class PrepareForm(Plain):
    issued_on = DayField(label=gettext_lazy("Date of issue"), initial=timezone.localdate)


class BlankForm(Plain):
    series = forms.CharField(label=gettext_lazy("Series of the blank"), max_length=10)
    number = forms.CharField(label=gettext_lazy("Number of the blank"), max_length=20)


class HandOverForm(Plain):
    to = forms.CharField(
        label=gettext_lazy("Handed to"),
        max_length=300,
        help_text=gettext_lazy("The holder, or who took it with a letter of authority: its number and date."),
    )
    on = DayField(label=gettext_lazy("On"), initial=timezone.localdate)


class WithholdForm(Plain):
    reason = forms.CharField(
        label=gettext_lazy("On whose request"),
        max_length=300,
        help_text=gettext_lazy("Stays in the register; the public sees an unknown code."),
    )


class RevokeForm(Plain):
    """What cannot be undone is typed: the number of the document."""

    reason = forms.CharField(
        label=gettext_lazy("Ground"),
        max_length=300,
        help_text=gettext_lazy(
            "The decision, its date and number. It stands on the public page: write nothing personal."
        ),
    )
    on = DayField(label=gettext_lazy("Revoked on"), initial=timezone.localdate)
    confirmation = forms.CharField(label=gettext_lazy("Type the number of the document"), max_length=40)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document

    def clean_confirmation(self) -> str:
        typed = str(self.cleaned_data["confirmation"])
        if typed.strip().removeprefix("№").strip().casefold() != self.document.number_text.casefold():
            raise ValidationError(_("The number of this document is %(number)s."), params={"number": self.document})
        return typed
