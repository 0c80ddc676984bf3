"""The automatic proposal: looked at first, and carried out exactly as it was shown."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from assessment import proposals
from assessment.forms_planning import ProposalForm
from assessment.planning import awaiting_defence
from courses.access import cohort_for
from people.access import role_required, staff
from people.acting import carried_out
from people.roles import Role


@role_required(Role.ORGANISER)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """A GET with days shows what they would hold; the POST of the same makes it."""
    cohort, now = cohort_for(request, pk), timezone.now()
    days = proposals.open_days(cohort, now)
    data = request.POST if request.method == "POST" else request.GET
    initial = {"days": [day.pk for day in days]}
    form = ProposalForm(data if "until" in data else None, days=days, initial=initial)
    context: dict[str, Any] = {"cohort": cohort, "tab": "defence", "form": form, "days": days}
    if form.is_bound and form.is_valid():
        wanted, until = list(form.cleaned_data["days"]), form.cleaned_data["until"]
        if request.method == "POST":
            seal = request.POST.get("seal", "")
            done = carried_out(form, proposals.carry_out, cohort, wanted, until=until, seal=seal, by=staff(request))
            if done:
                said = ngettext("%(n)s participant is placed.", "%(n)s participants are placed.", done.placed)
                messages.success(request, said % {"n": done.placed})
                return redirect("assessment:defences", cohort.pk)
        context |= {"draft": proposals.draft(cohort, wanted, until=until, now=now), "chosen": wanted, "until": until}
    context["waiting"] = awaiting_defence(cohort).count()
    return render(request, "assessment/propose.html", context)
