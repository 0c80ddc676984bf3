"""One consultation: the graduate answers, the trainer arranges and records, the organiser does both."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.access import sign_in_required, staff
from people.acting import carried_out, told
from people.history import changes
from people.models import User
from people.numbers import whole_number
from postcourse import agreeing, consulting, letters, timing
from postcourse.access import consultation_for, holds, is_own, require_holder
from postcourse.booking import OWN
from postcourse.forms import CancelForm, PlaceForm, TimeForm
from postcourse.forms_booking import AgreedForm
from postcourse.models import Consultation
from postcourse.policy import POLICY

Status = Consultation.Status
DAYS_SHOWN = 10


@sign_in_required
@require_safe
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    row = consultation_for(request, pk)
    return _page(request, row, record=_record_of(row))


def _record_of(row: Consultation) -> AgreedForm:
    return AgreedForm(initial={"notes": row.notes, "next_step": row.next_step})


def _page(
    request: HttpRequest, row: Consultation, *, record: AgreedForm, place: PlaceForm | None = None, status: int = 200
) -> HttpResponse:
    user, now = staff(request), timezone.now()
    context = {
        "consultation": row,
        "own": is_own(user, row),
        "holds": holds(user, row),
        "now": now,
        "begun": row.starts_at <= now,
        "record": record,
        "place": place or PlaceForm(initial={"place": row.place}),
        "events": row.events.select_related("by") if holds(user, row) else [],
        "second": row.second,
        "amendments": changes(row, ["notes", "next_step"]) if holds(user, row) else [],
        "actions": row.actions.filter(dropped_at=None),
        "gives_up": is_own(user, row) and row.kind in OWN and row.is_open and row.starts_at > now,
    }
    return render(request, "postcourse/consultation.html", context, status=status)


@sign_in_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    row, user = consultation_for(request, pk), staff(request)
    if told(request, consulting.confirm, row, by=user, seen=whole_number(request.POST.get("seen"))):
        messages.success(
            request,
            _("Confirmed. We expect you at the consultation.")
            if is_own(user, row)
            else _("Confirmed for the participant."),
        )
    return _back(user, row)


@sign_in_required
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a day, then a time: two taps, and no JavaScript."""
    row, user, now = consultation_for(request, pk), staff(request), timezone.now()
    if row.discussion_id is not None:
        return redirect("postcourse:discussion", row.discussion_id)
    if request.method != "POST" and not consulting.is_movable(row, now=now):
        return redirect("postcourse:consultation", pk)
    form = TimeForm(request.POST or None)
    if form.is_valid():
        moved = carried_out(form, consulting.reschedule, row, starts_at=form.cleaned_data["starts_at"], by=user)
        if moved:
            messages.success(request, _("The time is changed; a new invitation is on its way."))
            return _back(user, moved)
    free = dict(_free(row, now, within_hours=is_own(user, row)))
    days = list(free)
    day = _chosen(request, days)
    context = {
        "consultation": row,
        "own": is_own(user, row),
        "form": form,
        "days": days,
        "day": day,
        "times": free[day] if day else [],
        "notice": timing.NOTICE_HOURS,
    }
    return render(request, "postcourse/move.html", context, status=400 if form.errors else 200)


def _free(row: Consultation, now: datetime, *, within_hours: bool) -> list[tuple[date, list[datetime]]]:
    """The next days that have a free time, as far as it may be moved."""
    first = timezone.localdate(now + POLICY.notice)
    ahead = [first + timedelta(days=n) for n in range(POLICY.horizon.days + 1)]
    return timing.free_times(row, ahead, now=now, within_hours=within_hours)[:DAYS_SHOWN]


def _chosen(request: HttpRequest, days: list[date]) -> date | None:
    try:
        asked = parse_date(request.GET.get("day", ""))
    except ValueError:
        asked = None
    return asked if asked in days else next(iter(days), None)


@sign_in_required
@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    row, user = require_holder(request, pk), staff(request)
    form = AgreedForm(request.POST)
    if form.is_valid():
        to, words = Status(form.cleaned_data["outcome"]), {n: form.cleaned_data[n] for n in ("notes", "next_step")}
        if recorded := carried_out(form, agreeing.record, row, to, agreed=form.agreed, by=user, **words):
            messages.success(request, _said_of(recorded))
            return redirect("postcourse:consultations")
    return _page(request, row, record=form, status=400)


def _said_of(row: Consultation) -> str:
    if row.status == Status.HELD:
        return _("Recorded as held.")
    second = row.second
    if second is None:
        return _("Recorded as missed.")
    day = timezone.localtime(second.starts_at).strftime("%d.%m.%Y %H:%M")
    return _("Recorded as missed. It is planned once more, for %(day)s.") % {"day": day}


@sign_in_required
@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = require_holder(request, pk), PlaceForm(request.POST)
    if not form.is_valid():
        return _page(request, row, record=_record_of(row), place=form, status=400)
    told(request, consulting.arrange, row, place=form.cleaned_data["place"], by=staff(request))
    return redirect("postcourse:consultation", pk)


@sign_in_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = require_holder(request, pk)
    if not row.is_open:
        return redirect("postcourse:consultation", pk)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        cancelled = carried_out(form, consulting.cancel, row, why=form.cleaned_data["why"], by=staff(request))
        if cancelled:
            messages.success(request, _("The consultation is cancelled."))
            return redirect("postcourse:consultation", pk)
    context = {"consultation": row, "form": form}
    return render(request, "postcourse/cancel.html", context, status=400 if form.errors else 200)


@sign_in_required
@require_safe
def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    """For the reader's own calendar: who gets no e-mail has it from here."""
    row, user = consultation_for(request, pk), staff(request)
    if not row.is_open or row.status == Status.PLANNED:
        raise PermissionDenied
    text = letters.to_keep(row, for_trainer=not is_own(user, row))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="consultation-{row.pk}.ics"'
    return response


def _back(user: User, row: Consultation) -> HttpResponse:
    return (
        redirect("postcourse:plan", row.plan_id) if is_own(user, row) else redirect("postcourse:consultation", row.pk)
    )
