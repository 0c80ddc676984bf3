"""The sessions that a saved day off, or new dates of a cohort, leave where nobody expects them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import ngettext

from courses.clashes import times
from courses.days_off import days_off
from courses.models import Cohort, Session


def on_day_off(day: date, now: datetime) -> str:
    """Which sessions to come are on that day, if it is off; empty where there are none. Two queries."""
    if not days_off(day, day):
        return ""
    there = Session.objects.occupying().filter(starts_at__date=day, ends_at__gt=now)
    sessions = list(there.select_related("cohort").order_by("starts_at", "pk"))
    if not sessions:
        return ""
    said = ngettext(
        "%(n)s session is planned on this day off: %(which)s.",
        "%(n)s sessions are planned on this day off: %(which)s.",
        len(sessions),
    )
    which = "; ".join(f"{session.cohort}, {times(session)}" for session in sessions)
    return said % {"n": len(sessions), "which": which}


def outside_dates(cohort: Cohort) -> str:
    """On which days the cohort has sessions before its first or after its last day; empty where there are none."""
    sessions = list(cohort.sessions.order_by("starts_at", "pk"))
    outside = [session.day for session in sessions if not cohort.starts_on <= session.day <= cohort.ends_on]
    if not outside:
        return ""
    said = ngettext(
        "%(n)s session of the timetable is outside these dates: %(days)s.",
        "%(n)s sessions of the timetable are outside these dates: %(days)s.",
        len(outside),
    )
    days = ", ".join(date_format(day, "SHORT_DATE_FORMAT") for day in dict.fromkeys(outside))
    return said % {"n": len(outside), "days": days}
