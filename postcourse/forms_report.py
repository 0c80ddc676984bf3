from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Cohort
from people.fields import DayField
from people.forms import laid_out
from postcourse.support_report import Scope

DEMO = "demo"


class ReportForm(forms.Form):
    """Of which days; and, where it is of no one cohort, of which ones."""

    first = DayField(label=gettext_lazy("First day"))
    last = DayField(label=gettext_lazy("Last day"))
    of = forms.ChoiceField(label=gettext_lazy("Cohorts"), required=False)
    helper = laid_out(("first", "last"), ("of",))

    def __init__(self, *args: Any, cohort: Cohort | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort
        if cohort:
            del self.fields["of"]
            self.helper = laid_out(("first", "last"))
            return
        self.fields["of"].choices = [  # type: ignore[attr-defined]
            ("", _("All but the demonstration")),
            (DEMO, _("The demonstration only")),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            raise ValidationError(_("The last day cannot be before the first."))
        return data

    @property
    def scope(self) -> Scope:
        data = self.cleaned_data
        return Scope(data["first"], data["last"], self.cohort, demo=data.get("of") == DEMO)
