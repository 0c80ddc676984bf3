"""One project in practice: how it stands, its goals, and the files that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.models import Submission
from people.access import sign_in_required, staff
from people.acting import carried_out, sent
from people.numbers import whole_number
from people.uploading import download
from postcourse import goal_setting
from postcourse.access_implementation import (
    evidence_for,
    goal_for_writer,
    implementation_for,
    is_own,
    judges,
    project_file_for,
    require_writer,
    writes,
)
from postcourse.defended_project import drafts_of, works_of
from postcourse.forms_implementation import DropForm, GoalForm
from postcourse.goal_confirming import newest_change
from postcourse.implementation_page import changed_goals, happened, page_of
from postcourse.implementation_policy import IMPLEMENTATION
from postcourse.models import Goal
from postcourse.project_words import Draft


@sign_in_required
@require_safe
def implementation(request: HttpRequest, pk: int) -> HttpResponse:
    found, user = implementation_for(request, pk), staff(request)
    context: dict[str, Any] = {
        "page": page_of(found, today=timezone.localdate()),
        "own": is_own(user, found),
        "writes": writes(user, found),
        "judges": judges(user, found),
        "goals_seen": newest_change(found),
        "policy": IMPLEMENTATION,
        "events": happened(found),
        "changes": changed_goals(found),
    }
    return render(request, "postcourse/implementation.html", context)


@sign_in_required
def goal_new(request: HttpRequest, pk: int) -> HttpResponse:
    found, user = require_writer(request, pk), staff(request)
    works = works_of(found)
    offered = drafts_of(found, works)
    draft = _chosen(request, offered)
    form = GoalForm(sent(request), instance=Goal(implementation=found), draft=draft)
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, goal_setting.set_goal, form.instance, by=user)
        if made:
            messages.success(request, _("The goal is saved."))
            return redirect("postcourse:goal_new" if "another" in request.POST else "postcourse:implementation", pk)
    return _goal_page(request, form, works, offered=offered, draft=draft)


def _chosen(request: HttpRequest, offered: list[Draft]) -> Draft | None:
    """The draft that the address names, the first where it names none; `draft=0` is an empty goal."""
    place = whole_number(request.GET.get("draft", "1"))
    return offered[place - 1] if place and place <= len(offered) else None


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
    return _goal_page(request, form, works_of(row.implementation))


def _goal_page(
    request: HttpRequest, form: GoalForm, works: list[Submission], *, offered: Sequence[Draft] = (),
    draft: Draft | None = None,
) -> HttpResponse:  # fmt: skip
    row = form.instance
    stored = Goal.objects.filter(pk=row.pk).first() if row.pk else None
    context = {
        "form": form,
        "goal": stored,
        "implementation": row.implementation,
        "own": is_own(staff(request), row.implementation),
        "live": row.implementation.goals.filter(dropped_at=None).count(),
        "last_day": goal_setting.last_day(row.implementation, today=timezone.localdate()),
        "works": works,
        "offered": offered,
        "draft": draft,
        "is_measured": stored is not None and stored.values.exists(),
    }
    return render(request, "postcourse/goal.html", context, status=400 if form.errors else 200)


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


@sign_in_required
@require_safe
def project_file(request: HttpRequest, pk: int, submission_pk: int, upload_pk: int) -> HttpResponseBase:
    """A file of the defended project, also for a trainer who does not teach its cohort."""
    return download(project_file_for(request, pk, submission_pk, upload_pk))
