"""What the shell of every page knows: who is looking, where they can go, whose installation this is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.models import Provider, User
from people.roles import Role

Entry = dict[str, Any]


def shell(request: HttpRequest) -> dict[str, Any]:
    return {
        "provider": SimpleLazyObject(lambda: Provider.objects.first()),
        "nav": SimpleLazyObject(lambda: _navigation(request)),
        "languages": settings.LANGUAGES,
        "language": get_language(),
    }


def _navigation(request: HttpRequest) -> list[Entry]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return []
    places = [(_("Home"), "home")]
    if user.has_role(Role.ORGANISER, Role.ADMINISTRATOR):
        places += [
            (_("Cohorts"), "courses:cohorts"),
            (_("People"), "people:people"),
            (_("Register"), "certificates:register"),
            (_("Consultations"), "postcourse:consultations"),
            (_("Programme"), "courses:programmes"),
            (_("Provider"), "people:provider"),
        ]
    if user.has_role(Role.TRAINER):
        places += [(_("My sessions"), "courses:my_sessions")]
        if not user.has_role(Role.ORGANISER, Role.ADMINISTRATOR):
            places += [(_("Cohorts"), "courses:cohorts")]
        places += [(_("Defences"), "assessment:my_defences")]
        if not user.has_role(Role.ORGANISER, Role.ADMINISTRATOR):
            places += [(_("Consultations"), "postcourse:consultations"), (_("Programme"), "courses:programmes")]
    if user.has_role(Role.HEAD):
        places += [(_("To sign"), "certificates:to_sign")]
    if user.has_role(Role.ADMINISTRATOR):
        places += [(_("Users"), "people:users")]
    entries = [{"label": label, "url": reverse(name)} for label, name in places]
    # Webinars are a tab beside the consultations.
    webinars = request.path.startswith(reverse("postcourse:webinars"))
    path = reverse("postcourse:consultations") if webinars else request.path
    # Every path begins with the home's: it is current only on its own page.
    under = [e["url"] for e in entries if path == e["url"] or (e["url"] != "/" and path.startswith(e["url"]))]
    here = max(under, key=len, default="")
    return [{**entry, "current": entry["url"] == here} for entry in entries]
