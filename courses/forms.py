from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Enrolment, ProgrammeVersion
from people.fields import BinField, DayField, TypedField, WordsField
from people.forms import PersonForm, laid_out
from people.models import User
from people.roles import Role
from people.versions import VersionedForm


class VersionSelect(forms.Select):
    """Each version says which forms of study go with it (`static/js/forms-of-study.js`)."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if version := getattr(value, "instance", None):
            option["attrs"]["data-forms"] = " ".join(version.forms_of_study)
        return option


class CohortForm(VersionedForm):
    name = WordsField(label=_("Name"), max_length=100, help_text=_("As you call it among yourselves: Қараша-2."))
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    minimum_attendance = forms.IntegerField(
        label=_("Attendance needed for the defence, in per cent of the hours"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Empty: nobody is warned about. It never bars anybody from the defence."),
    )
    helper = laid_out(
        ("name", "version"), ("starts_on", "ends_on"), ("form", "language"), ("trainer", "place"),
        ("minimum_attendance",),
    )  # fmt: skip

    class Meta:
        model = Cohort
        fields = (
            "name", "version", "starts_on", "ends_on", "form", "language", "trainer", "place", "minimum_attendance",
        )  # fmt: skip
        field_classes = {"place": TypedField}
        widgets = {"version": VersionSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = cast("forms.ModelChoiceField[ProgrammeVersion]", self.fields["version"])
        trainers = cast("forms.ModelChoiceField[User]", self.fields["trainer"])
        newest = ProgrammeVersion.objects.newest()
        own = ProgrammeVersion.objects.filter(pk=self.instance.version_id)
        versions.queryset, versions.empty_label = (newest | own).order_by("programme", "-number"), None
        forms_of_study = cast("forms.ChoiceField", self.fields["form"])
        forms_of_study.choices = offered_forms(versions.queryset, self.instance)
        if self.instance.status != Cohort.Status.DRAFT:
            versions.disabled = True
            versions.help_text = _("An open cohort stays on the version it opened with.")
        teaching = User.objects.filter(role_grants__role=Role.TRAINER, is_active=True)
        trainers.empty_label = "–"
        trainers.queryset = (teaching | User.objects.filter(pk=self.instance.trainer_id)).distinct().order_by("name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day cannot be before the first."))
        return data


def offered_forms(versions: Iterable[ProgrammeVersion], cohort: Cohort) -> list[tuple[str, Any]]:
    """The forms of study of the versions to choose from, of an open cohort's own only, and the one that it has."""
    own = [version for version in versions if version.pk == cohort.version_id]
    chosen_from = versions if cohort.status == Cohort.Status.DRAFT else own
    offered = {form for version in chosen_from for form in version.forms_of_study}
    kept = {cohort.form} if cohort.pk else set()
    return [choice for choice in Cohort.Form.choices if choice[0] in offered | kept]


class ReasonForm(forms.Form):
    why = WordsField(label=_("Reason"), max_length=300, help_text=_("It stays in the history."))

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needed:
            del self.fields["why"]


class AddPersonForm(PersonForm):
    """One person by hand; what a list would be warned of is shown once, and then taken as it is."""

    project_type = forms.ChoiceField(
        label=_("Kind of project"), choices=[("", "–"), *Enrolment.ProjectType.choices], required=False
    )
    project_topic = WordsField(label=_("Topic of the project"), max_length=400, required=False)
    seen = forms.BooleanField(label=_("I have looked at this: add the person as typed"), required=False)
    helper = laid_out(
        ("surname", "given_name", "patronymic"),
        ("iin", "birth_date", "language"),
        ("email", "phone"),
        ("organisation_name",),
        ("organisation_locality", "organisation_bin", "position"),
        ("project_type",),
        ("project_topic",),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("organisation_name") or data.get("organisation_bin") or self.errors):
            self.add_error("organisation_name", _("Write the name of the school or its BIN."))
        return data


class EnrolmentForm(forms.ModelForm):  # type: ignore[type-arg]
    organisation_name = WordsField(label=_("Place of work"), max_length=300)
    organisation_locality = WordsField(label=_("City or district"), max_length=150, required=False)
    organisation_bin = BinField(label=_("BIN of the organisation"), max_length=20, required=False)
    position = WordsField(label=_("Position"), max_length=200, required=False)
    project_type = forms.ChoiceField(
        label=_("Kind of project"), choices=[("", "–"), *Enrolment.ProjectType.choices], required=False
    )
    project_topic = WordsField(label=_("Topic of the project"), max_length=400, required=False)
    helper = laid_out(
        ("organisation_name",),
        ("organisation_locality", "organisation_bin", "position"),
        ("project_type",),
        ("project_topic",),
    )

    class Meta:
        model = Enrolment
        fields = ("position", "project_type", "project_topic")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        work = self.instance.organisation
        self.initial.update(organisation_name=work.name, organisation_locality=work.locality, organisation_bin=work.bin)


class AdmissionForm(forms.Form):
    """One agreement date and one order for everybody who is admitted together."""

    agreement_date = DayField(label=_("Date of the agreement"))
    order_date = DayField(
        label=_("Date of the order"), help_text=_("The order's number is the next of its year, without gaps.")
    )
    paper_number = TypedField(
        label=_("The order's number on paper"),
        max_length=40,
        required=False,
        help_text=_("If your papers have their own."),
    )
    helper = laid_out(("agreement_date", "order_date", "paper_number"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {"agreement_date": today, "order_date": today, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class ConfirmNameForm(forms.Form):
    name = TypedField(widget=forms.HiddenInput)
    consent = forms.BooleanField(label=_("I have read the text and agree to it"))

    def __init__(self, *args: Any, asks_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_consent:
            del self.fields["consent"]


class ObjectionForm(forms.Form):
    text = TypedField(
        label=_("What is wrong?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write the name as it stands in the identity document."),
    )
