"""Forms of materials and tasks, for the staff and for the participant."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.half_points import read_points, refuse_maximum
from courses.handing_in import LONGEST, MOST_FILES
from courses.models import Cohort, Material, Module, Submission, Task
from courses.self_assessing import LONGEST as LONGEST_REFLECTION
from courses.self_assessing import Level
from people.fields import DayField, KeysField, WordsField
from people.fields_files import FilesField, OneFileField, WholeForm
from people.models import Upload
from people.uploading import LARGEST, MEGABYTE
from people.versions import VersionedForm

TAKEN = _("PDF, Word, Excel, PowerPoint, ODF, PNG or JPEG, up to %(most)s MB.")


def about_files() -> str:
    return TAKEN % {"most": LARGEST // MEGABYTE}


class PointsField(forms.CharField):
    """Points in halves, typed as 11,5 or 11.5; what they may be is the rule's to say."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"required": False, "max_length": 10, "widget": widget, **kwargs})

    def clean(self, value: Any) -> Decimal | None:
        return read_points(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}".removesuffix(".0") if isinstance(value, Decimal) else value


class ModuleChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Module) -> str:
        return f"{obj.order}. {obj}"


def of_cohort(form: forms.BaseForm, cohort: Cohort) -> None:
    """Offer the modules of the cohort's own version."""
    field = cast("forms.ModelChoiceField[Module]", form.fields["module"])
    field.queryset, field.empty_label = cohort.version.modules.order_by("order"), None


class ContentForm(WholeForm):
    """The content of a material: a file or a link."""

    file = OneFileField(label=_("File"))
    link = forms.URLField(
        label=_("or a link"), max_length=500, required=False, assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = about_files()

    @property
    def content(self) -> dict[str, Any]:
        return {"file": self.cleaned_data.get("file"), "link": self.cleaned_data.get("link", "")}


class MaterialForm(VersionedForm):
    module = ModuleChoice(label=_("Module"), queryset=Module.objects.none())
    title = WordsField(label=_("Title"), max_length=200)
    visible_from = DayField(
        label=_("Shown to participants from"), required=False, help_text=_("Empty: they see it at once.")
    )

    class Meta:
        model = Material
        fields = ("module", "kind", "title", "visible_from")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_cohort(self, self.instance.cohort)
        self.fields["kind"].label = _("Kind")
        cast(forms.ChoiceField, self.fields["kind"]).choices = Material.Kind.choices


class NewMaterialForm(ContentForm):
    """A material and its first content on one page."""

    field_order = ("module", "kind", "title", "visible_from", "file", "link", "whole")
    module = ModuleChoice(label=_("Module"), queryset=Module.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), choices=Material.Kind.choices)
    title = WordsField(label=_("Title"), max_length=200)
    visible_from = DayField(
        label=_("Shown to participants from"), required=False, help_text=_("Empty: they see it at once.")
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_cohort(self, cohort)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("module", "kind", "title", "visible_from")}


class VersionForm(ContentForm):
    note = WordsField(label=_("What is new"), max_length=200)


class TaskForm(VersionedForm):
    module = ModuleChoice(label=_("Module"), queryset=Module.objects.none())
    title = WordsField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("What to do"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}))
    max_points = PointsField(label=_("Most points"), help_text=_("Empty: the task is commented on, not marked."))
    opens_on = DayField(label=_("Open from"), required=False, help_text=_("Empty: at once."))
    due_on = DayField(label=_("Due by"), help_text=_("Later submissions are taken until you close the task."))

    class Meta:
        model = Task
        fields = ("module", "kind", "title", "text", "max_points", "opens_on", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_cohort(self, self.instance.cohort)
        self.fields["kind"].label = _("Kind")
        cast(forms.ChoiceField, self.fields["kind"]).choices = Task.Kind.choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, due = data.get("opens_on"), data.get("due_on")
        if opens and due and due < opens:
            self.add_error("due_on", _("It cannot be due before it opens."))
        try:
            refuse_maximum(data.get("max_points"), field="max_points")
        except ValidationError as refusal:
            self.add_error(None, refusal)
        return data


class StartingSetForm(forms.Form):
    points = PointsField(label=_("Most points for each"), help_text=_("Empty: commented on, not marked."))


class HandInForm(WholeForm):
    text = forms.CharField(
        label=_("Your text"), required=False, max_length=LONGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    keep = KeysField(label=_("Files handed in before that stay"), queryset=Upload.objects.none(), required=False)
    attached = FilesField(label=_("Files"), most=MOST_FILES)

    def __init__(self, *args: Any, latest: Submission | None, uploads: Sequence[Upload], **kwargs: Any) -> None:
        kept = [upload for upload in uploads if upload.erased_at is None]
        kwargs["initial"] = {"text": latest.text if latest else "", "keep": kept}
        super().__init__(*args, **kwargs)
        if kept:
            choice = cast("KeysField", self.fields["keep"])
            choice.queryset = Upload.objects.filter(pk__in=[upload.pk for upload in kept])
        else:
            del self.fields["keep"]
        about = {"most": MOST_FILES, "kinds": about_files()}
        self.fields["attached"].help_text = _("Up to %(most)s. %(kinds)s") % about


class FeedbackForm(forms.Form):
    points = PointsField(label=_("Points"))
    text = forms.CharField(
        label=_("Feedback"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if task.max_points is None:
            del self.fields["points"]


class SelfAssessmentForm(forms.Form):
    """A level for each module, by its order, and a reflection; `seen` is the version that the page shows."""

    reflection = forms.CharField(
        label=_("Reflection"), required=False, max_length=LONGEST_REFLECTION,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, modules: Sequence[Module], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = modules
        for module in modules:
            self.fields[f"level_{module.order}"] = forms.TypedChoiceField(
                label=str(module), choices=Level.choices, coerce=int, empty_value=None, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip

    @property
    def rated(self) -> list[tuple[Module, forms.BoundField]]:
        return [(module, self[f"level_{module.order}"]) for module in self.modules]

    @property
    def levels(self) -> dict[int, int]:
        chosen = {module.order: self.cleaned_data.get(f"level_{module.order}") for module in self.modules}
        return {order: level for order, level in chosen.items() if level}
