"""The organiser hands the chair over: asked once more on a page of its own, with the reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessment.access import planned_day
from assessment.forms import HandOverForm
from assessment.handing_over import could_chair, hand_over_chair
from people.access import sign_in_required, staff
from people.acting import carried_out, sent


@sign_in_required
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    day = planned_day(request, pk)
    heirs = could_chair(day)
    form = HandOverForm(sent(request), heirs=heirs)
    if form.is_valid():
        heir = carried_out(form, hand_over_chair, day, by=staff(request), **form.cleaned_data)
        if heir:
            messages.success(request, _("%(member)s chairs the commission now.") % {"member": heir})
            return redirect("assessment:day", day.pk)
    chair = day.members.filter(is_chair=True).select_related("user").first()
    context = {"day": day, "form": form, "chair": chair, "heirs": heirs}
    return render(request, "assessment/hand_over.html", context)
