"""What an organiser fills in for a timetable: a session, the wishes for a whole one, a day of the calendar."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from courses.generating import Wishes
from courses.hours_due import Line, hours_planned, lines_due
from courses.models import CalendarDay, Cohort, HourKind, Session
from courses.models.session import LONGEST_LINK
from courses.scheduling import ACADEMIC_HOUR, LONGEST, duration
from people.fields import DayField, WordsField
from people.forms import laid_out
from people.models import User
from people.roles import Role
from people.versions import VersionedForm

FIRST_CLASS, BREAK = time(9), 10
BREAK_HELP = _("Between any two academic hours of 45 minutes.")


class ClockField(forms.TimeField):
    """A time of the day: the browser's own clock where it has one, 09:00 typed where it has none."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    input_formats = ["%H:%M", "%H.%M", "%H:%M:%S"]


def trainer_choices(*others: int | None) -> Any:
    """Who can teach: everybody with that role, and those who are named already."""
    teaching = User.objects.filter(role_grants__role=Role.TRAINER, is_active=True)
    return (teaching | User.objects.filter(pk__in=[pk for pk in others if pk])).distinct().order_by("name")


class SessionForm(VersionedForm):
    line = forms.ChoiceField(label=_("Module"))
    day = DayField(label=_("Day"))
    begins = ClockField(label=_("Begins"))
    hours = forms.IntegerField(label=_("Academic hours"), min_value=1, max_value=LONGEST)
    break_minutes = forms.IntegerField(label=_("Break, minutes"), min_value=0, max_value=120, help_text=BREAK_HELP)
    room = WordsField(label=_("Room"), max_length=100, required=False)
    link = forms.URLField(
        label=_("Link"), max_length=LONGEST_LINK, required=False, assume_scheme="https",
        help_text=_("To join from afar: https://…"),
    )  # fmt: skip
    helper = laid_out(("line", "kind"), ("day", "begins"), ("hours", "break_minutes"), ("trainer", "room"), ("link",))

    class Meta:
        model = Session
        fields = ("kind", "hours", "trainer", "room", "link")

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.cohort = cohort
        self.is_kept = False
        self.lines = {_value(line): line for line in lines_due(cohort)}
        choice = cast(forms.ChoiceField, self.fields["line"])
        choice.choices = [(value, line.title) for value, line in self.lines.items()]
        if self.instance.pk and _key(self.instance) not in self.lines:  # its line is no longer in the plan
            choice.choices = [("", "–"), *choice.choices]
        cast(forms.ChoiceField, self.fields["kind"]).choices = HourKind.choices
        trainer = cast("forms.ModelChoiceField[User]", self.fields["trainer"])
        trainer.queryset, trainer.empty_label = trainer_choices(self.instance.trainer_id, cohort.trainer_id), "–"
        if self.instance.pk:
            self.initial.update(self.values_of(self.instance))

    def keep_all_but(self, names: Collection[str]) -> None:
        """Show the other fields and take nothing for them: the session stays as it is there."""
        kept = [name for name in self.fields if name not in names and name != "seen"]
        for name in kept:
            self.fields[name].disabled = True
        line = cast(forms.ChoiceField, self.fields["line"])
        if _key(self.instance) not in self.lines:
            line.choices = [(_key(self.instance), str(self.instance.module))]
        self.is_kept = bool(kept)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.is_kept and {"line", "day", "begins", "hours", "break_minutes"} <= data.keys():
            line = self.lines[data["line"]]
            starts = timezone.make_aware(datetime.combine(data["day"], data["begins"]))
            self.instance.module, self.instance.is_extra = line.module, line.is_extra
            self.instance.starts_at = starts
            self.instance.ends_at = starts + duration(data["hours"], data["break_minutes"])
        return data

    def values_of(self, row: Any) -> Mapping[str, Any]:
        starts = timezone.localtime(row.starts_at)
        spare = row.ends_at - row.starts_at - row.hours * ACADEMIC_HOUR
        pause = spare // (row.hours - 1) if row.hours > 1 else timedelta(minutes=BREAK)
        return {
            **super().values_of(row),
            "line": _key(row),
            "day": starts.date(),
            "begins": starts.time(),
            "break_minutes": pause // timedelta(minutes=1),
        }


