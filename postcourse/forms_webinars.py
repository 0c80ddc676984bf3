"""What an organiser fills in for a webinar, and what stays of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.forms_study import about_files
from courses.forms_timetable import ClockField
from courses.models import Cohort, Programme
from people.fields import DayField, KeysField, TypedField, WordsField
from people.fields_files import OneFileField, WholeForm
from people.models import User
from people.roles import Role
from people.versions import VersionedForm
from postcourse.models import Webinar
from postcourse.models.webinar import LONGEST, SHORTEST
from postcourse.webinar_wording import programme_title

MOST_PLACES = 10_000


def hosts(*others: int | None) -> Any:
    """Who can hold one: trainers and organisers, and whoever is named already."""
    may = User.objects.filter(role_grants__role__in=(Role.TRAINER, Role.ORGANISER), is_active=True)
    return (may | User.objects.filter(pk__in=[pk for pk in others if pk])).distinct().order_by("name", "email")


class LinkField(forms.URLField):
    """The address of a page: https:// is added where it was left out."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://", "autocomplete": "off"})
        super().__init__(**{"max_length": 500, "required": False, "assume_scheme": "https", "widget": widget, **kwargs})


class ProgrammesField(KeysField):
    def label_from_instance(self, obj: Programme) -> str:
        return programme_title(obj)


class WebinarForm(VersionedForm):
    title = WordsField(label=_("Title"), max_length=150)
    about = TypedField(
        label=_("What it is about"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands in the invitation, too."),
    )  # fmt: skip
    day = DayField(label=_("Day"))
    begins = ClockField(label=_("Begins"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=SHORTEST, max_value=LONGEST, initial=60)
    link = LinkField(label=_("Link to join"), help_text=_("Only those who are registered get it. It can come later."))
    capacity = forms.IntegerField(
        label=_("Places"), min_value=1, max_value=MOST_PLACES, required=False, help_text=_("Empty: as many as come.")
    )
    cohorts = KeysField(
        label=_("Cohorts"), queryset=Cohort.objects.none(), required=False,
        help_text=_("Everybody who studies or studied there."),
    )  # fmt: skip
    programmes = ProgrammesField(
        label=_("Programmes"), queryset=Programme.objects.none(), required=False,
        help_text=_("Everybody who has passed it, in whichever cohort."),
    )  # fmt: skip

    class Meta:
        model = Webinar
        fields = ("title", "about", "language", "host", "link", "capacity")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].label, self.fields["host"].label = _("Language"), _("Who holds it")
        host = cast("forms.ModelChoiceField[User]", self.fields["host"])
        host.queryset, host.empty_label = hosts(self.instance.host_id), _("Choose")
        offered = ~Q(status__in=(Cohort.Status.DRAFT, Cohort.Status.CANCELLED))
        cohorts = cast("forms.ModelMultipleChoiceField[Cohort]", self.fields["cohorts"])
        programmes = cast("forms.ModelMultipleChoiceField[Programme]", self.fields["programmes"])
        programmes.queryset = Programme.objects.prefetch_related("versions").order_by("pk")
        if self.instance.pk:
            offered |= Q(webinars=self.instance.pk)
            self.initial.update(self.values_of(self.instance))
            self.initial.update(cohorts=self.instance.cohorts.all(), programmes=self.instance.programmes.all())
        cohorts.queryset = Cohort.objects.filter(offered).distinct().order_by("-starts_on", "name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"day", "begins", "minutes"} <= data.keys():
            starts = timezone.make_aware(datetime.combine(data["day"], data["begins"]))
            self.instance.starts_at, self.instance.ends_at = starts, starts + timedelta(minutes=data["minutes"])
        return data

    @property
    def audience(self) -> dict[str, Any]:
        return {"cohorts": self.cleaned_data["cohorts"], "programmes": self.cleaned_data["programmes"]}

    def values_of(self, row: Any) -> Mapping[str, Any]:
        starts = timezone.localtime(row.starts_at)
        minutes = (row.ends_at - row.starts_at) // timedelta(minutes=1)
        return {**super().values_of(row), "day": starts.date(), "begins": starts.time(), "minutes": minutes}


class CancelWebinarForm(forms.Form):
    why = WordsField(label=_("Reason"), max_length=300, help_text=_("The participants read it, too."))


class RecordingForm(forms.Form):
    recording = LinkField(label=_("Link to the recording"))


class MaterialForm(WholeForm):
    """A material of a webinar: a file or a link."""

    title = WordsField(label=_("Title"), max_length=200)
    file = OneFileField(label=_("File"))
    link = LinkField(label=_("or a link"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = about_files()

    @property
    def content(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in ("title", "file", "link")}
