"""What trainers, organisers and graduates fill in for free times, bookings, discussions and agreements."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort
from people.fields import DayField, TypedField, WordsField
from people.forms import laid_out
from people.models import User
from people.roles import Role
from postcourse.agreeing import Agreed
from postcourse.calendar import ALMATY
from postcourse.forms import PLACE_HELP, PlaceField, RecordForm, TimeField
from postcourse.models.discussion import FULLEST, LONGEST

LINES = 3


class ClockField(forms.TimeField):
    """A time of the day: the browser's own clock where it has one, 09:00 typed where it has none."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": "1800"})
    input_formats = ["%H:%M", "%H.%M", "%H:%M:%S"]


class HoursForm(forms.Form):
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"), coerce=int, choices=[(day + 1, name) for day, name in WEEKDAYS.items()]
    )
    begins = ClockField(label=_("Free from"))
    ends = ClockField(label=_("Free until"))
    place = PlaceField(help_text=PLACE_HELP)
    helper = laid_out(("weekday", "begins", "ends"), ("place",))


class ExceptionForm(forms.Form):
    is_free = forms.TypedChoiceField(
        label=_("What is otherwise"), coerce=lambda value: value == "free",
        choices=[("away", _("I am away")), ("free", _("I am free at other hours"))],
    )  # fmt: skip
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"), required=False, help_text=_("Empty: one day."))
    begins = ClockField(label=_("From when"), required=False, help_text=_("Empty: the whole day."))
    ends = ClockField(label=_("Until when"), required=False)
    place = PlaceField(help_text=_("For hours at which you are free."))
    helper = laid_out(("is_free", "first", "last"), ("begins", "ends", "place"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["last"] = data.get("last") or data.get("first")
        return data


class BookForm(forms.Form):
    starts_at = TimeField(widget=forms.HiddenInput)
    topic = WordsField(
        label=_("What do you want to talk about?"), max_length=200, required=False,
        help_text=_("It can be left empty. Your trainer reads it beforehand."),
    )  # fmt: skip


class BookForThemForm(BookForm):
    topic = WordsField(
        label=_("Topic"), max_length=200, required=False,
        help_text=_("What the graduate wants to talk about; it can be left empty."),
    )  # fmt: skip


class GiveUpForm(forms.Form):
    why = WordsField(
        label=_("Reason"), max_length=300, required=False,
        help_text=_("It can be left empty. The trainer reads it."),
    )  # fmt: skip


class DiscussionForm(forms.Form):
    topic = WordsField(label=_("Topic"), max_length=200)
    case = TypedField(
        label=_("The case"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What happened, without names. Participants read it beforehand."),
    )  # fmt: skip
    day = DayField(label=_("Day"))
    begins = ClockField(label=_("Begins"))
    minutes = forms.TypedChoiceField(
        label=_("Minutes"), coerce=int, choices=[(n, str(n)) for n in range(30, LONGEST + 1, 30)], initial=60
    )
    capacity = forms.IntegerField(label=_("Places"), min_value=2, max_value=FULLEST, initial=8)
    place = PlaceField(help_text=PLACE_HELP)
    helper = laid_out(("topic",), ("case",), ("day", "begins", "minutes"), ("capacity", "place"))

    @property
    def said(self) -> dict[str, Any]:
        """What the rule is told."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("topic", "case", "minutes", "capacity", "place")},
            "starts_at": starting(data["day"], data["begins"]),
        }


class NewDiscussionForm(DiscussionForm):
    trainer = forms.ModelChoiceField(label=_("Trainer"), queryset=User.objects.none(), empty_label=None)
    cohort = forms.ModelChoiceField(
        label=_("For whom"), queryset=Cohort.objects.none(), required=False,
        empty_label=_("Everybody whom the trainer supports"),
    )  # fmt: skip
    helper = laid_out(("topic",), ("case",), ("day", "begins", "minutes"), ("capacity", "place"), ("trainer", "cohort"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trainer = cast("forms.ModelChoiceField[User]", self.fields["trainer"])
        cohort = cast("forms.ModelChoiceField[Cohort]", self.fields["cohort"])
        teaching = User.objects.filter(role_grants__role=Role.TRAINER, is_active=True).order_by("name", "email")
        everybody = user.has_role(Role.ORGANISER, Role.ADMINISTRATOR)
        trainer.queryset = teaching if everybody else teaching.filter(pk=user.pk)
        supported = Cohort.objects.filter(enrolments__attempts__plan__kind="support").distinct()
        cohorts = supported if everybody else supported.filter(enrolments__attempts__plan__trainer=user)
        cohort.queryset = cohorts.order_by("-starts_on", "name")


class OutcomeForm(forms.Form):
    outcome = TypedField(
        label=_("What was talked about and agreed"), help_text=_("Everybody who had a place reads it."),
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class AgreedForm(RecordForm):
    """With the notes of a record: what is done until when, and what comes next."""

    next_step = WordsField(
        label=_("Next step"), max_length=300, required=False, help_text=_("What we look at the next time.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, LINES + 1):
            self.fields[f"action_{n}"] = WordsField(label=_("What is done"), max_length=300, required=False)
            self.fields[f"due_{n}"] = DayField(label=_("Until when"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, LINES + 1):
            if data.get(f"due_{n}") and not data.get(f"action_{n}") and f"action_{n}" not in self.errors:
                self.add_error(f"action_{n}", _("Say what is done until that day."))
        return data

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        return [(self[f"action_{n}"], self[f"due_{n}"]) for n in range(1, LINES + 1)]

    @property
    def agreed(self) -> list[Agreed]:
        data = self.cleaned_data
        pairs = ((data.get(f"action_{n}"), data.get(f"due_{n}")) for n in range(1, LINES + 1))
        return [Agreed(text, due_on) for text, due_on in pairs if text]


def starting(day: date, begins: time) -> datetime:
    return datetime.combine(day, begins, ALMATY)
