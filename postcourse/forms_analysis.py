"""Forms of a project in practice for whoever judges it, and of its analysis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.fields import WordsField
from postcourse.expert_feedback import Criterion, Level, Said
from postcourse.forms_implementation import NumberField, long_text
from postcourse.implementation_reading import GoalLine
from postcourse.models import GoalOutcome, ResultAnalysis, Standing
from postcourse.result_analysing import Outcome


class FeedbackForm(forms.Form):
    """A level and words for each criterion, and words on the whole."""

    words = long_text(4, label=_("On the whole, and what to do next"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            self.fields[f"level_{criterion}"] = forms.TypedChoiceField(
                label=criterion.label, choices=[("", _("Not judged")), *Level.choices], coerce=int, empty_value=None,
                required=False,
            )  # fmt: skip
            self.fields[f"words_{criterion}"] = WordsField(
                label=_("Words on it: %(criterion)s") % {"criterion": criterion.label}, max_length=500, required=False
            )

    @property
    def asked(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"level_{each}"], self[f"words_{each}"]) for each in Criterion]

    @property
    def criteria(self) -> Said:
        data = self.cleaned_data
        return {
            each: (Level(data[f"level_{each}"]) if data[f"level_{each}"] else None, data[f"words_{each}"])
            for each in Criterion
        }


class JudgeForm(forms.Form):
    standing = forms.ChoiceField(label=_("Status"), choices=Standing.choices)
    why = WordsField(label=_("Reason"), max_length=300, help_text=_("The participant reads it, too."))


class HandBackForm(forms.Form):
    why = WordsField(label=_("What is missing"), max_length=300, help_text=_("The participant reads it, too."))


class AnalysisForm(forms.Form):
    """What became of each goal; the effect; the reflection."""

    effect = long_text(
        6, label=_("Effect at the school"), help_text=_("What is otherwise now, for pupils and teachers.")
    )
    lasting = long_text(
        3, label=_("What stays"), required=False, help_text=_("What goes on without you, and who does it.")
    )
    reflection = long_text(
        6, label=_("Reflection"), help_text=_("What you have learned, and what you would do otherwise today.")
    )

    def __init__(self, *args: Any, goals: Sequence[GoalLine], earlier: ResultAnalysis | None, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(goals, earlier)
        super().__init__(*args, **kwargs)
        self.goals = goals
        for each in goals:
            pk = each.goal.pk
            self.fields[f"reached_{pk}"] = forms.ChoiceField(
                label=_("What was reached"), choices=GoalOutcome.Reached.choices
            )
            self.fields[f"value_{pk}"] = NumberField(label=_("Value at the end"), required=False)
            self.fields[f"words_{pk}"] = long_text(2, label=_("How you got there"), required=False, max_length=1000)

    @property
    def asked(self) -> list[tuple[GoalLine, list[forms.BoundField]]]:
        names = ("reached", "value", "words")
        return [(each, [self[f"{name}_{each.goal.pk}"] for name in names]) for each in self.goals]

    @property
    def outcomes(self) -> dict[int, Outcome]:
        data = self.cleaned_data
        return {
            pk: Outcome(GoalOutcome.Reached(data[f"reached_{pk}"]), data[f"value_{pk}"], data[f"words_{pk}"])
            for pk in (each.goal.pk for each in self.goals)
        }


def _initial(goals: Sequence[GoalLine], earlier: ResultAnalysis | None) -> dict[str, Any]:
    """What was reported last; or what was handed in before, where it came back."""
    initial: dict[str, Any] = {}
    for each in goals:
        reached = "fully" if each.facts.is_reached else "partly" if each.facts.share else "not"
        initial |= {f"reached_{each.goal.pk}": reached, f"value_{each.goal.pk}": each.latest}
    if earlier is not None:
        initial |= {name: getattr(earlier, name) for name in ("effect", "lasting", "reflection")}
        for row in earlier.outcomes.all():
            initial |= {f"{name}_{row.goal_id}": getattr(row, name) for name in ("reached", "value", "words")}
    return initial
