from __future__ import annotations

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.fields import BinField, DayField, IinField, TypedField, WordsField
from people.languages import Language
from people.models import Organisation, Person, Provider, Signatory, User
from people.providing import read_logo, read_seal
from people.regions import region_choices
from people.roles import Role

HOURS = [(hour, f"{hour}:00") for hour in range(24)]


def laid_out(*rows: tuple[str, ...]) -> FormHelper:
    """A form of these rows, each of one to three fields side by side; the template draws <form> and the buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    width = {1: "col-12", 2: "col-md-6", 3: "col-md-4"}
    helper.layout = Layout(
        *(Row(*(Column(name, css_class=width[len(row)]) for name in row), css_class="gx-3") for row in rows)
    )
    return helper


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person and where they work; the organisation is found by its BIN or its name and place."""

    iin = IinField(label=_("IIN"), max_length=20, help_text=_("12 digits from the identity document."))
    surname = WordsField(label=_("Surname"), max_length=100)
    given_name = WordsField(label=_("Given name"), max_length=100)
    patronymic = WordsField(
        label=_("Patronymic"), max_length=100, required=False, help_text=_("Only where the identity document has one.")
    )
    birth_date = DayField(label=_("Date of birth"), required=False)
    organisation_name = WordsField(label=_("Place of work"), max_length=300, required=False)
    organisation_locality = WordsField(label=_("City or district"), max_length=150, required=False)
    organisation_bin = BinField(label=_("BIN of the organisation"), max_length=20, required=False)
    helper = laid_out(
        ("surname", "given_name", "patronymic"),
        ("iin", "birth_date", "language"),
        ("email", "phone"),
        ("organisation_name",),
        ("organisation_locality", "organisation_bin", "position"),
    )

    class Meta:
        model = Person
        fields = ("iin", "surname", "given_name", "patronymic", "birth_date", "email", "phone", "language", "position")
        field_classes = {"phone": TypedField, "position": TypedField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        work = self.instance.organisation
        if work is not None:
            self.initial.update(
                organisation_name=work.name, organisation_locality=work.locality, organisation_bin=work.bin
            )

    def validate_unique(self) -> None:
        """The rule that saves says whose IIN it is."""


class TwinForm(forms.Form):
    """The other record of the same human."""

    iin = IinField(label=_("IIN of the other record"), max_length=20)
    helper = laid_out(("iin",))


class Plain(forms.Form):
    """A form without fields of its own: a button that a rule may refuse."""


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    name = WordsField(label=_("Name"), max_length=300)
    region = forms.ChoiceField(label=_("Region"), required=False)
    locality = WordsField(label=_("City or district"), max_length=150, required=False)
    bin = BinField(label=_("BIN"), max_length=20, required=False)
    helper = laid_out(("name",), ("kind", "bin"), ("region", "locality"), ("email", "phone"))

    class Meta:
        model = Organisation
        fields = ("name", "kind", "region", "locality", "bin", "email", "phone")
        field_classes = {"phone": TypedField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices, kept = region_choices(), self.instance.region
        # What was written before there was a list stays as it was until somebody chooses.
        known = [kept] if kept and kept not in dict(choices) else []
        cast("forms.ChoiceField", self.fields["region"]).choices = [*choices, *((each, each) for each in known)]

    def clean_bin(self) -> str | None:
        return self.cleaned_data["bin"] or None


class ProviderForm(forms.ModelForm):  # type: ignore[type-arg]
    bin = BinField(label=_("BIN"), max_length=20, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG or JPEG, up to 1 MB. It is printed on the certificate."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    seal_file = forms.FileField(
        label=_("Picture of the seal"),
        required=False,
        help_text=_("PNG with a transparent ground, up to 1 MB. It is printed where a design of certificates says so."),
        widget=forms.FileInput(attrs={"accept": "image/png"}),
    )
    helper = laid_out(
        ("legal_name_kk",),
        ("legal_name_ru",),
        ("legal_name_en",),
        ("city_kk", "city_ru", "city_en"),
        ("bin", "phone"),
        ("email", "website"),
        ("address",),
        ("logo_file", "seal_file"),
    )

    class Meta:
        model = Provider
        fields = (
            "legal_name_kk", "legal_name_ru", "legal_name_en", "bin", "city_kk", "city_ru", "city_en", "address",
            "phone", "email", "website",
        )  # fmt: skip
        field_classes = dict.fromkeys(set(fields) - {"bin", "email", "website"}, TypedField)

    def clean_logo_file(self) -> Any:
        upload = self.cleaned_data.get("logo_file")
        return read_logo(upload) if isinstance(upload, UploadedFile) else None

    def clean_seal_file(self) -> Any:
        upload = self.cleaned_data.get("seal_file")
        return read_seal(upload) if isinstance(upload, UploadedFile) else None


class SignatoryForm(forms.ModelForm):  # type: ignore[type-arg]
    name = WordsField(
        label=_("Name as printed"), max_length=150, help_text=_("Usually initials and surname: Б. Қ. Қуанышев")
    )
    since = DayField(label=_("In office since"))
    until = DayField(label=_("In office until"), required=False, help_text=_("Empty while in office."))
    helper = laid_out(
        ("name", "user"), ("capacity_kk", "capacity_ru", "capacity_en"), ("since", "until"), ("is_acting",)
    )

    class Meta:
        model = Signatory
        fields = ("name", "user", "capacity_kk", "capacity_ru", "capacity_en", "since", "until", "is_acting")
        field_classes = dict.fromkeys(("capacity_kk", "capacity_ru", "capacity_en"), TypedField)
        help_texts = {
            "user": _("A user with the role “Head”; the administrator gives it."),
            "is_acting": _("The paper then says in whose place this person signs."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heads = User.objects.filter(role_grants__role=Role.HEAD, is_active=True)
        own = User.objects.filter(pk=self.instance.user_id)
        users = cast("forms.ModelChoiceField[User]", self.fields["user"])
        users.queryset, users.empty_label = (heads | own).distinct(), "–"


class UserForm(forms.Form):
    """A sign-in of the staff; the address cannot be changed once it is there."""

    email = forms.EmailField(label=_("E-mail"))
    name = WordsField(label=_("Full name"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple)
    participant = forms.BooleanField(label=_("Yes, this participant gets the roles"), required=False)
    helper = laid_out(("email", "name"), ("language", "roles"))

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        if user is not None:
            initial = {"email": user.email, "name": user.name, "language": user.language, "roles": list(user.roles)}
            kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = user is not None


class QuietHoursForm(forms.Form):
    begin = forms.TypedChoiceField(label=_("Quiet from"), choices=HOURS, coerce=int)
    end = forms.TypedChoiceField(label=_("Quiet until"), choices=HOURS, coerce=int)
    helper = laid_out(("begin", "end"))


class PostedForm(forms.Form):
    on = DayField(label=_("Posted on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": timezone.localdate()})
        super().__init__(*args, **kwargs)
