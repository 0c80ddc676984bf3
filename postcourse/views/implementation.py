"""One project in practice: how it stands, its goals, and the files that prove it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.access import sign_in_required, staff
from people.acting import carried_out, sent
from people.uploading import download
from postcourse import goal_setting
from postcourse.access_implementation import (
    evidence_for,
    goal_for_writer,
    implementation_for,
    is_own,
    judges,
    require_writer,
    writes,
)
from postcourse.defended_project import works_of
from postcourse.forms_implementation import DropForm, GoalForm
from postcourse.implementation_page import changed_goals, happened, page_of
from postcourse.implementation_policy import IMPLEMENTATION
from postcourse.models import Goal


@sign_in_required
@require_safe
def implementation(request: HttpRequest, pk: int) -> HttpResponse:
    found, user = implementation_for(request, pk), staff(request)
    context: dict[str, Any] = {
        "page": page_of(found, today=timezone.localdate()),
        "own": is_own(user, found),
        "writes": writes(user, found),
        "judges": judges(user, found),
        "policy": IMPLEMENTATION,
        "events": happened(found),
        "changes": changed_goals(found),
    }
    return render(request, "postcourse/implementation.html", context)


@sign_in_required
def goal_new(request: HttpRequest, pk: int) -> HttpResponse:
    found, user = require_writer(request, pk), staff(request)
    form = GoalForm(sent(request), instance=Goal(implementation=found))
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, goal_setting.set_goal, form.instance, by=user)
        if made:
            messages.success(request, _("The goal is saved."))
            return redirect("postcourse:goal_new" if "another" in request.POST else "postcourse:implementation", pk)
    return _goal_page(request, form, status=400 if form.errors else 200)


@sign_in_required
def goal(request: HttpRequest, pk: int) -> HttpResponse:
    row = goal_for_writer(request, pk)
    form = GoalForm(sent(request), instance=row)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        if carried_out(form, goal_setting.change_goal, form.instance, by=staff(request), seen=seen):
            messages.success(request, _("The goal is saved."))
            return redirect("postcourse:implementation", row.implementation_id)
        form.take_newer()
    return _goal_page(request, form, status=400 if form.errors else 200)


def _goal_page(request: HttpRequest, form: GoalForm, *, status: int) -> HttpResponse:
    row = form.instance
    stored = Goal.objects.filter(pk=row.pk).first() if row.pk else None
    context = {
        "form": form,
        "goal": stored,
        "implementation": row.implementation,
        "own": is_own(staff(request), row.implementation),
        "live": row.implementation.goals.filter(dropped_at=None).count(),
        "last_day": goal_setting.last_day(row.implementation, today=timezone.localdate()),
        "work": works_of(row.implementation),
        "is_measured": stored is not None and stored.values.exists(),
    }
    return render(request, "postcourse/goal.html", context, status=status)


@sign_in_required
def goal_drop(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = goal_for_writer(request, pk), DropForm(sent(request))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if carried_out(form, goal_setting.drop_goal, row, why=why, by=staff(request)):
            messages.success(request, _("The goal is dropped; it stays on record with the reason."))
            return redirect("postcourse:implementation", row.implementation_id)
    context = {"form": form, "goal": row, "implementation": row.implementation}
    return render(request, "postcourse/goal_drop.html", context, status=400 if form.errors else 200)


@sign_in_required
@require_safe
def evidence(request: HttpRequest, pk: int, upload_pk: int) -> HttpResponseBase:
    return download(evidence_for(request, pk, upload_pk))
