"""The board for the room: whose turn it is and when the others come, on a phone or a projector; no points."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from assessment.access import organises, seen_day
from assessment.paces import pace_of_day
from people.access import sign_in_required, staff


@require_GET
@never_cache
@sign_in_required
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked by htmx, the board alone."""
    day, member = seen_day(request, pk)
    if member is not None and member.called and not organises(staff(request)):
        raise Http404  # asked for single defences, they see nothing of the others
    order = list(day.defences.with_people().order_by("order"))
    for defence in order:
        defence.day = day
    pauses = {pause.after: pause.minutes for pause in day.rests}
    lines = [(row, pauses.get(row.order - 1, 0)) for row in order]
    context = {"day": day, "lines": lines, "pace": pace_of_day(day, timezone.now(), order)}
    name = "_room" if request.headers.get("HX-Request") else "room"
    response = render(request, f"assessment/{name}.html", context)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response
