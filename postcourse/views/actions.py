"""What was agreed: done, ticked by mistake, or dropped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from people.access import sign_in_required, staff
from people.acting import told
from postcourse import agreeing
from postcourse.access_booking import action_for
from postcourse.models import AgreedAction


@sign_in_required
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    action = action_for(request, pk, own=True)
    told(request, agreeing.settle, action, by=staff(request))
    return _back(request, action)


@sign_in_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    action = action_for(request, pk, own=True)
    told(request, agreeing.reopen, action)
    return _back(request, action)


@sign_in_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    action = action_for(request, pk, own=False)
    told(request, agreeing.drop, action, by=staff(request))
    return _back(request, action)


def _back(request: HttpRequest, action: AgreedAction) -> HttpResponse:
    """To where it was ticked: the home, or the consultation."""
    if request.POST.get("back") == "home":
        return redirect("/")
    return redirect("postcourse:consultation", action.consultation_id)
