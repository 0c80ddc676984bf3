"""Discussions of cases: graduates join, trainers announce and record, the organiser does so for them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import role_required, sign_in_required, staff
from people.acting import carried_out, sent, told
from people.models import User
from people.numbers import whole_number
from people.roles import Role
from postcourse import discussing, seating
from postcourse.access import STAFF, reader
from postcourse.access_booking import discussion_for, leads, led_discussion
from postcourse.forms import CancelForm
from postcourse.forms_booking import DiscussionForm, NewDiscussionForm, OutcomeForm
from postcourse.models import Consultation, Discussion

PAGE = 30
READ = ["GET", "HEAD", "POST"]


@sign_in_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is to be recorded first, then what comes, then what was."""
    user, now = reader(request), timezone.now()
    rows = Discussion.objects.visible_to(user)
    works = user.has_role(*STAFF)
    ahead = rows.coming(now).with_seats().order_by("starts_at", "pk")
    over = rows.exclude(status=Discussion.Status.OPEN).with_seats().order_by("-starts_at", "-pk")
    context = {
        "staff_page": works,
        "to_record": rows.to_record(now).with_seats().order_by("starts_at") if works else [],
        "ahead": ahead,
        "page": Paginator(over, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "postcourse/discussions.html", context)


@role_required(Role.ORGANISER, Role.TRAINER)
@require_http_methods(READ)
def new(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    begins: dict[str, Any] = {"trainer": user.pk} if user.has_role(Role.TRAINER) else {}
    form = NewDiscussionForm(sent(request), user=user, initial=begins)
    if form.is_valid():
        data = form.cleaned_data
        row = Discussion(**form.said, trainer=data["trainer"], cohort=data["cohort"])
        if made := carried_out(form, discussing.announce, row, by=user):
            messages.success(request, _("Announced. Everybody whom it is for gets a letter."))
            return redirect("postcourse:discussion", made.pk)
    context = {"form": form, "discussion": None}
    return render(request, "postcourse/discussion_form.html", context, status=400 if form.errors else 200)


@sign_in_required
@require_safe
def discussion(request: HttpRequest, pk: int) -> HttpResponse:
    row = discussion_for(request, pk)
    return _page(request, row, outcome=OutcomeForm(initial={"outcome": row.outcome}))


def _page(request: HttpRequest, row: Discussion, *, outcome: OutcomeForm, status: int = 200) -> HttpResponse:
    user, now = staff(request), timezone.now()
    leading = leads(user, row)
    seats = _seats(row) if leading else []
    context = {
        "discussion": row,
        "leads": leading,
        "seats": seats,
        "here": [seat for seat in seats if seat.status != Consultation.Status.CANCELLED],
        "mine": seating.seat_of(row, user),
        "may_join": _may_join(row, user),
        "free": max(row.capacity - row.taken, 0),  # type: ignore[attr-defined]
        "begun": row.starts_at <= now,
        "outcome": outcome,
        "events": row.events.select_related("by") if leading else [],
    }
    return render(request, "postcourse/discussion.html", context, status=status)


def _seats(row: Discussion) -> list[Consultation]:
    """In the order of the alphabet; who gave their place up stands last."""
    found = row.seats.with_people().order_by("plan__attempt__enrolment__person__name_key", "pk")
    return sorted(found, key=lambda seat: seat.status == Consultation.Status.CANCELLED)


def _may_join(row: Discussion, user: User) -> bool:
    return row.is_open and row.starts_at > timezone.now() and seating.plan_of(row, user) is not None


@sign_in_required
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    row, user = discussion_for(request, pk), staff(request)
    plan = seating.plan_of(row, user)
    if plan is None:
        raise PermissionDenied
    if told(request, seating.join, row, plan, by=user):
        messages.success(request, _("You have a place. You get it for your calendar."))
    return redirect("postcourse:discussion", pk)


@sign_in_required
@require_http_methods(READ)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row = led_discussion(request, pk)
    local = timezone.localtime(row.starts_at)
    said = {name: getattr(row, name) for name in ("topic", "case", "minutes", "capacity", "place")}
    form = DiscussionForm(sent(request), initial={**said, "day": local.date(), "begins": local.time()})
    by = staff(request)
    if form.is_valid() and carried_out(form, discussing.change, row, by=by, **form.said) is not None:
        messages.success(request, _("Saved. Who has a place is told what changed."))
        return redirect("postcourse:discussion", pk)
    context = {"form": form, "discussion": row}
    return render(request, "postcourse/discussion_form.html", context, status=400 if form.errors else 200)


@sign_in_required
@require_http_methods(READ)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = led_discussion(request, pk)
    if not row.is_open:
        return redirect("postcourse:discussion", pk)
    form = CancelForm(sent(request))
    by = staff(request)
    if form.is_valid() and carried_out(form, discussing.cancel, row, why=form.cleaned_data["why"], by=by) is not None:
        messages.success(request, _("The discussion is cancelled."))
        return redirect("postcourse:discussion", pk)
    context = {"discussion": row, "form": form}
    return render(request, "postcourse/discussion_cancel.html", context, status=400 if form.errors else 200)


@sign_in_required
@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = led_discussion(request, pk), OutcomeForm(request.POST)
    came = {key for sent_key in request.POST.getlist("came") if (key := whole_number(sent_key)) is not None}
    if form.is_valid():
        words = form.cleaned_data["outcome"]
        if carried_out(form, discussing.record, row, came=came, outcome=words, by=staff(request)):
            messages.success(request, _("Recorded."))
            return redirect("postcourse:discussion", pk)
    return _page(request, row, outcome=form, status=400)
