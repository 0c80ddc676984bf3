"""Forms of the ways an enrolment goes, of the public application and of the link to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from courses.applying import Difference, Said
from courses.cells import read_phone
from courses.expelling import Ruling
from courses.models import Cohort
from people.fields import BinField, DayField, IinField, WordsField
from people.fields_files import FilesField, WholeForm
from people.forms import laid_out
from people.regions import region_choices
from people.uploading import LARGEST, MEGABYTE

MOST_FILES = 5
ABOUT_FILES = _("PDF, Word, Excel, PowerPoint, ODF, PNG or JPEG, up to %(most)s MB.")


def _about_files() -> str:
    return str(ABOUT_FILES) % {"most": LARGEST // MEGABYTE}


def documents_field() -> FilesField:
    return FilesField(label=_("Document that shows the reason"), most=MOST_FILES, help_text=lazy(_about_files, str)())


def reason_field(**kwargs: Any) -> WordsField:
    return WordsField(label=_("Reason"), max_length=300, help_text=_("It stays in the history."), **kwargs)


def paper_number_field() -> forms.CharField:
    return forms.CharField(
        label=_("The order's number on paper"),
        max_length=40,
        required=False,
        help_text=_("If your papers have their own."),
    )


class CohortChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A cohort with its days, as somebody chooses between them."""

    def label_from_instance(self, obj: Cohort) -> str:
        return f"{obj.name}: {obj.starts_on:%d.%m.%Y} – {obj.ends_on:%d.%m.%Y}"


class TargetForm(forms.Form):
    """To which cohort: one of those that can take the person."""

    target = CohortChoice(label=_("Cohort"), queryset=Cohort.objects.none())

    def __init__(self, *args: Any, targets: Sequence[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Cohort]", self.fields["target"])
        field.queryset = Cohort.objects.filter(pk__in=[each.pk for each in targets]).order_by("starts_on", "name")
        field.empty_label = None
        if targets and self.initial.get("target") is None:
            self.initial["target"] = targets[0].pk


class HoldForm(WholeForm):
    why = reason_field()
    files = documents_field()  # type: ignore[assignment]


class BackForm(forms.Form):
    why = reason_field(required=False)


class TransferForm(TargetForm, WholeForm):
    why = reason_field()
    files = documents_field()  # type: ignore[assignment]
    admitted = forms.TypedChoiceField(
        label=_("In the new cohort the person is"),
        choices=[
            ("yes", _("admitted at once: the agreement stays in force")),
            ("no", _("applied: a new agreement and an order of admission follow")),
        ],
        coerce=lambda word: word == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )
    order_date = DayField(label=_("Date of the order"))
    paper_number = paper_number_field()
    field_order = ("target", "why", "files", "admitted", "order_date", "paper_number", "whole")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"order_date": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class ExpelForm(forms.Form):
    """The commission's decision and the head's order, as they were signed."""

    decided_on = DayField(label=_("Date of the commission's decision"))
    minutes = forms.CharField(label=_("Number of the minutes"), max_length=40, required=False)
    members = forms.CharField(
        label=_("Members of the commission"),
        max_length=2000,
        help_text=_("One on a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    grounds = forms.CharField(
        label=_("How the agreement was breached"),
        max_length=1000,
        help_text=_("It is printed in the order; the letter to the employer does not repeat it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    order_date = DayField(label=_("Date of the order"))
    paper_number = paper_number_field()
    helper = laid_out(("decided_on", "minutes"), ("members",), ("grounds",), ("order_date", "paper_number"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"order_date": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    @property
    def ruling(self) -> Ruling:
        data = self.cleaned_data
        members = "\n".join(line.strip() for line in data["members"].splitlines() if line.strip())
        return Ruling(data["decided_on"], members, data["grounds"].strip(), data["minutes"].strip())


class CompletionForm(forms.Form):
    order_date = DayField(label=_("Date of the order"))
    paper_number = paper_number_field()
    helper = laid_out(("order_date", "paper_number"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"order_date": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class PaperNumberForm(forms.Form):
    number = forms.CharField(
        label=_("The order's number on paper"),
        max_length=40,
        help_text=_("As the register of orders has it. It is written once: look twice."),
    )


class LinkForm(forms.Form):
    until = DayField(label=_("Applications until"), required=False, help_text=_("Empty: until you turn it off."))


class SettleForm(forms.Form):
    """What of the application goes into the record."""

    take = forms.MultipleChoiceField(
        label=_("Take over into the record"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, found: Sequence[Difference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take = cast(forms.MultipleChoiceField, self.fields["take"])
        take.choices = [(each.key, each.label) for each in found]


def _hinted(kind: str, **more: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": kind, **more})


class ApplicationForm(forms.Form):
    """What a visitor writes; nothing here asks the database, so that nothing here can tell who is on record."""

    iin = IinField(label=_("IIN"), max_length=20, help_text=_("12 digits from the identity document."))
    surname = WordsField(label=_("Surname"), max_length=100, widget=_hinted("family-name"))
    given_name = WordsField(label=_("Given name"), max_length=100, widget=_hinted("given-name"))
    patronymic = WordsField(
        label=_("Patronymic"),
        max_length=100,
        required=False,
        help_text=_("Only where the identity document has one."),
        widget=_hinted("additional-name"),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Your own: the certificate is sent there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, widget=_hinted("tel", inputmode="tel"))
    organisation = WordsField(label=_("School"), max_length=300, widget=_hinted("organization"))
    bin = BinField(label=_("BIN of the school"), max_length=20, required=False, help_text=_("If you know it."))
    region = forms.ChoiceField(label=_("Region"), choices=region_choices)
    locality = WordsField(label=_("City or district"), max_length=150)
    position = WordsField(label=_("Position"), max_length=200, widget=_hinted("organization-title"))
    consent = forms.BooleanField(label=_("I have read the text and agree to it"))
    helper = laid_out(
        ("surname", "given_name", "patronymic"),
        ("iin",),
        ("email", "phone"),
        ("organisation",),
        ("region", "locality", "bin"),
        ("position",),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_phone(self) -> str:
        phone = read_phone(self.cleaned_data["phone"])
        if phone is None:
            raise ValidationError(_now("Write the number like this: +7 701 123 45 67."))
        return phone

    @property
    def said(self) -> Said:
        data = self.cleaned_data
        return {
            "surname": data["surname"], "given_name": data["given_name"], "patronymic": data["patronymic"],
            "email": data["email"], "phone": data["phone"], "position": data["position"],
            "organisation": data["organisation"], "bin": data["bin"], "region": data["region"],
            "locality": data["locality"],
        }  # fmt: skip
