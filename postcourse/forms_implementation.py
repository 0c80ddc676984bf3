"""Forms of a project in practice for whoever puts it into practice: goals and reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.forms_study import about_files
from people.fields import DayField, TypedField, WordsField
from people.fields_files import FilesField, WholeForm
from people.versions import VersionedForm
from postcourse.implementation_policy import IMPLEMENTATION
from postcourse.implementation_reading import GoalLine
from postcourse.implementation_wording import number, with_unit
from postcourse.models import Goal
from postcourse.progress_reporting import LONGEST
from postcourse.project_words import Draft

NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,2})?")


class NumberField(forms.CharField):
    """A number as people write it: 11,5 and 11.5 and 1 200 alike, with two decimals at most."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_length": 20, "widget": widget, **kwargs})

    def clean(self, value: Any) -> Any:
        typed = "".join(super().clean(value).split()).replace(",", ".").replace("−", "-")
        if not typed:
            return None
        if not NUMBER.fullmatch(typed):
            raise ValidationError(_("Write a number: 12 or 12.5."), code="no_number")
        return Decimal(typed)

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, Decimal) else value


def long_text(rows: int, **kwargs: Any) -> TypedField:
    return TypedField(**{"max_length": LONGEST, "widget": forms.Textarea(attrs={"rows": rows}), **kwargs})


class GoalForm(VersionedForm):
    """A goal; a new one may begin with what the project says (`draft`)."""

    origin = forms.ChoiceField(
        label=_("Where the goal comes from"), choices=Goal.Origin.choices, widget=forms.RadioSelect,
        help_text=_("Your trainer compares the goals with the project that was defended."),
    )  # fmt: skip
    passage = WordsField(
        label=_("In the words of the project"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The sentence that the goal comes from; it can be empty."),
    )  # fmt: skip
    title = WordsField(
        label=_("Goal"), max_length=300, help_text=_("What is to change. For example: lessons are visited regularly.")
    )
    indicator = WordsField(
        label=_("Indicator"), max_length=300,
        help_text=_("How you measure it. For example: lessons visited in a month, with a talk afterwards."),
    )  # fmt: skip
    unit = WordsField(
        label=_("Unit"),
        max_length=30,
        required=False,
        help_text=_("Per cent, lessons, teachers; it can be left empty."),
    )
    baseline = NumberField(label=_("Value now"))
    target = NumberField(
        label=_("Target value"), help_text=_("It may be lower than now. What cannot be counted goes from 0 to 1.")
    )
    due_on = DayField(label=_("To be reached by"))

    class Meta:
        model = Goal
        fields = ("origin", "passage", "title", "indicator", "unit", "baseline", "target", "due_on")

    def __init__(self, *args: Any, draft: Draft | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["origin"] = Goal.Origin.PROJECT
        if draft is not None:
            said = {
                name: getattr(draft, name) for name in ("title", "indicator", "unit", "baseline", "target", "due_on")
            }
            self.initial.update(said, passage=draft.words)


class DropForm(forms.Form):
    why = WordsField(label=_("Reason"), max_length=300)


class ReportForm(WholeForm):
    """A value for each goal, by its key; words; files."""

    words = long_text(5, label=_("What was done, what stands in the way"), required=False)
    attached = FilesField(label=_("Evidence: files or photos"), most=IMPLEMENTATION.most_files)

    field_order: Sequence[str] = ()

    def __init__(self, *args: Any, goals: Sequence[GoalLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = [each.goal for each in goals]
        for each in goals:
            last = with_unit(each.goal.baseline if each.latest is None else each.latest, each.goal)
            target = with_unit(each.goal.target, each.goal)
            self.fields[f"value_{each.goal.pk}"] = NumberField(
                label=f"{each.goal.number}. {each.goal.indicator}", required=False,
                help_text=_("Last value: %(last)s, target: %(target)s") % {"last": last, "target": target},
            )  # fmt: skip
        self.order_fields([*(f"value_{goal.pk}" for goal in self.goals), "words", "attached", "whole"])
        about = {"most": IMPLEMENTATION.most_files, "kinds": about_files()}
        self.fields["attached"].help_text = _("Up to %(most)s. %(kinds)s") % about

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[f"value_{goal.pk}"] for goal in self.goals]

    @property
    def values(self) -> dict[int, Decimal]:
        said = {goal.pk: self.cleaned_data.get(f"value_{goal.pk}") for goal in self.goals}
        return {pk: value for pk, value in said.items() if value is not None}
