"""One's own sessions, the private calendar, the days off of a year, and the timetable on paper."""

from __future__ import annotations

import hashlib
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from courses import calendar_feed
from courses import days_off as calendar_days
from courses.access import cohort_for, own_enrolment, studied_cohort
from courses.affected import on_day_off
from courses.forms_timetable import CalendarDayForm
from courses.models import CalendarDay, CalendarFeed, Cohort, Session
from courses.own_courses import choose, courses_of
from courses.timetable_page import calendar_of, entries_of, next_session, sessions_of
from courses.timetable_paper import timetable_pdf as render_timetable
from courses.timetable_snapshot import snapshot_of
from courses.views_timetable import asked_day
from people.access import role_required, sign_in_required, staff
from people.acting import carried_out, sent
from people.languages import Language
from people.models import User
from people.numbers import whole_number
from people.paper import PaperUnavailable
from people.roles import Role

FIRST_YEAR, LAST_YEAR = 1992, 2099


@require_GET
@role_required(Role.TRAINER)
def my_sessions(request: HttpRequest) -> HttpResponse:
    user, now = staff(request), timezone.now()
    entries = entries_of(sessions_of(user))
    shown = calendar_of(
        entries, asked=asked_day(request), by_day=request.GET.get("by") == "day", today=timezone.localdate(now)
    )
    context = {"calendar": shown, "next": next_session(entries, now), "address": _address(user), "with_cohort": True}
    return render(request, "courses/my_sessions.html", context)


@require_GET
@sign_in_required
def my_timetable(request: HttpRequest) -> HttpResponse:
    """The participant's own cohort, as its organiser has planned it."""
    enrolment, now = own_enrolment(request), timezone.now()
    cohort = enrolment.cohort
    sessions = Session.objects.studied_by([enrolment.person_id]).filter(cohort=cohort)
    entries = entries_of(sessions)
    shown = calendar_of(
        entries, asked=asked_day(request), by_day=request.GET.get("by") == "day", today=timezone.localdate(now),
        cohort=cohort,
    )  # fmt: skip
    context = {
        "cohort": cohort, "calendar": shown, "next": next_session(entries, now), "address": _address(staff(request)),
        "paper_languages": Language.choices, "enrolment": enrolment,
        "appointments": [each for each in calendar_feed.appointments_of(staff(request)) if each.ends_at > now],
    }  # fmt: skip
    return render(request, "courses/my_timetable.html", context)


@require_POST
@sign_in_required
def my_course(request: HttpRequest) -> HttpResponse:
    """Somebody in two courses says which one their pages show, until they sign out."""
    asked = whole_number(request.POST.get("enrolment"))
    chosen = next((each for each in courses_of(staff(request)) if each.pk == asked), None)
    if chosen is None:
        raise Http404
    choose(request, chosen)
    back = request.POST.get("next", "")
    is_own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_own else "courses:my_timetable")


@require_POST
@sign_in_required
def new_address(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    if not calendar_feed.has_sessions(user):
        raise Http404
    had_one = CalendarFeed.objects.filter(user=user).exists()
    calendar_feed.make_address(user)
    said = _("There is a new address. The old one no longer answers.") if had_one else _("Your address is ready.")
    messages.success(request, said)
    back = "courses:my_sessions" if user.has_role(Role.TRAINER) else "courses:my_timetable"
    return redirect(f"{reverse(back)}#address")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the address has the calendar; it is asked for anew each time, and nobody in between keeps it."""
    known = CalendarFeed.objects.select_related("user").filter(token=token, user__is_active=True).first()
    if known is None:
        raise Http404
    with translation.override(known.user.language):
        content = calendar_feed.calendar_text(known.user)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    unchanged = request.headers.get("If-None-Match") == etag
    response = HttpResponse(b"" if unchanged else content, status=304 if unchanged else 200)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    if not unchanged:
        response.headers["Content-Disposition"] = 'inline; filename="basqaru.ics"'
    return response


@role_required(Role.ORGANISER)
def days_off(request: HttpRequest) -> HttpResponse:
    """The days off of a year, and the form that puts one right."""
    year = _year(request)
    form = CalendarDayForm(sent(request), initial={"is_off": "1"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        saved = carried_out(
            form, calendar_days.set_day, data["day"], is_off=data["is_off"], name=data["name"], by=staff(request)
        )
        if saved:
            messages.success(request, _("Saved."))
            _say_affected(request, saved.day)
            return redirect(f"{reverse('courses:days_off')}?year={saved.day.year}")
    context = {
        "form": form, "year": year, "before": max(year - 1, FIRST_YEAR), "after": min(year + 1, LAST_YEAR),
        "days": calendar_days.days_of_year(year),
    }  # fmt: skip
    return render(request, "courses/days_off.html", context)


@require_POST
@role_required(Role.ORGANISER)
def day_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(CalendarDay, pk=pk)
    calendar_days.take_back(row, by=staff(request))
    messages.success(request, _("The country's calendar counts again."))
    _say_affected(request, row.day)
    return redirect(f"{reverse('courses:days_off')}?year={row.day.year}")


@require_GET
@sign_in_required
def timetable_pdf(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The staff print any timetable of theirs, and whoever studies, also of the staff, that of their own cohort."""
    user = staff(request)
    if language not in Language.values:
        raise Http404
    taught = Cohort.objects.visible_to(user).filter(pk=pk).exists()
    cohort = cohort_for(request, pk) if taught else studied_cohort(request, pk)
    try:
        content = render_timetable(snapshot_of(cohort, language))
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return redirect("courses:timetable" if taught else "courses:my_timetable", *([pk] if taught else []))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="timetable-{pk}-{language}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _say_affected(request: HttpRequest, day: date) -> None:
    if said := on_day_off(day, timezone.now()):
        messages.warning(request, said)


def _address(user: User) -> str:
    """The whole private address, if the user has made one."""
    known = CalendarFeed.objects.filter(user=user).first()
    return f"{settings.SITE_URL}{reverse('courses:calendar_feed', args=[known.token])}" if known else ""


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else timezone.localdate().year
    return min(max(year, FIRST_YEAR), LAST_YEAR)
