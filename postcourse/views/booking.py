"""A graduate books in three taps: from the home to the free times, to one of them, and yes. Giving up is two.

The staff book for one who phones from the page of the plan, in as many.
"""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.access import sign_in_required, staff
from people.acting import carried_out, sent
from postcourse import booking
from postcourse.access_booking import given_up_by, plan_to_book
from postcourse.expecting import week_of
from postcourse.forms_booking import BookForm, BookForThemForm, GiveUpForm
from postcourse.models import Discussion, Plan
from postcourse.models.discussion import DiscussionQuerySet
from postcourse.timing import NOTICE_HOURS

DAYS_SHOWN = 5


@sign_in_required
@require_safe
def times(request: HttpRequest, pk: int) -> HttpResponse:
    """The next days with free times, each time a link; the discussions that can be joined stand below."""
    plan, now = plan_to_book(request, pk), timezone.now()
    own = staff(request).owns(plan.attempt.enrolment.person_id)
    refusal = booking.why_not(plan, now=now)
    asked = 0 if refusal else DAYS_SHOWN
    days, more = booking.free_times(plan, first=_first(request), days=asked, now=now)
    context = {
        "plan": plan,
        "own": own,
        "refusal": refusal,
        "booked": booking.open_booking(plan) if refusal else None,
        "days": days,
        "more": more,
        "later": "from" in request.GET,
        "notice": NOTICE_HOURS,
        "discussions": _discussions(plan, now) if own else [],
    }
    return render(request, "postcourse/book.html", context)


def _discussions(plan: Plan, now: datetime) -> DiscussionQuerySet:
    """Those that they can still join."""
    mine = plan.consultations.open().exclude(discussion=None).values("discussion")
    ahead = Discussion.objects.for_plan(plan).coming(now).exclude(pk__in=mine)
    return ahead.with_seats().order_by("starts_at", "pk")


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The time that was tapped, once more in words: the button books it."""
    plan, by = plan_to_book(request, pk), staff(request)
    own = by.owns(plan.attempt.enrolment.person_id)
    form = (BookForm if own else BookForThemForm)(sent(request), initial={"starts_at": request.GET.get("at", "")})
    if form.is_valid():
        said = form.cleaned_data
        booked = carried_out(form, booking.book, plan, starts_at=said["starts_at"], topic=said["topic"], by=by)
        if booked:
            told = _("Booked. You and your trainer get it for your calendars.")
            messages.success(request, told if own else _("Booked. The graduate and the trainer are told."))
            return redirect("postcourse:consultation", booked.pk)
    chosen = _chosen(request)
    if chosen is None or booking.why_not(plan, now=timezone.now()):
        return redirect("postcourse:book", pk)
    place = week_of(plan.trainer).places(timezone.localdate(chosen)).get(chosen, "")
    context = {"plan": plan, "own": own, "form": form, "chosen": chosen, "place": place}
    return render(request, "postcourse/book_confirm.html", context, status=400 if form.errors else 200)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    row = given_up_by(request, pk)
    if not row.is_open:
        return redirect("postcourse:consultation", pk)
    form = GiveUpForm(sent(request))
    by = staff(request)
    if form.is_valid() and carried_out(form, booking.give_up, row, why=form.cleaned_data["why"], by=by) is not None:
        messages.success(request, _("Cancelled. The trainer is told, and it leaves your calendars."))
        return redirect("postcourse:book", row.plan_id)
    return render(
        request, "postcourse/give_up.html", {"consultation": row, "form": form}, status=400 if form.errors else 200
    )


def _first(request: HttpRequest) -> date | None:
    try:
        day = parse_date(request.GET.get("from", ""))
    except ValueError:
        return None
    return day if day and 2000 < day.year < 2200 else None


def _chosen(request: HttpRequest) -> datetime | None:
    """The time of the link or of the form; nothing for anything else."""
    form = BookForm({"starts_at": request.POST.get("starts_at") or request.GET.get("at", "")})
    return form.cleaned_data["starts_at"] if form.is_valid() else None
