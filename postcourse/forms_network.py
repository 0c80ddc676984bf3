from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from courses.forms_study import about_files
from courses.models import Module
from people.fields import KeysField, TypedField, WordsField
from people.fields_files import FilesField, WholeForm
from people.models import Upload, User
from postcourse import network
from postcourse.models import Practice
from postcourse.practice_talking import LONGEST as LONGEST_COMMENT
from postcourse.practice_writing import LONGEST, MOST_FILES, Words

REASON = 1_000


class PracticeForm(WholeForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Practice.Kind.choices, widget=forms.RadioSelect)
    module = forms.ModelChoiceField(label=_("Topic"), queryset=Module.objects.none(), empty_label=_("Choose a module"))
    title = WordsField(label=_("Title"), max_length=200)
    text = TypedField(
        label=_("Text"),
        help_text=_("What was the situation, what did you do, what came of it, and what would you advise others?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    keep = KeysField(label=_("Files that stay"), queryset=Upload.objects.none(), required=False)
    attached = FilesField(label=_("Files"), most=MOST_FILES)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, uploads: Sequence[Upload] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Module]", self.fields["module"]).queryset = network.topics_of(user)
        if uploads:
            cast("KeysField", self.fields["keep"]).queryset = Upload.objects.filter(
                pk__in=[upload.pk for upload in uploads]
            )
        else:
            del self.fields["keep"]
        about = {"most": MOST_FILES, "kinds": about_files()}
        self.fields["attached"].help_text = _now("Up to %(most)s. %(kinds)s") % about

    @property
    def words(self) -> Words:
        said = self.cleaned_data
        return Words(said["kind"], said["module"], said["title"], said["text"])


class CommentForm(forms.Form):
    text = TypedField(label=_("Your comment"), max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """Why something is returned, hidden or reported; `seen` is the version that was read."""

    why = WordsField(label=_("Reason"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 3}))


class SeenForm(forms.Form):
    seen = forms.IntegerField()
