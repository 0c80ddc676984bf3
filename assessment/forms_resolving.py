"""What the chair types where totals lie too far apart: a consensus, or whom to ask as a third member."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessment.consensus import Consensus, offered, require_halves
from assessment.forms import Seats
from assessment.grading import parse_halves, to_points
from assessment.judging import Judgement
from assessment.models import CommissionMember, Criterion
from courses.half_points import in_words
from people.fields import KeysField, TypedField
from people.languages import in_language
from people.models import User

LONGEST = 500  # letters of a reason, as the results keep them


class PointsField(forms.CharField):
    """Points of one criterion, "11,5" and "11.5" alike, within its maximum and step; cleaned to halves."""

    def __init__(self, criterion: Criterion, **kwargs: Any) -> None:
        self.criterion = criterion
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "form-control pts"})
        label = in_language(criterion, "short") or str(criterion)
        super().__init__(label=label, widget=widget, max_length=6, **kwargs)

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            halves = parse_halves(typed)
        except ValueError as error:
            raise ValidationError(_("Write the points as a number: 11 or 11.5."), code="no_number") from error
        require_halves(self.criterion, halves)
        return halves


class Members(KeysField):
    def label_from_instance(self, obj: CommissionMember) -> str:
        return str(obj)


class ConsensusForm(forms.Form):
    """Points for each criterion of the defence, beginning with the means; who agreed; why."""

    took_part = Members(
        label=_("Who took part"),
        queryset=CommissionMember.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    reason = TypedField(
        label=_("Why the commission agreed on these points"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, judgement: Judgement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        means = offered(judgement)
        self.criteria = [each for each in judgement.criteria if not each.is_coursework]
        for criterion in self.criteria:
            start = in_words(to_points(means[criterion.pk]))
            self.fields[f"p{criterion.pk}"] = PointsField(criterion, initial=start)
        counted = [seat.member.pk for seat in judgement.counted]
        field = self.fields["took_part"]
        assert isinstance(field, Members)  # noqa: S101 - named above
        field.queryset = CommissionMember.objects.filter(pk__in=counted).chair_first()
        field.initial = counted

    @property
    def points(self) -> list[tuple[Criterion, forms.BoundField]]:
        return [(each, self[f"p{each.pk}"]) for each in self.criteria]

    @property
    def consensus(self) -> Consensus:
        data = self.cleaned_data
        return Consensus(
            {each.pk: data[f"p{each.pk}"] for each in self.criteria},
            {member.pk for member in data["took_part"]},
            data["reason"],
        )


class ThirdForm(forms.Form):
    user = Seats(label=_("Third member"), queryset=User.objects.none())
    reason = TypedField(label=_("Why a third member is asked"), max_length=LONGEST, widget=forms.TextInput)

    def __init__(self, data: Any = None, *, users: list[User]) -> None:
        super().__init__(data, auto_id="third_%s")
        field = self.fields["user"]
        assert isinstance(field, Seats)  # noqa: S101 - named above
        field.queryset = User.objects.filter(pk__in=[user.pk for user in users]).order_by("name", "email")


class CannotForm(forms.Form):
    """Why somebody cannot score or sign, as it is printed."""

    reason = TypedField(label=_("Reason, as it will stand in the protocol"), max_length=300, widget=forms.TextInput)
