from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.fields import WordsField
from people.forms import laid_out
from postcourse.template_content import MOST_CONTACTS, MOST_MONTHS, MOST_WEEKS, TemplateContent

# 1, 3, 6, 12: plain digits, and whatever people put between them.
NUMBERS = re.compile(r"[0-9]{1,3}(?:[\s,;]+[0-9]{1,3})*[\s,;]*")


class MonthsField(forms.CharField):
    """Months as people write them: 1, 3, 6, 12."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, tuple | list) else value

    def clean(self, value: Any) -> tuple[int, ...]:
        text = super().clean(value)
        if not text:
            return ()
        if not NUMBERS.fullmatch(text):
            raise ValidationError(_("Write months in digits, with commas between them: 1, 3, 6, 12."))
        months = tuple(sorted({int(each) for each in re.findall("[0-9]+", text)}))
        if not 1 <= months[0] <= months[-1] <= MOST_MONTHS:
            raise ValidationError(_("Months are from 1 to %(most)s."), params={"most": MOST_MONTHS})
        if len(months) > MOST_CONTACTS:
            raise ValidationError(_("There are at most %(most)s of them."), params={"most": MOST_CONTACTS})
        return months


class TemplateForm(forms.Form):
    """A version of the template; `content` is what it says once it is valid."""

    months = MonthsField(
        label=_("Contacts, after so many months"),
        help_text=_("Months after the issue date: 1, 3, 6, 12."),
    )
    weak_percent = forms.IntegerField(
        label=_("A criterion is weak below, %"),
        min_value=0,
        max_value=100,
        help_text=_("Of its maximum. Each weak criterion gets a consultation; 0: none does."),
    )
    targeted_after_weeks = forms.IntegerField(
        label=_("First of these, after weeks"), min_value=0, max_value=26, help_text=_("Weeks after the issue date.")
    )
    targeted_every_weeks = forms.IntegerField(
        label=_("Then one every so many weeks"), min_value=1, max_value=12, help_text=_("1: one a week.")
    )
    webinar_week = forms.IntegerField(
        label=_("Webinar of the cohort, after weeks"),
        min_value=1,
        max_value=MOST_WEEKS,
        required=False,
        help_text=_("Left empty, no webinar is promised."),
    )
    milestone_months = MonthsField(
        label=_("Milestones of the project, after so many months"),
        required=False,
        help_text=_("When the graduate reports how far the project is: 2, 6, 11. It can be left empty."),
    )
    analysis_month = forms.IntegerField(
        label=_("Analysis of the results, after months"),
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("What was reached with the project; not before its last milestone."),
    )
    note = WordsField(
        label=_("What is different"),
        max_length=200,
        required=False,
        help_text=_("In a sentence, for your colleagues; it can be left empty."),
    )
    helper = laid_out(
        ("months", "weak_percent"),
        ("targeted_after_weeks", "targeted_every_weeks", "webinar_week"),
        ("milestone_months", "analysis_month"),
        ("note",),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        last = max(cleaned.get("milestone_months") or [0])
        if (month := cleaned.get("analysis_month")) and month < last:
            self.add_error("analysis_month", _("The analysis comes with the last milestone or after it."))
        return cleaned

    @property
    def content(self) -> TemplateContent:
        figures = {name: each for name, each in self.cleaned_data.items() if name != "note"}
        return TemplateContent(**figures)
