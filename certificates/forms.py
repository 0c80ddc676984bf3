from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.models import Design, Document, DocumentEvent
from people.fields import DayField, TypedField
from people.forms import laid_out


class Plain(forms.Form):
    """A form without fields of its own; the template draws <form> and its button."""


class PrepareForm(Plain):
    """The design can be chosen where there is one to choose."""

    issued_on = DayField(label=gettext_lazy("Date of issue"), initial=timezone.localdate)
    design = forms.ModelChoiceField(
        Design.objects.none(), label=gettext_lazy("Design"), required=False, empty_label=gettext_lazy("as ever")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issued_on"].widget.attrs["class"] = "form-control"
        designs = list(Design.objects.in_use())
        if not designs:
            del self.fields["design"]
            return
        field = cast("forms.ModelChoiceField[Design]", self.fields["design"])
        field.queryset = Design.objects.in_use()
        field.widget.attrs["class"] = "form-select"
        field.initial = next((each.pk for each in designs if each.is_usual), None)


class BlankForm(Plain):
    series = TypedField(label=gettext_lazy("Series of the blank"), max_length=10)
    number = TypedField(label=gettext_lazy("Number of the blank"), max_length=20)
    helper = laid_out(("series", "number"))


class HandOverForm(Plain):
    to = TypedField(
        label=gettext_lazy("Handed to"),
        max_length=300,
        help_text=gettext_lazy("The holder, or who took it with a letter of authority: its number and date."),
    )
    on = DayField(label=gettext_lazy("On"), initial=timezone.localdate)
    helper = laid_out(("to", "on"))


class WithholdForm(Plain):
    reason = TypedField(
        label=gettext_lazy("On whose request"),
        max_length=300,
        help_text=gettext_lazy("Stays in the register; the public sees an unknown code."),
    )
    helper = laid_out(("reason",))


class ReissueForm(Plain):
    """Why another paper is issued in place of a document: the reason itself stands in the page's address."""

    ground = TypedField(label=gettext_lazy("Ground"), max_length=300)
    issued_on = DayField(label=gettext_lazy("Date of issue"), initial=timezone.localdate)
    tells_holder = forms.BooleanField(
        label=gettext_lazy("Write to the holder when it is signed"),
        required=False,
        help_text=gettext_lazy("Without the tick nobody is written to."),
    )
    helper = laid_out(("ground",), ("issued_on", "tells_holder"))

    def __init__(self, *args: Any, duplicate: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].help_text = (
            _("The holder's application, or the act on the damaged blank: its date and number.")
            if duplicate
            else _("Who pointed out the mistake and by what it is proved: the application or the act, date and number.")
        )


class RevokeForm(Plain):
    """What cannot be undone is typed: the number of the document."""

    reason_class = forms.ChoiceField(
        label=gettext_lazy("Why it is revoked"),
        choices=DocumentEvent.ReasonClass.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("It stands on the public page, in the language of whoever reads it."),
    )
    reason = TypedField(
        label=gettext_lazy("Ground"),
        max_length=300,
        help_text=gettext_lazy(
            "The decision, its date and number. It stands on the public page: write nothing personal."
        ),
    )
    on = DayField(label=gettext_lazy("Revoked on"), initial=timezone.localdate)
    confirmation = TypedField(label=gettext_lazy("Type the number of the document"), max_length=40)
    helper = laid_out(("reason_class",), ("reason",), ("on", "confirmation"))

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document

    def clean_confirmation(self) -> str:
        typed = str(self.cleaned_data["confirmation"])
        if typed.strip().removeprefix("№").strip().casefold() != self.document.number_text.casefold():
            raise ValidationError(_("The number of this document is %(number)s."), params={"number": self.document})
        return typed
