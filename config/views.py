from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.i18n import set_language

from certificates.checkers import checker_of
from config.home import current_cohorts, tasks
from config.home_trainer import tasks_of
from config.home_webinars import own_webinars
from config.journey import journey_of
from config.own_network import network_of
from config.own_support import own_support
from config.pictures import cohort_picture, defence_today, pipeline_picture, totals_picture
from courses.own_courses import chosen_in
from courses.timetable_page import entries_of, sessions_of
from people.access import staff
from people.languages import Language, speak
from people.models import User
from people.roles import Role


def home(request: HttpRequest) -> HttpResponseBase:
    """The one page everybody starts from: each sees what is theirs."""
    user = request.user
    if not isinstance(user, User):
        return render(request, "config/landing.html")
    if user.has_role(Role.ORGANISER, Role.ADMINISTRATOR):
        return organiser_home(request)
    if user.has_role(Role.HEAD):
        return redirect("certificates:to_sign")
    if user.has_role(Role.TRAINER):
        return trainer_home(request)
    return participant_home(request)


def organiser_home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    current = current_cohorts()
    cohorts = current.shown
    context: dict[str, Any] = {
        "today": timezone.localdate(now),
        "tasks": tasks(now),
        "cohorts": cohorts,
        "more": current.more,
        "defence": defence_today(now),
        "pipeline": pipeline_picture(cohorts),
        "running": cohort_picture(cohorts, timezone.localdate(now)),
        "totals": totals_picture(),
    }
    return render(request, "config/home_organiser.html", context)


def trainer_home(request: HttpRequest) -> HttpResponse:
    user, now = staff(request), timezone.now()
    coming = [session for session in sessions_of(user) if session.ends_at > now]
    context = {
        "today": timezone.localdate(now),
        "tasks": tasks_of(user, now),
        "next": next(iter(entries_of(coming[:1])), None),
    }
    return render(request, "config/home_trainer.html", context)


def participant_home(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    person = user.person
    if person is None and checker_of(user):
        return redirect("certificates:check_list")
    now = timezone.now()
    journey = journey_of(person, now, chosen=chosen_in(request)) if person else None
    context = {
        "journey": journey,
        "person": person,
        "support": own_support(user, now) if journey else None,
        "webinars": own_webinars(person, now),
        "network": network_of(user),
    }
    return render(request, "config/home_participant.html", context)


def language(request: HttpRequest) -> HttpResponseBase:
    """The switch: this browser keeps the choice, and so does the account of whoever is signed in."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in Language.values:
        speak(request.user, chosen)
    return set_language(request)


def not_here(request: HttpRequest, **_kept: str) -> HttpResponse:
    """Of the pages that a library brings along, one that this house does not have."""
    raise Http404


def health(request: HttpRequest) -> HttpResponse:
    """Alive, and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
