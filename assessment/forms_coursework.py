"""The coursework points of one participant, criterion by criterion: what works without a script."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessment.coursework import LONGEST_REASON
from assessment.gradebook import Cell
from assessment.grading import to_points
from courses.half_points import in_words

# The fields stand in panels that hold forms of their own: they name the one they belong to.
OF_FORM = {"form": "points"}


class PointsForm(forms.Form):
    """One criterion's field; `seen` are the halves that stood there when the page was opened."""

    points = forms.CharField(
        label=_("Points"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={**OF_FORM, "inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Reason, if the points are others than suggested"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs=OF_FORM),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(attrs=OF_FORM))
    reason_seen = forms.CharField(required=False, widget=forms.HiddenInput(attrs=OF_FORM))

    def __init__(self, data: QueryDict | None = None, *, cell: Cell) -> None:
        self.cell = cell
        reason = cell.mark.reason if cell.mark else ""
        initial = {"points": cell.value, "reason": reason, "seen": cell.seen, "reason_seen": reason}
        super().__init__(data, initial=initial, prefix=f"c{cell.criterion.pk}", auto_id="%s")
        most = in_words(cell.criterion.maximum)
        self.fields["points"].label = _("Points, of %(most)s") % {"most": most}

    @property
    def was_shown(self) -> bool:
        """The page that was sent had this criterion."""
        return self.add_prefix("seen") in self.data

    @property
    def is_touched(self) -> bool:
        """Something else than what was seen was typed; what others changed meanwhile is no wish of the typist."""
        typed = self.cleaned_data
        shown = "" if typed["seen"] < 0 else in_words(to_points(typed["seen"]))
        return bool(typed["points"].strip() != shown or typed["reason"] != typed["reason_seen"])

    def look_at(self, cell: Cell) -> None:
        """After a refusal: what was typed stays, and the next save is one of what stands there now."""
        self.cell = cell
        data = cast("QueryDict", self.data).copy()
        data[self.add_prefix("seen")] = str(cell.seen)
        data[self.add_prefix("reason_seen")] = cell.mark.reason if cell.mark else ""
        self.data = data
