"""Form fields that several pages share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from people.alphabet import INVISIBLE
from people.iin import read_bin, read_iin
from people.names import clean
from people.numbers import whole_number


class DayField(forms.DateField):
    """A day: the browser's own calendar where it has one, 21.11.2026 typed where it has none."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]

    def to_python(self, value: Any) -> Any:
        """A slip of the hand may be any year; what no clock can add an hour to is no day."""
        day = super().to_python(value)
        if day is not None and not 1 < day.year < 9990:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class TypedField(forms.CharField):
    """Text as it was typed, without what cannot be seen: on paper that is a box, in a database an error."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return INVISIBLE.sub("", text).strip() if isinstance(text, str) else text


class IinField(forms.CharField):
    """An IIN as people type and paste it; refused with the reason where it is none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        number = read_iin(text)
        if text and number.flaw:
            raise ValidationError(number.flaw.sentence, code=number.flaw.value)
        return number.digits


class BinField(forms.CharField):
    """A BIN, cleaned and checked as an IIN is; nothing where nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        number = read_bin(text) if text else None
        if number and number.flaw:
            raise ValidationError(number.flaw.sentence, code=number.flaw.value)
        return number.digits if number else ""


class WordsField(TypedField):
    """Words with one kind of space and dash, and nothing invisible."""

    def clean(self, value: Any) -> str:
        return clean(super().clean(value))


class KeysField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows of a list, ticked; a key that no table can have is no choice, and never reaches the database."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        for key in value or []:
            if whole_number(str(key)) is None:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": str(key)[:20]}
                )
        return super().clean(value)
