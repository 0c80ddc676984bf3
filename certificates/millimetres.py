"""Tenths of a millimetre as people write them: 1,5 or 1.5, with a sign where it goes to the left or up."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from certificates.models.blank_printing import FURTHEST

_WRITTEN = re.compile(r"([+-]?)(\d{1,3})(?:[.,](\d))?0*(?:\s*(?:мм|mm))?")


def read_tenths(typed: str) -> int:
    """15 of "1,5"; refused where it is no number of tenths, or beyond what a page can be moved."""
    match = _WRITTEN.fullmatch(typed.strip().replace("−", "-").replace("–", "-"))
    if match is None:
        raise ValidationError(_("Write millimetres with at most one decimal: 1,5 or −0,3."), code="millimetres")
    tenths = int(match[2]) * 10 + int(match[3] or 0)
    if tenths > FURTHEST:
        raise ValidationError(
            _("A page is moved by at most %(most)s mm: feed the paper otherwise."), params={"most": FURTHEST // 10}
        )
    return -tenths if match[1] == "-" else tenths


def in_millimetres(tenths: int, *, signed: bool = False) -> str:
    """ "1,5" of 15, with the decimal sign of the reader; `signed` writes +1,5, too."""
    text = f"{tenths / 10:+.1f}" if signed and tenths else f"{tenths / 10:.1f}"
    return text.replace(".", str(get_format("DECIMAL_SEPARATOR"))).replace("-", "−")


class MillimetreField(forms.CharField):
    """Tenths of a millimetre: a number in the database, millimetres on the page."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}))
        kwargs.setdefault("max_length", 12)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        return read_tenths(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return in_millimetres(value) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
