"""When a member is away, where they work, and whom they must not assess: said by themselves or by the organiser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment import declaring
from assessment.access import organises
from assessment.forms_planning import AwayForm, ConflictForm, WorkplaceForm
from assessment.models import Conflict, Unavailability, Workplace
from assessment.seating import SEATED, may_sit
from people.access import sign_in_required, staff
from people.acting import carried_out, told
from people.models import User

KINDS: dict[str, Any] = {"away": Unavailability, "work": Workplace, "conflict": Conflict}


@sign_in_required
def my_availability(request: HttpRequest) -> HttpResponseBase:
    user = staff(request)
    if user.has_role(*SEATED):
        return availability(request, user.pk)
    if organises(user):
        first = may_sit().first()
        if first is not None:
            return redirect("assessment:availability", first.pk)
    raise Http404


@sign_in_required
def availability(request: HttpRequest, pk: int) -> HttpResponse:
    """Three short lists, each with the form that adds to it."""
    user, member = staff(request), _member(request, pk)
    asked = request.POST.get("what", "") if request.method == "POST" else ""
    forms = _forms(request, user, asked)
    if asked in forms and forms[asked].is_valid() and _added(forms[asked], asked, member, by=user):
        messages.success(request, _("Saved."))
        return redirect("assessment:availability", member.pk)
    now = timezone.now()
    spans = Unavailability.objects.filter(user=member)
    context = {
        "member": member,
        "is_own": member.pk == user.pk,
        "members": may_sit() if organises(user) else [],
        "spans": spans.filter(ends_at__gt=now),
        "past": spans.filter(ends_at__lte=now).count(),
        "workplaces": Workplace.objects.filter(user=member).select_related("organisation"),
        "conflicts": Conflict.objects.filter(member=member).select_related("person"),
        "forms": forms,
    }
    return render(request, "assessment/availability.html", context)


@require_POST
@sign_in_required
def take_back(request: HttpRequest, pk: int, kind: str, row: int) -> HttpResponse:
    member = _member(request, pk)
    if kind not in KINDS:
        raise Http404
    whose = {"member": member} if kind == "conflict" else {"user": member}
    found = get_object_or_404(KINDS[kind], pk=row, **whose)
    told(request, declaring.take_back, found, by=staff(request))
    messages.success(request, _("Removed."))
    return redirect("assessment:availability", member.pk)


def _member(request: HttpRequest, pk: int) -> User:
    """Oneself, or for the organiser anybody who can sit on a commission; to others they do not exist."""
    user = staff(request)
    if not user.has_role(*SEATED) and not organises(user):
        raise PermissionDenied if user.is_staff_member else Http404
    if not organises(user) and pk != user.pk:
        raise Http404
    return get_object_or_404(may_sit(), pk=pk)


def _forms(request: HttpRequest, user: User, asked: str) -> dict[str, Form]:
    def data(name: str) -> Any:
        return request.POST if asked == name else None

    return {
        "away": AwayForm(data("away"), prefix="away"),
        "work": WorkplaceForm(data("work"), prefix="work", schools=declaring.schools_known_to(user)),
        "conflict": ConflictForm(data("conflict"), prefix="conflict", known=declaring.known_to(user)),
    }


def _added(form: Form, what: str, member: User, *, by: User) -> object | None:
    acts: dict[str, Callable[[], object | None]] = {
        "away": lambda: carried_out(form, declaring.be_away, member, by=by, **_span(form)),
        "work": lambda: carried_out(form, declaring.work_at, member, form.cleaned_data["organisation"], by=by),
        "conflict": lambda: carried_out(
            form, declaring.declare, member, form.cleaned_data["whom"].person, by=by,
            kind=form.cleaned_data["kind"], reason=form.cleaned_data["reason"],
        ),
    }  # fmt: skip
    return acts[what]()


def _span(form: Form) -> dict[str, Any]:
    assert isinstance(form, AwayForm)  # noqa: S101 - the form of that name
    return form.as_rule()
