"""What the organiser and the chair type: a day, its participants, an absence, an excuse."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessment.handing_over import LONGEST
from assessment.models import CommissionMember, Defence, DefenceDay
from assessment.planning import FACTS
from assessment.seating import may_sit
from courses.models import Cohort, Enrolment
from people.fields import DayField, KeysField, TypedField
from people.models import User
from people.versions import CHANGED_MEANWHILE, newest_version


class Seats(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({obj.email})" if obj.name else obj.email


class People(KeysField):
    def label_from_instance(self, obj: Enrolment) -> str:
        said = f"{obj.person} · {obj.organisation}"
        return f"{said} · {gettext('retake')}" if obj.status == Enrolment.Status.NOT_PASSED else said


class Places(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Defence) -> str:
        return f"{obj.order}. {obj.attempt.enrolment.person}"


class DayForm(forms.Form):
    held_on = DayField(label=_("Date"))
    starts_at = forms.TimeField(
        label=_("Begins at"),
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    slot_minutes = forms.IntegerField(label=_("Minutes per participant"), min_value=5, max_value=120, initial=20)
    room = TypedField(label=_("Room or link"), max_length=200)
    chair = Seats(label=_("Chair of the commission"), queryset=User.objects.none())
    second = Seats(label=_("Second member"), queryset=User.objects.none(), required=False)
    third = Seats(label=_("Third member"), queryset=User.objects.none(), required=False)
    trainees_apart = forms.BooleanField(
        label=_("Trainers do not assess their own cohort"),
        required=False,
        help_text=_("Ticked, it counts as a conflict of interest; otherwise it is only said beside the plan."),
    )

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("chair", "second", "third"):
            field = self.fields[name]
            assert isinstance(field, Seats)  # noqa: S101 - named above
            field.queryset = may_sit()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seats = [cleaned[name] for name in ("chair", "second", "third") if cleaned.get(name)]
        if len(set(seats)) != len(seats):
            raise ValidationError(_("Each member of the commission is named once."))
        return cleaned

    def as_rule(self) -> dict[str, Any]:
        """The arguments of planning.plan_day and planning.amend_day."""
        data = dict(self.cleaned_data)
        members = [user for user in (data.pop("second"), data.pop("third")) if user]
        del data["seen"]
        return {**data, "members": members}

    def take_newer(self, day: DefenceDay) -> None:
        """After a refusal for changes: what was not touched shows the newer values, and the next save counts."""
        if not self.has_error(NON_FIELD_ERRORS, CHANGED_MEANWHILE):
            return
        newer, history = self.initial_of(DefenceDay.objects.get(pk=day.pk)), cast("Any", day).history
        older = history.filter(history_id=self.cleaned_data["seen"]).first()
        data = cast("QueryDict", self.data).copy()
        data["seen"] = str(newer["seen"])
        for name in FACTS:
            if older and newer[name] != getattr(older, name) == self.cleaned_data.get(name):
                said = self.fields[name].widget.format_value(newer[name])
                data[name] = "on" if newer[name] is True else said or ""
        self.data = data

    @staticmethod
    def initial_of(day: DefenceDay) -> dict[str, Any]:
        members = list(CommissionMember.objects.filter(day=day).chair_first())
        seats = dict(zip(("chair", "second", "third"), (member.user_id for member in members), strict=False))
        return {
            "held_on": day.held_on,
            "starts_at": day.starts_at,
            "slot_minutes": day.slot_minutes,
            "room": day.room,
            "trainees_apart": day.trainees_apart,
            "seen": newest_version(day),
            **seats,
        }


class ParticipantsForm(forms.Form):
    """Who of a cohort defends on this day."""

    people = People(
        label=_("Participants"),
        queryset=Enrolment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, waiting: QuerySet[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, People)  # noqa: S101
        field.queryset = waiting


class OtherCohortForm(forms.Form):
    """Whose participants are added to the day next."""

    cohort = forms.ModelChoiceField(
        label=_("Cohort"), queryset=Cohort.objects.none(), widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, *args: Any, cohorts: QuerySet[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cohort"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = cohorts


class AbsenceForm(forms.Form):
    valid_reason = forms.TypedChoiceField(
        label=_("Did not appear"),
        choices=[("no", _("without a valid reason")), ("yes", _("for a valid reason"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    reason = TypedField(
        label=_("The reason, as it will stand in the protocol"),
        max_length=300,
        required=False,
        widget=forms.TextInput,
    )


class ExcuseForm(forms.Form):
    """A member who cannot score: from one participant, or from all who are still open."""

    member = forms.ModelChoiceField(label=_("Member"), queryset=CommissionMember.objects.none())
    defence = Places(
        label=_("From"),
        queryset=Defence.objects.none(),
        required=False,
        empty_label=_("all participants who are not decided yet"),
    )
    reason = TypedField(label=_("Reason, as it will stand in the protocol"), max_length=300)

    def __init__(self, *args: Any, day: DefenceDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members, defences = self.fields["member"], self.fields["defence"]
        assert isinstance(members, forms.ModelChoiceField)  # noqa: S101
        assert isinstance(defences, forms.ModelChoiceField)  # noqa: S101
        members.queryset = day.members.select_related("user")
        defences.queryset = day.defences.pending().with_people()

    def chosen(self, day: DefenceDay) -> list[Defence]:
        one = self.cleaned_data["defence"]
        return [one] if one else list(day.defences.pending())


class HandOverForm(forms.Form):
    """Who takes the chair for the rest of the day, and why."""

    to = forms.ModelChoiceField(label=_("Takes the chair"), queryset=CommissionMember.objects.none())
    reason = TypedField(label=_("Reason, as it is kept with the day"), max_length=LONGEST)

    def __init__(self, *args: Any, heirs: QuerySet[CommissionMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = heirs
