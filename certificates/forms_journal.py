from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.journal import Period
from certificates.models import NumberFormat
from people.fields import DayField
from people.forms import laid_out


class JournalForm(forms.Form):
    first = DayField(label=gettext_lazy("First day"))
    last = DayField(label=gettext_lazy("Last day"))
    of = forms.ChoiceField(label=gettext_lazy("Series"), required=False)
    series = forms.ChoiceField(label=gettext_lazy("Documents or specimens"), required=False)
    helper = laid_out(("first", "last"), ("of", "series"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = [("", _("All kinds")), *NumberFormat.Series.choices]  # type: ignore[attr-defined]
        self.fields["series"].choices = [  # type: ignore[attr-defined]
            ("", _("Documents only")),
            ("specimen", _("Specimens only")),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            raise ValidationError(_("The last day cannot be before the first."))
        return data

    @property
    def period(self) -> Period:
        data = self.cleaned_data
        return Period(data["first"], data["last"], data["of"], specimens=data["series"] == "specimen")
