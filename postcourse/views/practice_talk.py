"""Comments and reports: what members of the network say to each other, and of each other's words to a moderator."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.access import sign_in_required, staff
from people.acting import carried_out, sent, told
from postcourse import practice_reports, practice_talking
from postcourse.access_network import comment_for, moderator, practice_for
from postcourse.forms_network import CommentForm, ReasonForm
from postcourse.models import Practice, PracticeComment
from postcourse.views.practice import shown


@require_POST
@sign_in_required
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    practice, form = practice_for(request, pk), CommentForm(request.POST)
    if form.is_valid():
        said = carried_out(form, practice_talking.comment, practice, text=form.cleaned_data["text"], by=staff(request))
        if said:
            return redirect(_place(said))
    return shown(request, practice, comment=form)


@require_POST
@sign_in_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = comment_for(request, pk)
    if row.user_id != staff(request).pk:
        raise PermissionDenied
    if told(request, practice_talking.remove, row, by=staff(request)):
        messages.success(request, _("Your comment is removed."))
    return redirect("postcourse:practice", row.practice_id)


@require_POST
@sign_in_required
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    moderator(request)
    row, form = comment_for(request, pk), ReasonForm(request.POST)
    act = {"why": form.cleaned_data["why"], "by": staff(request)} if form.is_valid() else None
    if act and carried_out(form, practice_talking.hide, row, **act):
        messages.success(request, _("Hidden. Its author sees why."))
        return redirect("postcourse:network_moderation")
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return redirect(_place(row))


@require_POST
@sign_in_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    moderator(request)
    row = comment_for(request, pk)
    if told(request, practice_talking.show, row, by=staff(request)):
        messages.success(request, _("Shown again."))
    return redirect(_place(row))


@require_POST
@sign_in_required
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    moderator(request)
    row = comment_for(request, pk)
    if told(request, practice_reports.keep, row.practice, row, by=staff(request)):
        messages.success(request, _("Kept: the reports are settled."))
    return redirect("postcourse:network_moderation")


@sign_in_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    return _report(request, practice_for(request, pk), None)


@sign_in_required
def report_comment(request: HttpRequest, pk: int) -> HttpResponse:
    row = comment_for(request, pk)
    return _report(request, row.practice, row)


def _report(request: HttpRequest, practice: Practice, row: PracticeComment | None) -> HttpResponse:
    if practice.state != Practice.State.PUBLISHED or (row and row.state != PracticeComment.State.SHOWN):
        raise Http404
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if carried_out(form, practice_reports.report, practice, row, why=why, by=staff(request)):
            messages.success(request, _("Thank you. A moderator looks at it; your name is not shown to its author."))
            return redirect("postcourse:practice", practice.pk)
    context = {"practice": practice, "comment": row, "form": form}
    return render(request, "postcourse/practice_report.html", context, status=400 if form.errors else 200)


def _place(row: PracticeComment) -> str:
    return f"{reverse('postcourse:practice', args=[row.practice_id])}#comment-{row.pk}"
