"""The pages of a draft as forms: each field is one value of the content, at its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courses.authoring import refuse_code
from courses.draft_changes import content_at
from courses.draft_content import LANGUAGES, LIST_OF_FORMS, Content, Path, kind_of, row_of, value_at
from courses.draft_words import FIELDS
from courses.fields_of_file import MOST
from courses.models import Cohort, ProgrammeDraft
from courses.programme_content import FORMS, HOUR_KINDS
from people.alphabet import tidy
from people.languages import Language
from people.numbers import whole_number
from people.versions import CHANGED_MEANWHILE

SPARE_LINES = 3
MOST_LINES = 60
# What the buttons beside a line do with it.
STEPS = {"up": -1, "down": 1, "drop": 0}


class TextField(forms.CharField):
    """A text with single plain spaces and nothing invisible, as the programme file keeps it."""

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


@dataclass(frozen=True)
class InThree:
    """One text in three languages, side by side."""

    label: Any
    fields: list[tuple[BoundField, Any, bool]]  # the field, the language's name, whether it is still unwritten


class CopyForm(forms.Form):
    """What a copy becomes: the next version of its programme, or a programme of its own."""

    kind = forms.ChoiceField(
        label=_("What the copy becomes"),
        choices=[
            ("version", _("The next version of this programme")),
            ("programme", _("A new programme, with a code of its own")),
        ],
        initial="version",
        widget=forms.RadioSelect,
    )
    code = TextField(
        label=_("Code of the new programme"),
        max_length=40,
        required=False,
        help_text=_("Small Latin letters, digits and _: leadership. It is never printed."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == "programme" and not data.get("code") and "code" not in self.errors:
            self.add_error("code", _("Write the code of the new programme."))
        if data.get("kind") == "version":
            data["code"] = ""
        return data


class PartForm(forms.Form):
    """A part of a draft. It carries the revision that it was opened with, for `authoring.change`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, draft: ProgrammeDraft, **kwargs: Any) -> None:
        self.draft, self.content = draft, cast(Content, draft.content)
        self.paths: dict[str, Path] = {}
        self.threes: list[tuple[Any, list[str]]] = []
        super().__init__(*args, **kwargs)
        self.build()
        self.initial.update({name: self.value_in(self.content, path) for name, path in self.paths.items()})
        self.initial["seen"] = draft.revision

    def build(self) -> None:
        raise NotImplementedError

    def add(self, name: str, path: Path, field: forms.Field) -> None:
        self.fields[name], self.paths[name] = field, path

    def add_texts(self, name: str, path: Path, *, limit: int = 300, rows: int = 2, label: Any = "") -> None:
        names = []
        for code in LANGUAGES:
            area = forms.Textarea(attrs={"rows": rows, "lang": code})
            field = TextField(label=Language(code).label, max_length=limit, required=False, widget=area)
            self.add(f"{name}_{code}", (*path, code), field)
            names.append(f"{name}_{code}")
        self.threes.append((label or FIELDS[name], names))

    def add_number(self, name: str, path: Path, label: Any, *, least: int = 0, most: int = MOST) -> None:
        attrs = {"inputmode": "numeric", "min": least, "max": most, "class": "form-control"}
        field = forms.IntegerField(
            label=label, min_value=least, max_value=most, required=least > 0, widget=forms.NumberInput(attrs)
        )
        self.add(name, path, field)

    @property
    def texts(self) -> Iterator[InThree]:
        for label, names in self.threes:
            fields = [(self[name], Language(name[-2:]).label, not self[name].value()) for name in names]
            yield InThree(label, fields)

    def value_in(self, content: Content, path: Path) -> Any:
        return value_at(content, path)

    def seen_revision(self) -> int:
        return self.cleaned_data.get("seen") or 0

    def values(self) -> dict[Path, Any]:
        """What was typed, at the places where it belongs; nothing for a line that came after the page was opened."""
        return {path: self.worth(name) for name, path in self.paths.items() if self.was_sent(name)}

    def was_sent(self, name: str) -> bool:
        return self.add_prefix(name) in self.data

    def worth(self, name: str) -> Any:
        value = self.cleaned_data.get(name)
        return 0 if value is None and isinstance(self.fields[name], forms.IntegerField) else value

    def was_refused_for_changes(self) -> bool:
        return self.has_error(NON_FIELD_ERRORS, CHANGED_MEANWHILE)

    def take_newer(self) -> None:
        """After a refusal for changes: untouched fields show the newer values, the next save is of the newest draft."""
        if not self.was_refused_for_changes():
            return
        self.draft.refresh_from_db()
        older, newer = content_at(self.draft, self.seen_revision()), self.draft.content
        data = cast("QueryDict", self.data).copy()
        for name, path in self.paths.items():
            was, now = self.value_in(older, path), self.value_in(newer, path)
            untouched = not self.was_sent(name) or (was != now and self.worth(name) == was)
            if now is not None and untouched:
                data.setlist(self.add_prefix(name), now if isinstance(now, list) else [str(now)])
                self.cleaned_data[name] = now
        data[self.add_prefix("seen")] = str(self.draft.revision)
        self.data = data


