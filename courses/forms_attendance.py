from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Attendance
from people.fields import WordsField


class MarkForm(forms.Form):
    """One tap: what is said, what the page showed before, whether it was kept until now, and why it is corrected."""

    state = forms.ChoiceField(choices=Attendance.State.choices)
    seen = forms.ChoiceField(choices=[("", ""), *Attendance.State.choices], required=False)
    again = forms.BooleanField(required=False)
    why = WordsField(label=_("Reason"), max_length=300, required=False)


class MarkAllForm(forms.Form):
    state = forms.ChoiceField(choices=Attendance.State.choices)
