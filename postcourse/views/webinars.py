"""Webinars for their readers: the list, the page, a place in one tap; the staff see the same page with more on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.access import sign_in_required, staff
from people.acting import told
from people.history import changes
from people.invitation import PUBLISH
from people.models import Person
from people.roles import Role
from people.uploading import download
from postcourse import webinar_guests
from postcourse.access import reader
from postcourse.access_webinars import arranges, holds, material_upload, webinar_for
from postcourse.forms_webinars import MaterialForm, RecordingForm
from postcourse.models import Webinar
from postcourse.webinar_audience import is_meant
from postcourse.webinar_invitation import calendar_file
from postcourse.webinar_reading import Own, meant_for, own_of
from postcourse.webinar_wording import audience_in_words
from postcourse.webinar_writing import FACTS
from postcourse.webinars_listed import lists

PAGE = 30


@sign_in_required
@require_safe
def webinars(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    if user.has_role(Role.ORGANISER, Role.ADMINISTRATOR, Role.TRAINER):
        return _of_staff(request)
    if user.person is None:
        raise PermissionDenied
    now, rows = timezone.now(), meant_for(user.person)
    past = rows.exclude(pk__in=rows.coming(now).order_by().values("pk")).order_by("-starts_at", "-pk")
    page = Paginator(past, PAGE).get_page(request.GET.get("page"))
    coming = own_of(rows.coming(now).order_by("starts_at", "pk"), user.person, now)
    context = {"coming": coming, "page": page, "past": own_of(page.object_list, user.person, now)}
    return render(request, "postcourse/my_webinars.html", context)


def _of_staff(request: HttpRequest) -> HttpResponse:
    user, now = staff(request), timezone.now()
    rows, where = Webinar.objects.visible_to(user), lists(now)
    counts = rows.order_by().aggregate(**{name: Count("pk", filter=one) for name, one in where.items()})
    shown = request.GET.get("show", "")
    if shown not in where:
        shown = next((name for name in ("to_record", "coming", "drafts") if counts[name]), "coming")
    past = shown in ("held", "cancelled")
    found = rows.filter(where[shown]).with_counts().select_related("host")
    ordered = found.order_by("-starts_at", "-pk") if past else found.order_by("starts_at", "pk")
    context = {
        "page": Paginator(ordered, PAGE).get_page(request.GET.get("page")), "shown": shown, "counts": counts,
        "kept": f"show={shown}", "arranges": arranges(user), "me": user, "tab": "webinars",
    }  # fmt: skip
    return render(request, "postcourse/webinars.html", context)


@sign_in_required
@require_safe
def webinar(request: HttpRequest, pk: int) -> HttpResponse:
    return webinar_page(request, webinar_for(request, pk))


def webinar_page(request: HttpRequest, row: Webinar, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a webinar, with a form that was refused where there is one."""
    user, now = staff(request), timezone.now()
    own = _own(row, user.person)
    keeps = holds(user, row)
    context: dict[str, Any] = {
        "webinar": row, "own": own, "holds": keeps, "arranges": arranges(user), "begun": row.starts_at <= now,
        "over": row.ends_at <= now, "materials": row.materials.filter(withdrawn_at=None).select_related("upload"),
        "sees_link": bool(row.link) and (keeps or bool(own and own.has_place)),
    }  # fmt: skip
    if keeps:
        context |= _for_holder(row) | forms
    return render(request, "postcourse/webinar.html", context, status=status)


def _own(row: Webinar, person: Person | None) -> Own | None:
    """The reader's own place, where it is for them."""
    if person is None:
        return None
    [own] = own_of([row], person, timezone.now())
    return own if own.guest is not None or is_meant(row, person) else None


def _for_holder(row: Webinar) -> dict[str, Any]:
    return {
        "audience": audience_in_words(row),
        "told": row.guests.count(),
        "unreached": row.guests.unreached().count(),
        "reminders": row.reminders.all(),
        "events": row.events.select_related("by"),
        "amendments": changes(row, FACTS),
        "recording_form": RecordingForm(initial={"recording": row.recording}),
        "material_form": MaterialForm(),
    }


@sign_in_required
@require_POST
def register(request: HttpRequest, pk: int) -> HttpResponse:
    row, person = webinar_for(request, pk), _person(request)
    if told(request, webinar_guests.register, row, person, by=staff(request)):
        messages.success(request, _("You are registered. The page has what you need to join."))
    return redirect("postcourse:webinar", pk)


@sign_in_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row, person = webinar_for(request, pk), _person(request)
    if told(request, webinar_guests.withdraw, row, person, by=staff(request)):
        messages.success(request, _("You have given up your place. You can register again."))
    return redirect("postcourse:webinar", pk)


@sign_in_required
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry for the reader's own calendar: of whoever has a place, and of whoever holds it."""
    row, user = webinar_for(request, pk), staff(request)
    own = _own(row, user.person)
    if not row.is_open or not (holds(user, row) or (own and own.has_place)):
        raise PermissionDenied
    sequence = own.guest.sequence if own and own.guest and own.has_place else row.sequence
    response = HttpResponse(calendar_file(row, sequence, PUBLISH, None), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="webinar-{row.pk}.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@sign_in_required
@require_safe
def material_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    return download(material_upload(request, pk))


def _person(request: HttpRequest) -> Person:
    """Who takes the place: nobody of the staff has one without a record of their own."""
    person = staff(request).person
    if person is None:
        raise PermissionDenied
    return person
