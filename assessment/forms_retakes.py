"""What the participant writes when they ask for a retake, and the chair to a participant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import DefenceFeedback
from people.fields import TypedField
from people.versions import VersionedForm


class WishForm(forms.Form):
    wish = TypedField(
        label=_("Your wish"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example from when on, or which days do not suit you. You can leave it empty."),
    )


class FeedbackForm(VersionedForm):
    text = TypedField(
        label=_("Words to the participant"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What was strong, and what to work on. Leave it empty if the commission says nothing."),
    )

    class Meta:
        model = DefenceFeedback
        fields = ("text",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen", 0)
