"""Drafts of programmes are the organisers' only; who comes to one that is no longer there is told what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from courses.models import ProgrammeDraft, ProgrammeVersion
from people.access import role_required
from people.roles import Role

DraftView = Callable[..., HttpResponse]


def of_draft(view: DraftView) -> Callable[..., Any]:
    """A view that is called with the draft itself."""

    @role_required(Role.ORGANISER)
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        drafts = ProgrammeDraft.objects.select_related("programme", "based_on__programme", "made_by", "changed_by")
        draft = drafts.filter(pk=pk).first()
        return view(request, draft, **kwargs) if draft else gone(request, pk)

    return guarded


def gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Who published or discarded the draft, and what was just typed, so that nothing is lost in silence."""
    histories: Any = ProgrammeDraft.history
    last = histories.filter(id=pk, history_type="-").select_related("history_user").first()
    if last is None:
        raise Http404
    reason = str(last.history_change_reason or "")
    version = ProgrammeVersion.objects.filter(pk=int(reason)).first() if reason.isdigit() else None
    typed = [
        text
        for name in request.POST
        if name[-3:] in {"_kk", "_ru", "_en"} and (text := str(request.POST[name]).strip())
    ]
    return render(request, "courses/draft_gone.html", {"last": last, "version": version, "typed": typed}, status=410)