def next_to_plan(cohort: Cohort, day: date | None) -> dict[str, Any]:
    """What a new session begins as: the first hours that are due and not planned, after the last ones of the day."""
    sessions = list(cohort.sessions.all())
    planned = hours_planned(sessions)
    lines = lines_due(cohort)
    missing = (
        (_value(line), kind, hours - planned.get((line.module.pk, line.is_extra, kind), 0))
        for line in lines
        for kind, hours in line.hours.items()
    )
    value, kind, hours = next((each for each in missing if each[2] > 0), (_value(lines[0]), HourKind.LECTURE, 2))
    ends = [timezone.localtime(session.ends_at) for session in sessions if day and session.day == day]
    begins = (max(ends) + timedelta(minutes=BREAK)).time() if ends else FIRST_CLASS
    return {
        "line": value, "kind": kind, "hours": min(hours, 2), "day": day or cohort.starts_on, "begins": begins,
        "break_minutes": BREAK, "trainer": cohort.trainer_id,
    }  # fmt: skip


class WishesForm(forms.Form):
    """How the timetable is to be generated."""

    starts_on = DayField(label=_("From this day on"), help_text=_("What lies before it stays as it is."))
    first_class = ClockField(label=_("First class begins"))
    hours_per_day = forms.IntegerField(label=_("Academic hours a day"), min_value=1, max_value=LONGEST)
    break_minutes = forms.IntegerField(label=_("Break, minutes"), min_value=0, max_value=120, help_text=BREAK_HELP)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"), coerce=int, choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple
    )
    trainer = forms.ModelChoiceField(
        label=_("Trainer"), queryset=User.objects.none(), required=False, empty_label="–",
        help_text=_("Of every class; single ones can be changed afterwards."),
    )  # fmt: skip
    room = WordsField(label=_("Room"), max_length=100, required=False)
    link = forms.URLField(label=_("Link"), max_length=LONGEST_LINK, required=False, assume_scheme="https")
    helper = laid_out(
        ("starts_on", "first_class"), ("hours_per_day", "break_minutes"), ("weekdays",), ("trainer", "room"), ("link",)
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        kwargs["initial"] = {**self.proposed(cohort), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        trainer = cast("forms.ModelChoiceField[User]", self.fields["trainer"])
        trainer.queryset = trainer_choices(cohort.trainer_id)

    @staticmethod
    def proposed(cohort: Cohort) -> dict[str, Any]:
        """Five days a week and six hours a day; once something was held, from the day after it."""
        held = cohort.sessions.exclude(attendances=None).order_by("starts_at").last()
        starts = held.day + timedelta(days=1) if held else cohort.starts_on
        return {
            "starts_on": starts, "first_class": FIRST_CLASS, "hours_per_day": 6, "break_minutes": BREAK,
            "weekdays": [0, 1, 2, 3, 4], "trainer": cohort.trainer_id,
        }  # fmt: skip

    def wishes(self) -> Wishes:
        data = self.cleaned_data
        return Wishes(**{**data, "weekdays": tuple(data["weekdays"])})


class CalendarDayForm(forms.ModelForm):  # type: ignore[type-arg]
    day = DayField(label=_("Day"))
    is_off = forms.TypedChoiceField(
        label=_("It is"), coerce=lambda value: value == "1", choices=[("1", _("a day off")), ("0", _("a working day"))]
    )
    name = WordsField(label=_("What it is"), max_length=150, required=False)
    helper = laid_out(("day", "is_off", "name"))

    class Meta:
        model = CalendarDay
        fields = ("day", "is_off", "name")

    def validate_unique(self) -> None:
        """A day that is on record is put right."""


def _key(session: Session) -> str:
    return f"{session.module_id}{'+' if session.is_extra else ''}"


def _value(line: Line) -> str:
    return f"{line.module.pk}{'+' if line.is_extra else ''}"
