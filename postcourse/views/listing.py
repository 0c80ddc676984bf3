"""Consultations to hold and to record: the trainer's own, everybody's for the organiser."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from people.access import role_required, staff
from people.roles import Role
from postcourse.exporting import export_consultations
from postcourse.models import Consultation
from postcourse.models.support import ConsultationQuerySet, filters

PAGE = 50


@role_required(Role.ORGANISER, Role.TRAINER)
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    organiser, mine = _whose(request)
    rows = Consultation.objects.filter(trainer=user) if mine else Consultation.objects.all()
    where = filters(timezone.now())
    if mine:
        del where["unassigned"]
    counts = rows.order_by().aggregate(**{name: Count("pk", filter=one) for name, one in where.items()})
    shown = request.GET.get("show", "")
    if shown not in where:
        shown = next((name for name in ("to_record", "unassigned", "coming") if counts.get(name)), "planned")
    ordered = _ordered(rows.filter(where[shown]), shown)
    context = {
        "page": Paginator(ordered, PAGE).get_page(request.GET.get("page")),
        "shown": shown,
        "counts": counts,
        "organiser": organiser,
        "mine": mine,
        "kept": f"show={shown}{'&mine' if organiser and mine else ''}",
        "teaches": organiser and user.has_role(Role.TRAINER),
    }
    return render(request, "postcourse/consultations.html", context)


@require_POST
@role_required(Role.ORGANISER)
def consultations_export(request: HttpRequest) -> HttpResponseBase:
    """The consultations that are shown now; all of them where the address does not say which."""
    user, mine = staff(request), "mine" in request.GET
    rows = Consultation.objects.filter(trainer=user) if mine else Consultation.objects.all()
    where, shown = filters(timezone.now()), request.GET.get("show", "")
    found = _ordered(rows.filter(where[shown]) if shown in where else rows, shown)
    asked = [f"show={shown}" if shown in where else "", "mine" if mine else ""]
    return export_consultations(found, by=user, filters="; ".join(part for part in asked if part))


def _whose(request: HttpRequest) -> tuple[bool, bool]:
    """Whether an organiser is looking, and whether at their own only."""
    organiser = staff(request).has_role(Role.ORGANISER, Role.ADMINISTRATOR)
    return organiser, not organiser or "mine" in request.GET


def _ordered(rows: ConsultationQuerySet, shown: str) -> ConsultationQuerySet:
    found = rows.with_people()
    return found.order_by("-starts_at", "-pk") if shown == "recorded" else found.order_by("starts_at", "pk")
