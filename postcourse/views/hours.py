"""When trainers are free: each their own, the organiser everybody's."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.access import role_required, staff
from people.acting import carried_out
from people.models import User
from people.roles import Role
from postcourse import hours
from postcourse.access_booking import ORGANISERS, trainer_for
from postcourse.expecting import published_by
from postcourse.forms_booking import ExceptionForm, HoursForm
from postcourse.models import FreeHours, HoursException

# For how many days ahead the page says what graduates can choose from.
AHEAD = 14


@role_required(Role.ORGANISER, Role.TRAINER)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    if not user.has_role(*ORGANISERS):
        return redirect("postcourse:hours_of", user.pk)
    coming = HoursException.objects.filter(last__gte=timezone.localdate())
    trainers = (
        User.objects.filter(role_grants__role=Role.TRAINER, is_active=True)
        .order_by("name", "email")
        .prefetch_related("free_hours", Prefetch("hours_exceptions", queryset=coming, to_attr="exceptions_ahead"))
    )
    return render(request, "postcourse/hours_all.html", {"trainers": trainers})


@role_required(Role.ORGANISER, Role.TRAINER)
@require_safe
def trainer(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, trainer_for(request, pk))


@role_required(Role.ORGANISER, Role.TRAINER)
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    whose, form = trainer_for(request, pk), HoursForm(request.POST)
    by = staff(request)
    if form.is_valid() and carried_out(form, hours.publish, whose, **form.cleaned_data, by=by) is not None:
        messages.success(request, _("Graduates can book in these hours from now on."))
        return redirect("postcourse:hours_of", pk)
    return _page(request, whose, usual=form, status=400)


@role_required(Role.ORGANISER, Role.TRAINER)
@require_POST
def add_exception(request: HttpRequest, pk: int) -> HttpResponse:
    whose, form = trainer_for(request, pk), ExceptionForm(request.POST)
    by = staff(request)
    if form.is_valid() and carried_out(form, hours.except_days, whose, **form.cleaned_data, by=by) is not None:
        messages.success(request, _("The exception is saved. What is booked already stays."))
        return redirect("postcourse:hours_of", pk)
    return _page(request, whose, exception=form, status=400)


@role_required(Role.ORGANISER, Role.TRAINER)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _taken_back(request, get_object_or_404(FreeHours, pk=pk))


@role_required(Role.ORGANISER, Role.TRAINER)
@require_POST
def take_exception_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _taken_back(request, get_object_or_404(HoursException, pk=pk))


def _taken_back(request: HttpRequest, row: FreeHours | HoursException) -> HttpResponse:
    whose = trainer_for(request, row.trainer_id)
    hours.take_back(row, by=staff(request))
    messages.success(request, _("Removed. What is booked already stays."))
    return redirect("postcourse:hours_of", whose.pk)


def _page(
    request: HttpRequest,
    whose: User,
    *,
    usual: HoursForm | None = None,
    exception: ExceptionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    ahead = [today + timedelta(days=n) for n in range(AHEAD)]
    context = {
        "whose": whose,
        "own": whose.pk == staff(request).pk,
        "rows": FreeHours.objects.filter(trainer=whose),
        "exceptions": HoursException.objects.filter(trainer=whose, last__gte=today),
        "usual": usual or HoursForm(),
        "exception": exception or ExceptionForm(),
        "published": published_by(whose).is_published,
        "bookable": hours.bookable(whose, ahead, now=now),
        "outside": hours.outside(whose, now=now),
        "acts": hours.acts_on(whose),
    }
    return render(request, "postcourse/hours.html", context, status=status)
