from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import ForgeryReport
from certificates.reporting import MOVES, State
from people.fields import TypedField, WordsField
from people.fields_files import FileInput, OneFileField, WholeForm
from people.forms import laid_out


class ForgeryForm(WholeForm):
    """What somebody saw; who they are is theirs to say."""

    code = TypedField(
        label=_("Code under the QR, if there is one"),
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    wrong = forms.ChoiceField(
        label=_("What is wrong with the paper?"), choices=ForgeryReport.Wrong.choices, widget=forms.RadioSelect
    )
    text = TypedField(
        label=_("In your own words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Where you were shown the paper, and what differs. Write no IIN."),
    )
    file = OneFileField(
        label=_("A photo or a PDF of the paper"),
        help_text=_("JPEG, PNG or PDF, up to 10 MB. Only those who check it see it."),
        widget=FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    name = WordsField(label=_("Your name or organisation"), max_length=150, required=False)
    email = forms.EmailField(label=_("Your e-mail, if you want an answer"), required=False)
    agrees = forms.BooleanField(label=_("I agree"), required=False)
    helper = laid_out(("code",), ("wrong",), ("text",), ("file",))
    about_you = laid_out(("name", "email"))


class AnswerForm(forms.Form):
    """What was found out; only where the report may go from here."""

    to = forms.ChoiceField(label=_("What was found out"), widget=forms.RadioSelect)
    said = TypedField(
        label=_("To the reporter, in your own words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    helper: FormHelper = laid_out(("to",), ("said",))

    def __init__(self, *args: Any, report: ForgeryReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ahead = MOVES[State(report.state)]
        self.fields["to"].choices = [each for each in State.choices if each[0] in ahead]  # type: ignore[attr-defined]
