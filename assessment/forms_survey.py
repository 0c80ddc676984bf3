"""What the organiser types of the survey: the days of a wave."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import SurveyWave
from people.fields import DayField
from people.versions import newest_version


class DaysForm(forms.Form):
    """Empty days follow the cohort's."""

    opens_on = DayField(label=_("Open from"), required=False)
    closes_on = DayField(label=_("Open through"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, kind: str, wave: SurveyWave | None) -> DaysForm:
        initial = {"opens_on": wave.opens_on, "closes_on": wave.closes_on, "seen": newest_version(wave)} if wave else {}
        return cls(prefix=kind, initial=initial)
