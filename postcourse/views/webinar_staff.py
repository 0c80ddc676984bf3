"""Webinars for who arranges and holds them: made, changed, announced, cancelled, and what stays of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.access import role_required, staff
from people.acting import carried_out, sent, told
from people.nudging import nudge
from people.numbers import whole_number
from people.roles import Role
from postcourse import tasks, webinar_materials, webinar_writing
from postcourse import webinars as rules
from postcourse.access_webinars import require_arranger, require_holder
from postcourse.calendar import next_working_day
from postcourse.forms_steps import DayForm
from postcourse.forms_webinars import CancelWebinarForm, MaterialForm, RecordingForm, WebinarForm
from postcourse.models import Webinar, WebinarMaterial
from postcourse.views.webinars import webinar_page
from postcourse.webinar_audience import audience_of, unreachable
from postcourse.webinar_letter_words import invitation

BOTH = role_required(Role.ORGANISER, Role.TRAINER)


@role_required(Role.ORGANISER)
def new(request: HttpRequest) -> HttpResponse:
    form = WebinarForm(sent(request), instance=Webinar(), initial=_suggested(request))
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, webinar_writing.draft, form.instance, by=staff(request), **form.audience)
        if made:
            messages.success(request, _("The draft is kept. Nobody knows of it before you announce it."))
            return redirect("postcourse:webinar", made.pk)
    return render(request, "postcourse/webinar_edit.html", {"form": form}, status=400 if form.errors else 200)


def _suggested(request: HttpRequest) -> dict[str, Any]:
    """In two weeks, at four; for the cohort and in the week that the address names, where that is still to come."""
    usual = timezone.localdate() + timedelta(days=14)
    asked = DayForm({"day": request.GET.get("day", "")})
    wanted = asked.cleaned_data["day"] if asked.is_valid() else None
    day = wanted if wanted and timezone.localdate() < wanted < usual + timedelta(days=365) else usual
    cohort = whole_number(request.GET.get("cohort"))
    return {"day": next_working_day(day), "begins": "16:00", "cohorts": [cohort] if cohort else []}


@role_required(Role.ORGANISER)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = require_arranger(request, pk)
    title, is_open = row.title, row.is_open
    form = WebinarForm(sent(request), instance=row)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        if carried_out(form, webinar_writing.amend, form.instance, by=staff(request), seen=seen, **form.audience):
            messages.success(request, _("Saved."))
            if is_open:
                nudge(tasks.sweep_webinars)
            return redirect("postcourse:webinar", pk)
        form.take_newer()
    context = {"form": form, "webinar": row, "title": title, "is_open": is_open}
    return render(request, "postcourse/webinar_edit.html", context, status=400 if form.errors else 200)


@role_required(Role.ORGANISER)
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """First what will happen, with numbers and the letter; then one button."""
    row = require_arranger(request, pk)
    if row.status != Webinar.Status.DRAFT:
        return redirect("postcourse:webinar", pk)
    if request.method == "POST":
        announced = told(request, rules.announce, row, by=staff(request))
        if announced:
            nudge(tasks.sweep_webinars)
            messages.success(request, _("Announced. The invitations are on their way."))
            return redirect("postcourse:webinar", pk)
    people = audience_of(row)
    subject, text = invitation(row)
    context = {
        "webinar": row, "people": people.count(), "without": unreachable(people), "subject": subject,
        "text": text, "late": row.starts_at <= timezone.now(),
    }  # fmt: skip
    return render(request, "postcourse/webinar_announce.html", context)


@role_required(Role.ORGANISER)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = require_arranger(request, pk)
    if row.status not in (Webinar.Status.DRAFT, Webinar.Status.ANNOUNCED):
        return redirect("postcourse:webinar", pk)
    form = CancelWebinarForm(sent(request))
    if form.is_valid():
        cancelled = carried_out(form, rules.cancel, row, why=form.cleaned_data["why"], by=staff(request))
        if cancelled:
            messages.success(request, _("The webinar is cancelled."))
            return redirect("postcourse:webinar", pk)
    context = {"webinar": row, "form": form}
    return render(request, "postcourse/webinar_cancel.html", context, status=400 if form.errors else 200)


@require_POST
@BOTH
def recording(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = require_holder(request, pk), RecordingForm(request.POST)
    if form.is_valid():
        link = form.cleaned_data["recording"]
        if carried_out(form, webinar_materials.record, row, recording=link, by=staff(request)):
            messages.success(request, _("Saved."))
            return redirect("postcourse:webinar", pk)
    return webinar_page(request, row, status=400, recording_form=form)


@require_POST
@BOTH
def material_new(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = require_holder(request, pk), MaterialForm(request.POST, request.FILES)
    if form.is_valid():
        made = carried_out(form, webinar_materials.add, row, by=staff(request), **form.content)
        if made:
            messages.success(request, _("The material is on the list: %(title)s.") % {"title": made.title})
            return redirect("postcourse:webinar", pk)
    return webinar_page(request, row, status=400, material_form=form)


@require_POST
@BOTH
def material_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    material = get_object_or_404(WebinarMaterial, pk=pk)
    row = require_holder(request, material.webinar_id)
    if told(request, webinar_materials.withdraw, material, by=staff(request)):
        messages.success(request, _("Withdrawn: nobody is given it any more."))
    return redirect("postcourse:webinar", row.pk)
