"""The pages of a draft of a table of criteria as forms: each field is one value of the content, at its path."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessment.grading import to_halves, to_points
from assessment.models import Criterion, Rubric, RubricDraft
from assessment.rubric_content import FULL_MARKS, LIMITS, STEPS, WORD_LIMITS, in_order, removed_rows
from assessment.rubric_words import FIELDS, STEP_WORDS
from courses.draft_content import LANGUAGES, Content, Path, value_at
from courses.forms_drafts import PartForm, TextField
from courses.half_points import in_words, read_points
from courses.models import Task
from people.forms import laid_out
from people.languages import Language, in_language


class MaximumField(forms.Field):
    """Half points up to 100, as people type them: 11,5 or 11.5."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "form-control"})
        super().__init__(label=FIELDS["maximum"], required=False, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return in_words(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        points = read_points(str(value or ""))
        if points is None:
            return None
        if not 0 <= points <= FULL_MARKS:
            raise ValidationError(_("Between 0 and 100 points."), code="out_of_range")
        if points * 2 % 1:
            raise ValidationError(_("Points are given in halves: 11 or 11.5."), code="halves")
        return to_points(to_halves(points))


class RubricPartForm(PartForm):
    """A part of a draft of a table; maxima are typed in points and kept in halves."""

    def __init__(self, *args: Any, draft: RubricDraft, **kwargs: Any) -> None:
        super().__init__(*args, draft=cast(Any, draft), **kwargs)

    def add_words(self, name: str, path: Path, *, limit: int) -> None:
        """One word in three languages, on one line each."""
        for code in LANGUAGES:
            widget = forms.TextInput(attrs={"lang": code})
            field = TextField(label=Language(code).label, max_length=limit, required=False, widget=widget)
            self.add(f"{name}_{code}", (*path, code), field)

    def add_floor(self, name: str, path: Path, label: Any) -> None:
        attrs = {"inputmode": "numeric", "min": 0, "max": FULL_MARKS, "class": "form-control"}
        widget = forms.NumberInput(attrs)
        field = forms.IntegerField(label=label, min_value=0, max_value=FULL_MARKS, required=False, widget=widget)
        self.add(name, path, field)

    def add_choice(self, name: str, path: Path, label: Any, choices: list[tuple[Any, Any]]) -> None:
        back = {str(value): value for value, _word in choices}
        field = forms.TypedChoiceField(
            label=label,
            choices=[(str(value), word) for value, word in choices],
            coerce=back.__getitem__,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.add(name, path, field)

    def add_marks(self, prefix: str, path: Path) -> None:
        """The figures of a criterion: maximum, step and stage."""
        self.add(f"{prefix}maximum", (*path, "maximum"), MaximumField())
        self.add_choice(f"{prefix}step", (*path, "step"), FIELDS["step"], [(step, STEP_WORDS[step]) for step in STEPS])
        self.add_choice(f"{prefix}stage", (*path, "stage"), FIELDS["stage"], list(Criterion.Stage.choices))

    def value_in(self, content: Content, path: Path) -> Any:
        value = value_at(content, path)
        return to_points(value) if path[-1] == "maximum" and value is not None else value

    def worth(self, name: str) -> Any:
        return self.cleaned_data.get(name)

    def values(self) -> dict[Path, Any]:
        return {
            path: to_halves(value) if path[-1] == "maximum" and value is not None else value
            for path, value in super().values().items()
        }


class OutlineForm(RubricPartForm):
    """The name, the figures of every criterion, the levels and the bands."""

    def build(self) -> None:
        self.add_words("name", ("name",), limit=LIMITS["name"])
        for row in self.rows("criteria"):
            self.add_marks(f"criteria_{row['key']}_", ("criteria", row["key"]))
        for kind in ("levels", "bands"):
            for row in self.rows(kind):
                path, name = (kind, row["key"]), f"{kind}_{row['key']}"
                label = _("From, per cent of the maximum") if kind == "levels" else _("From, points")
                self.add_floor(f"{name}_floor", (*path, "floor"), label)
                self.add_words(f"{name}_label", (*path, "label"), limit=WORD_LIMITS[kind])
                if kind == "bands":
                    choices = [(True, _("passed")), (False, _("not passed"))]
                    self.add_choice(f"{name}_passed", (*path, "passed"), _("Outcome"), choices)

    def rows(self, kind: str) -> list[Content]:
        """The lines, and those removed since the page was opened: whoever typed into them is told."""
        lost = [row for row in removed_rows(self.content, kind) if self.is_bound and self.has_sent(kind, row["key"])]
        return [*self.content[kind], *lost]

    def has_sent(self, kind: str, key: str) -> bool:
        field = "maximum" if kind == "criteria" else "floor"
        return self.add_prefix(f"{kind}_{key}_{field}") in self.data

    def of_row(self, kind: str, key: str) -> Mapping[str, BoundField]:
        """The fields of a line by the last part of their name."""
        head = f"{kind}_{key}_"
        return {name.removeprefix(head): self[name] for name in self.fields if name.startswith(head)}


class CriterionForm(RubricPartForm):
    """One criterion in full: its names, its figures, and what a scorer looks for at each level."""

    def __init__(self, *args: Any, row: Content, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        path: Path = ("criteria", self.row["key"])
        self.add_texts("label", (*path, "label"), limit=LIMITS["label"], label=FIELDS["label"])
        self.add_texts("short", (*path, "short"), limit=LIMITS["short"], rows=1, label=FIELDS["short"])
        self.add_marks("", path)
        self.add(
            "tasks",
            (*path, "tasks"),
            forms.MultipleChoiceField(
                label=FIELDS["tasks"],
                choices=Task.Kind.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Of a criterion of the coursework: the marks of these tasks suggest its points."),
            ),
        )
        self.levels = in_order(self.content["levels"])
        for level in self.levels:
            self.add_texts(
                f"about_{level['key']}",
                (*path, "about", level["key"]),
                limit=LIMITS["about"],
                rows=3,
                label=in_language(level["label"]) or level["key"],
            )

    def was_sent(self, name: str) -> bool:
        """Boxes of which none is ticked send nothing."""
        return name == "tasks" or super().was_sent(name)

    def value_in(self, content: Content, path: Path) -> Any:
        value = super().value_in(content, path)
        return "" if value is None and "about" in path else value

    def values(self) -> dict[Path, Any]:
        """A level that nobody describes is not written as an empty one."""
        kept = super().values()
        return {path: value for path, value in kept.items() if value != "" or value_at(self.content, path) is not None}

    @property
    def names(self) -> list[Any]:
        return list(self.texts)[:2]

    @property
    def abouts(self) -> list[Any]:
        """A level nobody has begun to describe is not missing."""
        found = []
        for three in list(self.texts)[2:]:
            begun = any(not missing for _field, _language, missing in three.fields)
            fields = [(field, language, missing and begun) for field, language, missing in three.fields]
            found.append(type(three)(three.label, fields))
        return found


class RubricField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Rubric) -> str:
        return " · ".join([str(obj), gettext("version %(n)s") % {"n": obj.version.number}])


class CompareForm(forms.Form):
    was = RubricField(label=_("First table"), queryset=Rubric.objects.none(), empty_label=None)
    now = RubricField(label=_("Second table"), queryset=Rubric.objects.none(), empty_label=None)
    helper = laid_out(("was", "now"))

    def __init__(self, *args: Any, programme: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("was", "now"):
            field: Any = self.fields[name]
            field.queryset = Rubric.objects.filter(version__programme=programme).select_related("version")
