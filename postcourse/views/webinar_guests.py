"""The people of a webinar: who has a place, who has none, and who came."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from people.access import role_required, staff
from people.acting import told
from people.models import Person, User
from people.numbers import whole_number
from people.roles import Role
from postcourse import webinar_guests as rules
from postcourse.access_webinars import guest_for, require_holder
from postcourse.models import Webinar, WebinarGuest
from postcourse.models.webinar import WITH_PLACE

PAGE, TICKED_AT_ONCE = 50, 200
LISTS = {
    "places": Q(status__in=WITH_PLACE),
    "others": ~Q(status__in=WITH_PLACE),
    "unreached": Q(status="invited", informed_at=None),
}


@role_required(Role.ORGANISER, Role.TRAINER)
@require_safe
def guests(request: HttpRequest, pk: int) -> HttpResponse:
    webinar, now = require_holder(request, pk), timezone.now()
    rows = webinar.guests.all()
    counts = rows.order_by().aggregate(**{name: Count("pk", filter=one) for name, one in LISTS.items()})
    shown, words = request.GET.get("show", ""), request.GET.get("q", "").strip()[:100]
    shown = shown if shown in LISTS else "places"
    found = rows.filter(LISTS[shown])
    if words:
        found = found.filter(person__in=Person.objects.on_search(words).order_by().values("pk"))
    context = {
        "webinar": webinar, "shown": shown, "counts": counts, "words": words,
        "page": Paginator(found.by_name(), PAGE).get_page(request.GET.get("page")),
        "kept": urlencode({"show": shown, **({"q": words} if words else {})}),
        "may_register": webinar.is_open and webinar.ends_at > now,
        "may_tick": webinar.starts_at <= now and webinar.status in (Webinar.Status.ANNOUNCED, Webinar.Status.HELD),
    }  # fmt: skip
    return render(request, "postcourse/webinar_guests.html", context)


@require_POST
@role_required(Role.ORGANISER, Role.TRAINER)
def guest_act(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap for somebody who called, or who came without a place."""
    guest, user = guest_for(request, pk), staff(request)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    if told(request, act, guest, user):
        messages.success(request, _("Saved: %(person)s.") % {"person": guest.person.full_name})
    shown = request.POST.get("show", "")
    query = urlencode({"show": shown if shown in LISTS else "places"})
    return redirect(f"{reverse('postcourse:webinar_guests', args=[guest.webinar_id])}?{query}")


ACTS: dict[str, Callable[[WebinarGuest, User], WebinarGuest]] = {
    "register": lambda guest, user: rules.register(guest.webinar, guest.person, by=user),
    "withdraw": lambda guest, user: rules.withdraw(guest.webinar, guest.person, by=user),
    "came": lambda guest, user: rules.walk_in(guest, by=user),
}


@role_required(Role.ORGANISER, Role.TRAINER)
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Ticks for a page of people with a place; what it did not show stays as it is."""
    webinar = require_holder(request, pk)
    pages = Paginator(webinar.guests.with_place().by_name(), TICKED_AT_ONCE)
    page = pages.get_page(request.POST.get("page") or request.GET.get("page"))
    if request.method == "POST":
        shown = _keys(request.POST.get("shown", "")[:20_000].split(","))
        came = told(
            request, rules.tick, webinar, shown=shown, came=_keys(request.POST.getlist("came")), by=staff(request)
        )
        if came is None:
            return redirect("postcourse:webinar", pk)
        messages.success(request, ngettext("%(n)s person came.", "%(n)s people came.", came) % {"n": came})
        if page.has_next():
            address = reverse("postcourse:webinar_attendance", args=[pk])
            return redirect(f"{address}?page={page.next_page_number()}")
        return redirect("postcourse:webinar", pk)
    if webinar.starts_at > timezone.now() or webinar.status not in (Webinar.Status.ANNOUNCED, Webinar.Status.HELD):
        return redirect("postcourse:webinar", pk)
    context = {"webinar": webinar, "page": page, "shown": ",".join(str(guest.pk) for guest in page)}
    return render(request, "postcourse/webinar_attendance.html", context)


def _keys(sent: list[str]) -> set[int]:
    return {key for each in sent if (key := whole_number(each)) is not None}
