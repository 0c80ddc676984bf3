"""One practice: read by the network, written and changed by its author."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from people.access import sign_in_required, staff
from people.acting import carried_out, sent, told
from people.models import User
from people.uploading import download
from postcourse import network, practice_writing, practices
from postcourse.access_network import graduate, own_practice, practice_for, upload_for
from postcourse.forms_network import CommentForm, PracticeForm, ReasonForm
from postcourse.models import Practice
from postcourse.practice_reading import comments_of
from postcourse.practices import MOVES, State


@sign_in_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return shown(request, practice_for(request, pk))


def shown(
    request: HttpRequest, practice: Practice, *, comment: CommentForm | None = None, reason: ReasonForm | None = None
) -> HttpResponse:
    """The page, also for whoever was refused something on it."""
    user, state = staff(request), State(practice.state)
    own = user.owns(practice.author_id)
    moderates = network.moderates(user) and not own
    refused = bool((comment and comment.errors) or (reason and reason.errors))
    context: dict[str, Any] = {
        "practice": practice,
        "uploads": list(practice.uploads.all()),
        "own": own,
        "moderates": moderates,
        "moves": {to.value for to in MOVES.get(state, frozenset())},
        "event": practice.events.select_related("by").last(),
        "comments": comments_of(practice, user),
        "moderates_talk": network.moderates(user),
        "reports": practice.reports.open().filter(comment=None).select_related("user") if moderates else [],
        "reported": set(practice.reports.open().values_list("comment", flat=True)) if network.moderates(user) else (),
        "comment_form": comment or CommentForm(),
        "reason_form": reason or ReasonForm(),
    }
    return render(request, "postcourse/practice.html", context, status=400 if refused else 200)


@sign_in_required
def new(request: HttpRequest) -> HttpResponse:
    user = graduate(request)
    form = _form(request, user, None)
    if request.method == "POST" and form.is_valid():
        files = form.cleaned_data["attached"]
        made = carried_out(form, practice_writing.write, form.words, files=files, by=user)
        if made:
            return _kept(request, made, user)
    return _written(request, form, None)


@sign_in_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    practice, user = own_practice(request, pk), staff(request)
    form = _form(request, user, practice)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        changed = carried_out(
            form, practice_writing.change, practice, form.words, by=user, files=said["attached"],
            keep=list(said.get("keep") or []), seen=said["seen"] or 0,
        )  # fmt: skip
        if changed:
            return _kept(request, changed, user)
    return _written(request, form, practice)


@sign_in_required
def file(request: HttpRequest, pk: int, upload_pk: int) -> HttpResponseBase:
    return download(upload_for(request, pk, upload_pk))


def _form(request: HttpRequest, user: User, practice: Practice | None) -> PracticeForm:
    files = request.FILES if request.method == "POST" else None
    uploads = list(practice.uploads.filter(erased_at=None)) if practice else []
    initial: dict[str, Any] = {"kind": Practice.Kind.PRACTICE}
    if practice:
        initial = {"kind": practice.kind, "module": practice.module_id, "title": practice.title}
        initial |= {"text": practice.text, "keep": uploads, "seen": practice.version}
    return PracticeForm(sent(request), files, user=user, uploads=uploads, initial=initial)


def _kept(request: HttpRequest, practice: Practice, user: User) -> HttpResponse:
    """Saved; and submitted where that button was pressed and it is the author's turn."""
    if "submit" in request.POST and practice.state in (State.DRAFT, State.RETURNED):
        practice = told(request, practices.submit, practice, by=user) or practice
    if practice.state == State.SUBMITTED:
        messages.success(request, _("Submitted: a moderator reads it, then it is published."))
    else:
        messages.success(request, _("Saved. Only you see it until you submit it."))
    return redirect("postcourse:practice", practice.pk)


def _written(request: HttpRequest, form: PracticeForm, practice: Practice | None) -> HttpResponse:
    context = {"form": form, "practice": practice}
    return render(request, "postcourse/practice_edit.html", context, status=400 if form.errors else 200)
