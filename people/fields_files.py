"""What a form needs to take files: several in one field, and the sign that the whole of it arrived."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from people.uploading import ACCEPT


class FileInput(forms.FileInput):
    """One file; what may be chosen is what `people.uploading` takes."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPT, **(attrs or {})})


class FilesInput(FileInput):
    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True, **(attrs or {})})


class OneFileField(forms.FileField):
    """One file, or none; what is in it is judged when it is stored."""

    widget = FileInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "allow_empty_file": True, "max_length": None, **kwargs})


class FilesField(forms.FileField):
    """Any number of files up to `most`; what is in them is judged when they are stored."""

    widget = FilesInput

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**{"required": False, "allow_empty_file": True, "max_length": None, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files = [super(FilesField, self).clean(each, initial) for each in data or []]
        if len(files) > self.most:
            raise ValidationError(_("At most %(most)s files at once."), code="too_many", params={"most": self.most})
        return files


class WholeForm(forms.Form):
    """A form with files. Its last field (`people/_whole.html`) is missing where the connection broke half-way."""

    whole = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("whole"):
            sentence = _("The upload broke off half-way and nothing was kept. Send it again.")
            raise ValidationError(sentence, code="broken")
        return data
