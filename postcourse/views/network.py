"""The network: what is published, one's own, and what waits for a moderator."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from people.access import role_required, sign_in_required, staff
from people.looking import kept_of, look_for, looked_for
from people.roles import Role
from postcourse import network as members
from postcourse.access_network import graduate, member, moderator
from postcourse.digest_refusing import refuses
from postcourse.exporting_network import export_practices
from postcourse.models import Practice
from postcourse.practice_reading import chosen_of, narrowed, own_of, page_of, reported_for, waiting_for
from postcourse.practice_topics import topics

FILTERS = ("topic", "kind")


@sign_in_required
def network(request: HttpRequest) -> HttpResponse:
    """The newest first. Words of a search are no part of the address: they may be somebody's name."""
    user = member(request)
    if request.method == "POST":
        return look_for(request, *FILTERS)
    known, words = topics(), looked_for(request)
    chosen = chosen_of(request.GET.dict(), known)
    rows = narrowed(Practice.objects.published(), chosen, words, known)
    context: dict[str, Any] = {
        "page": page_of(rows, request.GET.get("page")),
        "words": words,
        "topics": known,
        "kinds": Practice.Kind.choices,
        "chosen": chosen,
        "narrowed": bool(words or chosen),
        "kept": kept_of(request).urlencode(),
        "organiser": user.has_role(Role.ORGANISER, Role.ADMINISTRATOR),
        **_tabs(request, "all"),
    }
    return render(request, "postcourse/network.html", context)


@sign_in_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    user = graduate(request)
    wants = user.person is not None and not refuses(user.person)
    context = {"practices": own_of(user), "wants_digest": wants, **_tabs(request, "mine")}
    return render(request, "postcourse/network_mine.html", context)


@sign_in_required
@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    user = moderator(request)
    context = {"waiting": waiting_for(user), "reported": reported_for(user), **_tabs(request, "moderation")}
    return render(request, "postcourse/network_moderation.html", context)


@require_POST
@role_required(Role.ORGANISER)
def export(request: HttpRequest) -> HttpResponseBase:
    """What is shown now, as a workbook."""
    known, words = topics(), looked_for(request)
    chosen = chosen_of(request.GET.dict(), known)
    rows = narrowed(Practice.objects.published(), chosen, words, known)
    filters = [f"{name}={value}" for name, value in chosen.items()]
    return export_practices(rows, by=staff(request), filters="; ".join([*filters, *(["search"] if words else [])]))


def _tabs(request: HttpRequest, tab: str) -> dict[str, Any]:
    user = staff(request)
    return {"tab": tab, "graduate": members.is_graduate(user), "moderates": members.moderates(user)}
