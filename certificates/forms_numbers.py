from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from people.fields import TypedField
from people.forms import laid_out


class NumberFormatForm(forms.Form):
    pattern = TypedField(
        label=_("How a number is written"),
        max_length=40,
        help_text=_("{year} is the year, {yy} its last two digits; {number:5} is the running number with five digits."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    helper = laid_out(("pattern",))
