"""Who took which list of people out of the house: the administrator's page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people import exported, listing
from people.access import role_required
from people.listing import PAGE, Filter
from people.looking import kept_of
from people.models import ExportEvent, User
from people.roles import Role


def _takers() -> list[tuple[str, str]]:
    """Everybody who ever took a list, by name."""
    keys = ExportEvent.objects.order_by().values("by").distinct()
    return [(str(user.pk), str(user)) for user in User.objects.filter(pk__in=keys).order_by("name", "email")]


FILTERS = (Filter("by", lambda: _("Who"), _takers), Filter("list", lambda: _("List"), exported.names))


@require_safe
@role_required(Role.ADMINISTRATOR)
def exports(request: HttpRequest) -> HttpResponse:
    shown = listing.shown(FILTERS, request.GET.dict())
    chosen = {each.name: each.chosen for each in shown if each.chosen in dict(each.choices)}
    rows = ExportEvent.objects.filter(**chosen).select_related("by")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    events = list(page.object_list)
    said = exported.filters_in_words(events)
    context = {
        "page": page,
        "lines": [(event, exported.name_of(event.list), said[event.pk]) for event in events],
        "filters": shown,
        "narrowed": bool(chosen),
        "kept": kept_of(request).urlencode(),
    }
    return render(request, "people/exports.html", context)
