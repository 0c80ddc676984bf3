"""What is done with a practice as a whole: by its author, and by whoever moderates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.access import sign_in_required, staff
from people.acting import carried_out, told
from postcourse import practice_reports, practices
from postcourse.access_network import moderated, own_practice
from postcourse.forms_network import ReasonForm, SeenForm
from postcourse.views.practice import shown


def _seen(request: HttpRequest) -> int:
    """The version that the page showed; whoever does not say so has read none."""
    form = SeenForm(request.POST)
    return int(form.cleaned_data["seen"]) if form.is_valid() else 0


@require_POST
@sign_in_required
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, practices.submit, own_practice(request, pk), by=staff(request), seen=_seen(request)):
        messages.success(request, _("Submitted: a moderator reads it, then it is published."))
    return redirect("postcourse:practice", pk)


@require_POST
@sign_in_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, practices.withdraw, own_practice(request, pk), by=staff(request)):
        messages.success(request, _("Taken back: it is a draft again, and nobody else sees it."))
    return redirect("postcourse:practice", pk)


@require_POST
@sign_in_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, practices.publish, moderated(request, pk), by=staff(request), seen=_seen(request)):
        messages.success(request, _("Published. The author is told."))
    return redirect("postcourse:practice", pk)


@require_POST
@sign_in_required
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    practice, form = moderated(request, pk), ReasonForm(request.POST)
    if form.is_valid():
        why = form.cleaned_data["why"]
        act = {"why": why, "by": staff(request), "seen": _seen(request)}
        if carried_out(form, practices.send_back, practice, **act):
            messages.success(request, _("Returned. The author is told why."))
            return redirect("postcourse:practice", pk)
    return shown(request, practice, reason=form)


@require_POST
@sign_in_required
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    practice, form = moderated(request, pk), ReasonForm(request.POST)
    act = {"why": form.cleaned_data["why"], "by": staff(request)} if form.is_valid() else None
    if act and carried_out(form, practices.hide, practice, **act):
        messages.success(request, _("Hidden. The author is told why."))
        return redirect("postcourse:practice", pk)
    return shown(request, practice, reason=form)


@require_POST
@sign_in_required
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    if told(request, practice_reports.keep, moderated(request, pk), None, by=staff(request)):
        messages.success(request, _("Kept: the reports are settled."))
    return redirect("postcourse:network_moderation")
