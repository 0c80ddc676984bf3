"""The steps of a plan that nobody was invited to yet: the staff move them to another time, and add some."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.access import sign_in_required, staff
from people.acting import carried_out, sent
from postcourse import step_times, stepping
from postcourse.access import require_arranger, require_holder
from postcourse.forms_steps import AddStepForm, DayForm, MoveStepForm
from postcourse.models import Consultation, Plan


@sign_in_required
def step_move(request: HttpRequest, pk: int) -> HttpResponse:
    row = require_holder(request, pk)
    if row.status != Consultation.Status.PLANNED:
        if request.method == "POST":
            messages.error(request, stepping.not_planned().messages[0])
        return redirect("postcourse:consultation", pk)
    form = MoveStepForm(sent(request))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        moved = carried_out(
            form, stepping.move_step, row, starts_at=chosen["starts_at"], why=chosen["why"], by=staff(request)
        )
        if moved:
            messages.success(request, _("The step is moved."))
            return redirect("postcourse:plan", row.plan_id)
    choice = _choice(request, row.plan, step_times.free_of(row.plan, row), begin=timezone.localdate(row.starts_at))
    context = {"consultation": row, "plan": row.plan, "form": form, **choice}
    return render(request, "postcourse/step_move.html", context, status=400 if form.errors else 200)


@sign_in_required
def step_add(request: HttpRequest, pk: int) -> HttpResponse:
    plan = require_arranger(request, pk)
    form = AddStepForm(sent(request))
    if request.method == "POST" and form.is_valid():
        added = carried_out(form, stepping.add_step, plan, by=staff(request), **form.cleaned_data)
        if added:
            messages.success(request, _("The step is added."))
            return redirect("postcourse:plan", plan.pk)
    choice = _choice(request, plan, step_times.free_of(plan), begin=None)
    context = {"plan": plan, "form": form, **choice, **({"days": []} if step_times.is_over(plan) else {})}
    return render(request, "postcourse/step_add.html", context, status=400 if form.errors else 200)


def _choice(request: HttpRequest, plan: Plan, free: step_times.Free, *, begin: date | None) -> dict[str, Any]:
    """Days with a free time from the one that was asked for, or from `begin`, and the times of the chosen one."""
    now = timezone.now()
    asked = DayForm(request.GET or None)
    day = asked.cleaned_data["day"] if asked.is_valid() else None
    days = step_times.days_from(day or begin, plan, free, now=now)
    days = days or step_times.days_from(None, plan, free, now=now)
    chosen = day if day in days else next(iter(days), None)
    return {
        "days": days,
        "day": chosen,
        "times": step_times.times_on(chosen, plan, free, now=now) if chosen else [],
        "first": step_times.first_day(now),
        "last": step_times.last_day(plan),
    }
