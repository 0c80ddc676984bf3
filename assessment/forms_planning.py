"""What is typed while a plan is made: pauses, a shift, another place, a proposal, and what members say."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.models import Conflict, DefenceDay
from assessment.slots import LONGEST
from courses.models import Enrolment
from people.fields import DayField, KeysField, TypedField
from people.models import Organisation

CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
CLOCK_FORMATS = ["%H:%M", "%H:%M:%S"]


class Days(KeysField):
    def label_from_instance(self, obj: DefenceDay) -> str:
        return f"{obj.held_on:%d.%m.%Y}, {obj.starts_at:%H:%M} · {obj.room}"


class OneDay(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: DefenceDay) -> str:
        return f"{obj.held_on:%d.%m.%Y}, {obj.starts_at:%H:%M} · {obj.room}"


class Somebody(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Enrolment) -> str:
        return f"{obj.person} · {obj.organisation} · {obj.cohort}"


class PauseForm(forms.Form):
    after = forms.IntegerField(label=_("After No."), min_value=0, max_value=999)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=LONGEST, initial=60)


class ShiftForm(forms.Form):
    minutes = forms.IntegerField(
        label=_("By how many minutes"),
        min_value=-LONGEST,
        max_value=LONGEST,
        help_text=_("With a minus: earlier."),
    )
    first = forms.IntegerField(label=_("From No."), min_value=1, max_value=999)


class MoveForm(forms.Form):
    """Another place or another day for one participant."""

    to = OneDay(label=_("Day"), queryset=DefenceDay.objects.none())
    place = forms.IntegerField(label=_("No. in the order"), min_value=1, max_value=999)

    def __init__(self, *args: Any, days: QuerySet[DefenceDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, OneDay)  # noqa: S101 - named above
        field.queryset = days


class ProposalForm(forms.Form):
    """On which days, and until when, the waiting participants may be placed."""

    days = Days(
        label=_("Defence days"),
        queryset=DefenceDay.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Choose at least one day.")},
    )
    until = forms.TimeField(
        label=_("The last defence of a day is over by"), input_formats=CLOCK_FORMATS, initial=time(18, 0), widget=CLOCK
    )

    def __init__(self, *args: Any, days: QuerySet[DefenceDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["days"]
        assert isinstance(field, Days)  # noqa: S101
        field.queryset = days


class AwayForm(forms.Form):
    """Whole days, or from one hour to another."""

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"), required=False, help_text=_("Empty: the same day."))
    begins = forms.TimeField(label=_("From what time"), input_formats=CLOCK_FORMATS, required=False, widget=CLOCK)
    ends_at = forms.TimeField(label=_("Until what time"), input_formats=CLOCK_FORMATS, required=False, widget=CLOCK)
    note = TypedField(label=_("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
            raise ValidationError({"last": _("It ends before it begins.")})
        return cleaned

    def as_rule(self) -> dict[str, Any]:
        """The arguments of declaring.be_away; without an hour, from midnight or to midnight."""
        data = self.cleaned_data
        last = data["last"] or data["first"]
        begins = datetime.combine(data["first"], data["begins"] or time())
        ends = datetime.combine(last, data["ends_at"]) if data["ends_at"] else _next_midnight(last)
        times = {"starts_at": timezone.make_aware(begins), "ends_at": timezone.make_aware(ends)}
        return {**times, "note": data["note"]}


class WorkplaceForm(forms.Form):
    organisation = forms.ModelChoiceField(label=_("School"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, schools: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = schools


class ConflictForm(forms.Form):
    whom = Somebody(label=_("Participant"), queryset=Enrolment.objects.none())
    kind = forms.ChoiceField(label=_("Conflict"), choices=Conflict.Kind.choices)
    reason = TypedField(
        label=_("In words"),
        max_length=300,
        help_text=_("For the organiser; the protocol says only that a conflict was declared."),
    )

    def __init__(self, *args: Any, known: QuerySet[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["whom"]
        assert isinstance(field, Somebody)  # noqa: S101
        field.queryset = known


def _next_midnight(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time())
