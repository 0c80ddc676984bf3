"""The rules by which a cohort is assessed: read by its staff, changed by the organiser before the first mark."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.access import organises
from assessment.models import CohortRules, Rubric
from assessment.rubric_forms import RubricField
from assessment.rubric_reading import changes_of, table_of
from assessment.rules import DECISION, rules_of
from assessment.ruling import MOST_SPREAD, change_rules, obstacle_to_changing
from courses.access import cohort_for
from courses.models import Cohort
from people.access import sign_in_required, staff
from people.acting import carried_out, sent
from people.forms import laid_out
from people.versions import VersionedForm


class RulesForm(VersionedForm):
    rubric = RubricField(label=gettext_lazy("Table of criteria"), queryset=Rubric.objects.none(), empty_label=None)
    spread_limit = forms.IntegerField(
        label=gettext_lazy("Limit of the difference, in points"),
        min_value=0,
        max_value=MOST_SPREAD,
        help_text=gettext_lazy(
            "When the totals of two members differ by more, or lie on two sides of a band's floor, the chair has to "
            "resolve it: by a third member or by a reasoned consensus."
        ),
    )
    helper = laid_out(("rubric", "spread_limit"))

    class Meta:
        model = CohortRules
        fields = ("rubric", "spread_limit")

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rubric"]
        offered = Rubric.objects.offered_to(cohort) | Rubric.objects.filter(pk=self.instance.rubric_id)
        field.queryset = offered.select_related("version")


@sign_in_required
def cohort_rules(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = cohort_for(request, pk)
    may_change = organises(staff(request))
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    try:
        rules = rules_of(cohort)
    except ValidationError as refusal:
        context = {"cohort": cohort, "tab": "defence", "undecided": refusal.messages}
        return render(request, "assessment/cohort_rules.html", context)
    form = RulesForm(sent(request), instance=rules, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if carried_out(form, change_rules, cohort, rubric=chosen["rubric"], spread_limit=chosen["spread_limit"],
                       seen=chosen["seen"] or 0, by=staff(request)):  # fmt: skip
            messages.success(request, _("The rules are saved."))
            return redirect("assessment:cohort_rules", cohort.pk)
        form.take_newer()
    return render(request, "assessment/cohort_rules.html", _shown(cohort, form, may_change))


def _shown(cohort: Cohort, form: RulesForm, may_change: bool) -> dict[str, Any]:
    rules = CohortRules.objects.get(cohort=cohort)
    rubric = Rubric.objects.with_rows().get(pk=rules.rubric_id)
    obstacle = obstacle_to_changing(cohort)
    return {
        "cohort": cohort,
        "tab": "defence",
        "rules": rules,
        "rubric": rubric,
        "table": table_of(rubric),
        "by_decision": rubric.is_reading and cohort.decisions.get(DECISION) == rubric.reading,
        "form": form if may_change and not obstacle else None,
        "obstacle": obstacle,
        "changes": changes_of(rules),
    }
