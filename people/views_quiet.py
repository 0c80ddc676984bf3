"""The hours in which somebody wants no reminders: everybody on a record chooses their own."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people import own_hours
from people.access import sign_in_required, staff
from people.acting import sent
from people.forms import QuietHoursForm

NONE = (0, 0)  # as the form says it


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def quiet_hours(request: HttpRequest) -> HttpResponse:
    """A member of the staff without a record has none: what may wait is written to people on record alone."""
    user = staff(request)
    if user.person is None:
        raise Http404
    if request.method == "POST" and "usual" in request.POST:
        own_hours.forget(user.person)
        messages.success(request, _("The usual hours apply again."))
        return redirect("people:quiet_hours")
    begin, end = own_hours.hours_of(user.person) or NONE
    form = QuietHoursForm(sent(request), initial={"begin": begin, "end": end})
    if request.method == "POST" and form.is_valid():
        own_hours.choose(user.person, (form.cleaned_data["begin"], form.cleaned_data["end"]), by=user)
        messages.success(request, _("Saved."))
        return redirect("people:quiet_hours")
    context = {"form": form, "own": own_hours.chosen_by(user.person), "usual": settings.QUIET_HOURS}
    return render(request, "people/quiet_hours.html", context)
