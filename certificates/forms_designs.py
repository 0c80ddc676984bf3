from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.models import DesignDraft
from certificates.models.design import MOST_SIGNERS
from courses.models import Enrolment
from people.fields import WordsField
from people.forms import laid_out
from people.paper import unprintable
from people.versions import newest_version

LANGUAGES = ("kk", "ru", "en")
PARTS = ("name", *LANGUAGES)


class NameForm(forms.Form):
    """How a design is called in the lists of this installation."""

    name = WordsField(label=gettext_lazy("Name of the design"), max_length=80)
    helper = laid_out(("name",))


class DraftForm(forms.ModelForm):  # type: ignore[type-arg]
    """A draft: what is chosen, who else signs, and on whose data it is shown."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    on = forms.ChoiceField(label=gettext_lazy("Shown on the data of"), required=False)
    helper = laid_out(
        ("languages",),
        ("palette", "plate"),
        ("seal", "has_logo"),
        *(
            row
            for place in (1, 2)
            for row in ((f"signer_{place}_name",), tuple(f"signer_{place}_{x}" for x in LANGUAGES))
        ),
        ("on",),
    )

    class Meta:
        model = DesignDraft
        fields = ("languages", "palette", "plate", "has_logo", "seal")

    def __init__(self, *args: Any, people: list[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = newest_version(self.instance) if self.instance.pk else 0
        signers = [*self.instance.signers, *[None] * MOST_SIGNERS][:MOST_SIGNERS]
        for place, signer in enumerate(signers, start=1):
            self._add_signer(place, signer)
        on = cast("forms.ChoiceField", self.fields["on"])
        on.choices = [("", _("the longest names and titles")), *((str(each.pk), _who(each)) for each in people)]

    def _add_signer(self, place: int, signer: dict[str, Any] | None) -> None:
        labels = {
            "name": _("Signatory %(place)s: name as printed") % {"place": place + 1},
            "kk": _("Capacity, in Kazakh"),
            "ru": _("Capacity, in Russian"),
            "en": _("Capacity, in English"),
        }
        for part in PARTS:
            value = "" if signer is None else signer["name"] if part == "name" else signer["capacity"][part]
            self.fields[f"signer_{place}_{part}"] = WordsField(
                label=labels[part], required=False, max_length=60 if part == "name" else 150, initial=value
            )

    def clean(self) -> dict[str, Any]:
        cleaned = cast("dict[str, Any]", super().clean())
        for place in range(1, MOST_SIGNERS + 1):
            said = {part: cleaned.get(f"signer_{place}_{part}", "") for part in PARTS}
            for part, text in said.items():
                field = f"signer_{place}_{part}"
                if any(said.values()) and not text and field not in self.errors:
                    self.add_error(field, _("Fill in the name and the capacity in three languages, or none of them."))
                elif letters := unprintable(text.replace(" ", "")):
                    self.add_error(field, ValidationError(_("The paper's font has no letter “%(letters)s”."),
                                                          params={"letters": letters}))  # fmt: skip
        return cleaned

    def choices(self) -> dict[str, Any]:
        """What the rule takes."""
        chosen = {name: self.cleaned_data[name] for name in self.Meta.fields}
        signers = []
        for place in range(1, MOST_SIGNERS + 1):
            if name := self.cleaned_data[f"signer_{place}_name"]:
                capacity = {lang: self.cleaned_data[f"signer_{place}_{lang}"] for lang in LANGUAGES}
                signers.append({"name": name, "capacity": capacity})
        return {**chosen, "signers": signers}


def _who(enrolment: Enrolment) -> str:
    return f"{enrolment.person.full_name} · {enrolment.cohort}"
