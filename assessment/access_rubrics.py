"""Tables of criteria are the staff's to read and the organisers' to write; a draft that is gone says why."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessment.models import Rubric, RubricDraft
from people.access import role_required
from people.roles import Role

READERS = (Role.ORGANISER, Role.TRAINER, Role.HEAD)


def rubric_for(request: HttpRequest, pk: int) -> Rubric:
    return get_object_or_404(Rubric.objects.with_rows(), pk=pk)


def of_rubric_draft(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """A view that is called with the draft itself."""

    @role_required(Role.ORGANISER)
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        drafts = RubricDraft.objects.select_related("based_on__version__programme", "made_by", "changed_by")
        draft = drafts.filter(pk=pk).first()
        return view(request, draft, **kwargs) if draft else gone(request, pk)

    return guarded


def gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Who published or discarded the draft, and what was just typed, so that nothing is lost in silence."""
    histories: Any = RubricDraft.history
    last = histories.filter(id=pk, history_type="-").select_related("history_user", "based_on").first()
    if last is None:
        raise Http404
    reason = str(last.history_change_reason or "")
    rubric = Rubric.objects.filter(pk=int(reason)).first() if reason.isdigit() else None
    typed = [
        text
        for name in request.POST
        if name[-3:] in {"_kk", "_ru", "_en"} and (text := str(request.POST[name]).strip())
    ]
    context = {"last": last, "rubric": rubric, "typed": typed}
    return render(request, "assessment/rubric_gone.html", context, status=410)
