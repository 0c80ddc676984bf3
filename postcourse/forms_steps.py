from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from people.fields import DayField, WordsField
from postcourse.forms import PlaceField, TimeField


class DayForm(forms.Form):
    """From which day on times are looked for; without one, or with nonsense, from the nearest."""

    day = DayField(label=_("Days from"), required=False)


class MoveStepForm(forms.Form):
    why = WordsField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("The graduate reads it, too; it can be left empty."),
    )
    starts_at = TimeField(label=_("Time"))


class AddStepForm(forms.Form):
    topic = WordsField(label=_("Topic"), max_length=200, help_text=_("In a few words; it stands in the invitation."))
    place = PlaceField()
    starts_at = TimeField(label=_("Time"))
