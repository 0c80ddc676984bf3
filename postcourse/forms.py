from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from people.fields import TypedField, WordsField
from people.models import User
from people.roles import Role
from postcourse.calendar import ALMATY
from postcourse.models import Consultation

PLACE_HELP = _("A room, or a link that begins with https://")


class PlaceField(WordsField):
    """A room, or a link; a link is one that a browser may follow."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Room or link"), max_length=200, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if "://" in text and not text.startswith("https://"):
            raise forms.ValidationError(_("A link begins with https://"))
        return text


class TimeField(forms.CharField):
    """A time as the page offered it: 2026-11-27T16:00, in Almaty."""

    def clean(self, value: Any) -> datetime:
        text = super().clean(value)
        try:
            return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=ALMATY)
        except ValueError:
            raise forms.ValidationError(_("Choose one of the times on the page.")) from None


class TimeForm(forms.Form):
    starts_at = TimeField()


class RecordForm(forms.Form):
    outcome = forms.ChoiceField(
        choices=[(status.value, status.label) for status in (Consultation.Status.HELD, Consultation.Status.MISSED)]
    )
    notes = TypedField(
        label=_("What was talked about and agreed"),
        help_text=_("The participant reads it, too."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PlaceForm(forms.Form):
    place = PlaceField()


class CancelForm(forms.Form):
    why = WordsField(label=_("Reason"), max_length=300, help_text=_("The participant reads it, too."))


class AssignForm(forms.Form):
    trainer = forms.ModelChoiceField(
        label=_("Trainer"), queryset=User.objects.none(), empty_label=_("Choose a trainer")
    )
    place = PlaceField(help_text=_("For all of them; it can be left empty."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trainer = cast("forms.ModelChoiceField[User]", self.fields["trainer"])
        trainer.queryset = User.objects.filter(role_grants__role=Role.TRAINER, is_active=True).order_by("name", "email")
