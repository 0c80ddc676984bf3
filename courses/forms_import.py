from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courses.headers import Field

ACCEPTED = ".xlsx,.xls,.ods,.csv,.txt,.xlsm"


class UploadForm(forms.Form):
    """The file with the list; what is in it is judged by its content."""

    file = forms.FileField(
        label=_("File with the list"),
        help_text=_("Excel (.xlsx, .xls), OpenDocument (.ods) or CSV; up to 10 MB and 5,000 rows."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        # An empty file gets the sentence of the reader.
        allow_empty_file=True,
    )
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    @property
    def upload(self) -> UploadedFile[Any]:
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        return upload


class ColumnsForm(forms.Form):
    """What each column of the list holds; a column without a meaning is not read."""

    as_suggested = forms.BooleanField(
        label=_("Take the suggested spelling of names"),
        help_text=_("Capitals are mended and Latin letters inside Cyrillic names replaced; each change is shown."),
        required=False,
    )

    def __init__(
        self, *args: Any, headers: list[str], mapping: Mapping[str, str], as_typed: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_suggested"].initial = not as_typed
        choices = [("", _("not read")), *((field.value, field.label) for field in Field)]
        for column, header in enumerate(headers):
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=header or _("Column %(number)s") % {"number": column + 1},
                choices=choices,
                required=False,
                initial=mapping.get(str(column), ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("column_")]

    @property
    def mapping(self) -> dict[int, Field]:
        """The columns that were given a meaning."""
        chosen = {field.name.removeprefix("column_"): self.cleaned_data[field.name] for field in self.columns}
        return {int(column): Field(name) for column, name in chosen.items() if name}
