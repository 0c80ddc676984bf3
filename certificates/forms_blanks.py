"""The forms of blanks: deliveries, the tray, acts, printers, and what is printed on which pile."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.blanks.numbering import values_in
from certificates.blanks.printing import without_blank
from certificates.blanks.receiving import Delivery
from certificates.blanks.stock import PileCount
from certificates.blanks.tray import EXPLAINED
from certificates.blanks.writing_off import Act, Stretch, named
from certificates.forms import Plain
from certificates.millimetres import MillimetreField
from certificates.models import Blank, BlankPile, Printer, PrintSheet, WriteOff
from people.fields import DayField, KeysField, TypedField
from people.forms import laid_out
from people.languages import Language
from people.versions import VersionedForm

AS_PRINTED = {"inputmode": "numeric", "autocomplete": "off"}


class StretchesField(forms.MultipleChoiceField):
    """Stretches of blanks by series, first and last number; whether they are there is asked with the blanks at hand."""

    KEY = re.compile(r"[^:]{1,10}:[0-9]{1,12}:[0-9]{1,12}")

    def valid_value(self, value: Any) -> bool:
        return bool(self.KEY.fullmatch(str(value)))


class ReceiveForm(Plain):
    series = TypedField(
        label=gettext_lazy("Series"), max_length=10, help_text=gettext_lazy("Letters or digits before the number: ОД")
    )
    first = TypedField(
        label=gettext_lazy("First number"),
        max_length=12,
        help_text=gettext_lazy("As it stands on the blank, zeros and all."),
        widget=forms.TextInput(attrs=AS_PRINTED),
    )
    last = TypedField(label=gettext_lazy("Last number"), max_length=12, widget=forms.TextInput(attrs=AS_PRINTED))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the words on the blank"),
        choices=BlankPile.Words.choices,
        help_text=gettext_lazy("A document is printed on blanks of its own language only."),
    )
    names_provider = forms.BooleanField(
        label=gettext_lazy("The name of the provider is on the blank already"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Without the tick it is printed, with the city and how to verify the document."),
    )
    received_on = DayField(label=gettext_lazy("Received on"), initial=timezone.localdate)
    delivery_note = TypedField(
        label=gettext_lazy("Delivery note"), max_length=200, help_text=gettext_lazy("Its number and date.")
    )
    is_specimen = forms.BooleanField(
        label=gettext_lazy("Sheets for trying out: they carry specimens only"), required=False
    )
    helper = laid_out(
        ("series", "first", "last"),
        ("language", "received_on", "delivery_note"),
        ("names_provider",),
        ("is_specimen",),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.DOCUMENTS_ARE_SPECIMENS:
            self.fields["is_specimen"].widget = forms.HiddenInput()

    def key(self) -> str:
        """What is looked at once more before it is received; another entry is another key."""
        names = ("series", "first", "last", "language", "names_provider", "received_on", "is_specimen")
        return "|".join(str(self.cleaned_data[name]) for name in names)

    def delivery(self) -> Delivery:
        data = {**self.cleaned_data}
        for name in ("first", "last"):
            data[name] = "".join(data[name].split())
        # Where every document is a specimen there are no protected blanks to receive.
        data["is_specimen"] = data["is_specimen"] or settings.DOCUMENTS_ARE_SPECIMENS
        return Delivery(**data)


class TrayForm(Plain):
    top = TypedField(
        label=gettext_lazy("Number of the blank on top"), max_length=14, widget=forms.TextInput(attrs=AS_PRINTED)
    )
    skipped = forms.ChoiceField(
        label=gettext_lazy("Those before it"),
        required=False,
        choices=[
            ("", gettext_lazy("there are none")),
            (EXPLAINED[0].value, gettext_lazy("are set aside and can be used later")),
            (EXPLAINED[1].value, gettext_lazy("cannot be used: they will be written off")),
        ],
    )
    why = TypedField(label=gettext_lazy("What happened to them"), required=False, max_length=300)
    helper = laid_out(("top", "skipped"), ("why",))


class WriteOffForm(Plain):
    """What waits for an act is ticked already; others are named by their numbers."""

    blanks = StretchesField(
        label=gettext_lazy("Waiting to be written off"), required=False, widget=forms.CheckboxSelectMultiple
    )
    pile = forms.ModelChoiceField(
        label=gettext_lazy("Others of the pile"), queryset=BlankPile.objects.counted(), required=False, empty_label="–"
    )
    numbers = TypedField(
        label=gettext_lazy("Numbers"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("0004512, 0004520–0004523"),
    )
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=WriteOff.Reason.choices)
    dated = DayField(label=gettext_lazy("Date of the act"), initial=timezone.localdate)
    language = forms.ChoiceField(label=gettext_lazy("Language of the act"), choices=Language.choices)
    commission = forms.CharField(
        label=gettext_lazy("Commission, one person on a line"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Name and post, the chair first; the last commission is filled in."),
    )
    circumstances = forms.CharField(
        label=gettext_lazy("Circumstances"), required=False, max_length=1500, widget=forms.Textarea(attrs={"rows": 3})
    )
    helper = laid_out(("pile", "numbers"), ("reason", "dated", "language"), ("commission",), ("circumstances",))

    def __init__(self, *args: Any, waiting: list[Blank], stretches: list[Stretch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting = waiting
        self.initial.setdefault("blanks", [each.key for each in stretches])

    def clean_blanks(self) -> list[Blank]:
        return named(self.cleaned_data["blanks"], self._waiting)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed, pile = data.get("numbers", ""), data.get("pile")
        if bool(typed) != bool(pile) and not {"numbers", "pile"} & self.errors.keys():
            self.add_error("numbers" if pile else "pile", _("Name both the pile and the numbers."))
        elif typed and pile:
            try:
                data["others"] = _blanks_of(pile, typed)
            except ValidationError as refusal:
                self.add_error("numbers", refusal)
        return data

    def chosen(self) -> list[Blank]:
        """Each once, also where it is both ticked and typed."""
        rows = [*self.cleaned_data["blanks"], *self.cleaned_data.get("others", ())]
        return list({blank.pk: blank for blank in rows}.values())

    def act(self) -> Act:
        data = self.cleaned_data
        people = [line.strip() for line in data["commission"].splitlines() if line.strip()]
        return Act(data["dated"], data["reason"], people, data["circumstances"], data["language"])


def _blanks_of(pile: BlankPile, typed: str) -> list[Blank]:
    values = values_in(typed)
    found = {blank.value: blank for blank in Blank.objects.filter(pile=pile, value__in=values)}
    if missing := [pile.written(value) for value in values if value not in found]:
        raise ValidationError(
            _("Not in this pile: %(numbers)s."), params={"numbers": ", ".join(missing[:5])}, code="elsewhere"
        )
    return list(found.values())


class PrintForm(Plain):
    """Whose documents go to which pile and printer; sent by address, so that looking writes nothing."""

    d = KeysField(queryset=without_blank(), required=False)
    pile = forms.ModelChoiceField(label=gettext_lazy("Pile"), queryset=BlankPile.objects.all(), empty_label=None)
    printer = forms.ModelChoiceField(
        label=gettext_lazy("Printer"), queryset=Printer.objects.filter(is_active=True), empty_label=None
    )

    def __init__(self, *args: Any, piles: list[PileCount] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if piles is not None:
            cast("forms.ModelChoiceField[BlankPile]", self.fields["pile"]).choices = [
                (each.pile.pk, _said(each)) for each in piles if each.ready
            ]


def _said(each: PileCount) -> str:
    words = each.pile.get_language_display()
    return _("%(pile)s, from № %(next)s, %(words)s") % {
        "pile": each.pile.series,
        "next": each.next_number,
        "words": words,
    }


class BeginForm(Plain):
    """What stood on the page of the check when the button was pressed."""

    top = TypedField(max_length=20)


class ConfirmForm(Plain):
    """Which pages came out badly; none is ticked where all came out well."""

    spoiled = KeysField(queryset=PrintSheet.objects.none(), required=False)

    def __init__(self, *args: Any, sheets: list[PrintSheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(KeysField, self.fields["spoiled"])
        field.queryset = PrintSheet.objects.filter(pk__in=[sheet.pk for sheet in sheets])

    def keys(self) -> set[int]:
        return {sheet.pk for sheet in self.cleaned_data["spoiled"]}


class PrinterForm(VersionedForm):
    offset_x = MillimetreField(label=gettext_lazy("To the right, mm"), initial=0)
    offset_y = MillimetreField(label=gettext_lazy("Down, mm"), initial=0)
    helper = laid_out(("name",), ("offset_x", "offset_y"), ("is_active",))

    class Meta:
        model = Printer
        fields = ("name", "offset_x", "offset_y", "is_active")
        field_classes = {"name": TypedField}
