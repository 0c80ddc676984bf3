"""What people type into forms: no character in it that nobody can see."""

from __future__ import annotations

from importlib import import_module

import pytest
from django import forms

from people.fields import TypedField, WordsField
from people.models import Person

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


@pytest.mark.django_db
def test_a_search_for_a_character_that_no_database_keeps_finds_nothing_and_does_not_fail() -> None:
    assert list(Person.objects.search("a@b\0.kz")) == []
