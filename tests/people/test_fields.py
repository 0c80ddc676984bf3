"""What people type into forms: no character in it that nobody can see."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from django import forms

from people.fields import KeysField, TypedField, WordsField
from people.models import Person

BASE = Path(__file__).parents[2]
FORMS = (
    "people.forms",
    "courses.forms",
    "assessment.forms",
    "certificates.forms",
    "postcourse.forms",
    "postcourse.forms_booking",
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  құжат \r\n2-бет ", "құжат \r\n2-бет"),
        ("\0құжат\x01", "құжат"),
        ("құ\u200bжат\x7f\ufffe", "құжат"),
        ("\u202eқұжат", "құжат"),
    ],
)
def test_lines_stay_and_what_cannot_be_seen_goes(typed: str, kept: str) -> None:
    assert TypedField().clean(typed) == kept
    assert WordsField().clean(typed) == " ".join(kept.split())


@pytest.mark.parametrize("typed", ["\x01", "\0", " \u200b "])
def test_a_field_that_only_looks_filled_is_empty(typed: str) -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        TypedField().clean(typed)
    assert refusal.value.code == "required"


def test_no_form_has_a_field_that_takes_whatever_is_typed() -> None:
    fields = {
        f"{form.__module__}.{form.__name__}.{name}": type(field)
        for module in FORMS
        for form in vars(import_module(module)).values()
        if isinstance(form, type) and issubclass(form, forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
    }
    assert len(fields) > 60
    assert [name for name, kind in fields.items() if kind is forms.CharField] == []


def test_every_list_to_tick_refuses_keys_that_no_table_can_have() -> None:
    kinds = {
        type(field)
        for app in ("people", "courses", "assessment", "certificates", "postcourse")
        for file in (BASE / app).glob("*forms*.py")
        for form in vars(import_module(f"{app}.{file.stem}")).values()
        if isinstance(form, type) and issubclass(form, forms.BaseForm)
        for field in getattr(form, "base_fields", {}).values()
        if isinstance(field, forms.ModelMultipleChoiceField)
    }
    assert len(kinds) > 4
    assert [kind.__name__ for kind in kinds if not issubclass(kind, KeysField)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["9" * 30, "-1", "\0", "1 or 1", "٣"])
def test_a_key_that_no_table_can_have_is_no_choice(key: str) -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        KeysField(queryset=Person.objects.all()).clean([key])
    assert refusal.value.code == "invalid_choice"


@pytest.mark.django_db
def test_a_search_for_a_character_that_no_database_keeps_finds_nothing_and_does_not_fail() -> None:
    assert list(Person.objects.search("a@b\0.kz")) == []
