"""What is typed about a final result: what is wrong with it, and what the commission decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.forms_resolving import LONGEST, Members, PointsField
from assessment.grading import shown
from assessment.models import CommissionMember, Criterion, Review
from assessment.restating import starting_points
from assessment.reviewing import commission_of
from people.fields import TypedField
from people.uploading import ACCEPT

LONGEST_REQUEST = 2000


class RequestForm(forms.Form):
    text = TypedField(
        label=_("What is wrong, in your words"),
        max_length=LONGEST_REQUEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    file = forms.FileField(
        label=_("File, if there is one"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ACCEPT})
    )


class DecisionForm(forms.Form):
    """Rejected, or upheld with other points for some criteria; an empty field leaves a criterion as it is."""

    outcome = forms.ChoiceField(
        label=_("The commission"),
        choices=[(Review.Outcome.REJECTED, _("rejects it: the result stands")),
                 (Review.Outcome.UPHELD, _("upholds it, with the points below"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    took_part = Members(
        label=_("Who took part"),
        queryset=CommissionMember.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    reason = TypedField(
        label=_("Reason, as the participant reads it"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = starting_points(review.result)
        self.is_correction = review.kind == Review.Kind.CORRECTION
        for criterion, _points in self.open_criteria:
            self.fields[f"p{criterion.pk}"] = PointsField(criterion, required=False)
        members = commission_of(review)
        field = self.fields["took_part"]
        assert isinstance(field, Members)  # noqa: S101 - named above
        field.queryset = CommissionMember.everyone.filter(pk__in=[each.pk for each in members]).chair_first()
        field.initial = [each.pk for each in members if not each.called]

    @property
    def open_criteria(self) -> list[tuple[Criterion, Any]]:
        """An appeal is about the defence, a correction about anything."""
        return [row for row in self.standing if self.is_correction or not row[0].is_coursework]

    @property
    def rows(self) -> list[tuple[Criterion, Any, forms.BoundField | None]]:
        open_ones = {criterion.pk for criterion, _points in self.open_criteria}
        return [
            (criterion, shown(points), self[f"p{criterion.pk}"] if criterion.pk in open_ones else None)
            for criterion, points in self.standing
        ]

    @property
    def is_upheld(self) -> bool:
        return bool(self.cleaned_data["outcome"] == Review.Outcome.UPHELD)

    @property
    def halves(self) -> dict[int, int]:
        typed = {criterion.pk: self.cleaned_data.get(f"p{criterion.pk}") for criterion, _points in self.open_criteria}
        return {key: value for key, value in typed.items() if value is not None}
