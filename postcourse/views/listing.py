"""Consultations to hold and to record: the trainer's own, everybody's for the organiser."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.access import role_required, staff
from people.roles import Role
from postcourse.models import Consultation
from postcourse.models.support import filters

PAGE = 50


@role_required(Role.ORGANISER, Role.TRAINER)
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    organiser = user.has_role(Role.ORGANISER, Role.ADMINISTRATOR)
    mine = not organiser or "mine" in request.GET
    rows = Consultation.objects.filter(trainer=user) if mine else Consultation.objects.all()
    where = filters(timezone.now())
    if mine:
        del where["unassigned"]
    counts = rows.order_by().aggregate(**{name: Count("pk", filter=one) for name, one in where.items()})
    shown = request.GET.get("show", "")
    if shown not in where:
        shown = next((name for name in ("to_record", "unassigned", "coming") if counts.get(name)), "planned")
    found = rows.filter(where[shown]).with_people()
    ordered = found.order_by("-starts_at", "-pk") if shown == "recorded" else found.order_by("starts_at", "pk")
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