class BasicsForm(PartForm):
    """What stands above the modules."""

    def build(self) -> None:
        if self.draft.programme_id is None:
            self.add("code", ("code",), TextField(label=FIELDS["code"], max_length=40))
        self.add_texts("title", ("title",))
        self.add_texts("audience", ("audience",))
        self.add_number("validity_years", ("validity_years",), FIELDS["validity_years"], least=1, most=50)
        labels = [(value, Cohort.Form(value).label) for value in FORMS]
        some = forms.MultipleChoiceField(
            label=FIELDS["forms"],
            choices=labels,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("A cohort of this version takes one of them."),
        )
        self.add("forms", ("forms",), some)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if code != self.content["code"]:
            refuse_code(code)
        return code

    def value_in(self, content: Content, path: Path) -> Any:
        """Content that says nothing of the forms offers all of them."""
        return value_at(content, path) or (list(FORMS) if path == ("forms",) else None)

    def values(self) -> dict[Path, Any]:
        """All forms need not be named in the content: they are written where they were changed."""
        values = super().values()
        if values["forms",] == self.initial["forms"]:
            del values["forms",]
        return values


class HoursForm(PartForm):
    """The hours of every line by kind, the totals of the document and the hours that are declared."""

    def build(self) -> None:
        self.add_number("declared_hours", ("declared_hours",), FIELDS["declared_hours"], least=1)
        for module in self.content["modules"]:
            for kind in HOUR_KINDS:
                self.add_number(f"{module['key']}_{kind}", ("modules", module["key"], "hours", kind), FIELDS[kind])
        for kind in (*HOUR_KINDS, "total"):
            self.add_number(f"printed_{kind}", ("printed_totals", kind), FIELDS[kind])

    def hours_of(self, key: str) -> list[BoundField]:
        return [self[f"{key}_{kind}"] for kind in HOUR_KINDS]

    @property
    def printed(self) -> list[BoundField]:
        return [self[f"printed_{kind}"] for kind in (*HOUR_KINDS, "total")]


class ModuleForm(PartForm):
    """One line of the programme: a module with its task and result, an extra line of hours, or the attestation."""

    def __init__(self, *args: Any, module: Mapping[str, Any], **kwargs: Any) -> None:
        self.module = module
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        path = ("modules", self.module["key"])
        self.add_texts("title", (*path, "title"))
        if kind_of(self.module) == "module":
            self.add_texts("task", (*path, "task"), limit=2000, rows=4)
            self.add_texts("result", (*path, "result"), limit=2000, rows=4)
        for kind in HOUR_KINDS:
            self.add_number(kind, (*path, "hours", kind), FIELDS[kind])

    @property
    def hours(self) -> list[BoundField]:
        return [self[kind] for kind in HOUR_KINDS]


class SectionForm(PartForm):
    """A list of the programme: its heading and its lines. A line with no text in any language is left out."""

    count = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=MOST_LINES)

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        self.key = key
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        section = row_of(self.content["sections"], self.key)
        self.items: list[Mapping[str, str]] = section["items"]
        self.add_texts("heading", ("sections", self.key), label=_("Heading"))
        rows = self.rows_shown()
        for number in range(rows):
            self.add_line(number)
        self.initial["count"] = rows

    def rows_shown(self) -> int:
        posted = whole_number(self.data.get(self.add_prefix("count"))) if self.is_bound else None
        return min(len(self.items) + SPARE_LINES if posted is None else posted, MOST_LINES)

    def add_line(self, number: int) -> None:
        item = self.items[number] if number < len(self.items) else {}
        for code in LANGUAGES:
            area = forms.Textarea(attrs={"rows": 2, "lang": code})
            name = f"line{number}_{code}"
            self.fields[name] = TextField(label=Language(code).label, max_length=2000, required=False, widget=area)
            self.initial[name] = item.get(code, "")

    @property
    def lines(self) -> list[InThree]:
        rows = [[self[f"line{n}_{code}"] for code in LANGUAGES] for n in range(self.rows_shown())]
        return [
            InThree(str(n), [(field, field.label, not field.value() and n <= len(self.items)) for field in row])
            for n, row in enumerate(rows, start=1)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.written():
            self.add_error(None, _("A list needs one line at least."))
        return data

    def written(self) -> list[dict[str, str]]:
        """The lines as typed and then moved or dropped by the button that was pressed, without the empty ones."""
        typed = [
            {code: self.cleaned_data.get(f"line{n}_{code}", "") for code in LANGUAGES} for n in range(self.rows_shown())
        ]
        verb, _space, number = str(self.data.get("act", "")).partition(" ")
        place = (whole_number(number) or 0) - 1
        if 0 <= place < len(typed) and verb in STEPS:
            line = typed.pop(place)
            if step := STEPS[verb]:
                typed.insert(max(place + step, 0), line)
        return [line for line in typed if any(line.values())]

    def values(self) -> dict[Path, Any]:
        heading = {code: self.cleaned_data[f"heading_{code}"] for code in LANGUAGES}
        return {("sections", self.key): {**heading, "items": self.written()}}

    def take_newer(self) -> None:
        """A list is one thing: what was typed stays as it is, or, where nothing was, the newer list takes its place."""
        if not self.was_refused_for_changes():
            return
        was = row_of(content_at(self.draft, self.seen_revision()).get("sections", []), self.key)
        typed = {"key": self.key, **self.values()["sections", self.key]}
        self.draft.refresh_from_db()
        data = cast("QueryDict", self.data).copy()
        if typed == was:
            fresh = SectionForm(draft=self.draft, key=self.key)
            for name, value in fresh.initial.items():
                data[name] = str(value)
        data["seen"] = str(self.draft.revision)
        self.data = data


def sections_of(content: Content) -> list[Content]:
    """The lists that are written by hand; the one of the forms of study follows the choice above."""
    return [section for section in content["sections"] if section["key"] != LIST_OF_FORMS]
