"""Somebody's sessions as a calendar that their phone fetches: a private address, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from courses.models import CalendarFeed, Session
from courses.models.session import new_token
from courses.timetable_page import Entry, entries_of, sessions_of
from people.models import User
from people.roles import Role


@dataclass(frozen=True)
class Appointment:
    """What else stands in somebody's calendar beside their sessions, as another app tells it."""

    uid: str
    sequence: int
    told_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    room: str
    url: str


Source = Callable[[User], Iterable[Appointment]]
SOURCES: list[Source] = []
# Enough for a calendar to notice a moved class in the same hour.
REFRESH = "PT1H"


@transaction.atomic
def make_address(user: User) -> CalendarFeed:
    """An address of the user's own; a new one ends the old."""
    feed, is_new = CalendarFeed.objects.select_for_update().get_or_create(user=user)
    if not is_new:
        feed.delete()
        feed = CalendarFeed.objects.create(user=user, token=new_token())
    return feed


def has_sessions(user: User) -> bool:
    """Those who can have an address: trainers, and participants."""
    return user.has_role(Role.TRAINER) or user.person_id is not None


def sessions_for(user: User) -> list[Session]:
    """What the user teaches and what they study, in the order of time."""
    taught = sessions_of(user) if user.has_role(Role.TRAINER) else []
    studied = Session.objects.studied_by(user.own_records) if user.person_id else []
    return sorted({*taught, *studied}, key=lambda session: (session.starts_at, session.pk))


def calendar_text(user: User) -> bytes:
    """The whole feed; the same sessions give the same bytes."""
    sessions = sessions_for(user)
    calendar = Calendar()
    calendar.add("prodid", "-//Basqaru//Timetable//KK")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("Timetable"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("x-published-ttl", REFRESH)
    saved = _saved(sessions)
    for entry in entries_of(sessions):
        calendar.add_component(_event(entry, *saved.get(entry.session.pk, (1, entry.session.created_at))))
    for appointment in appointments_of(user):
        calendar.add_component(_beside(appointment))
    return bytes(calendar.to_ical())


def also(source: Source) -> None:
    """Asked by an app whose appointments belong into the same calendar."""
    if source not in SOURCES:
        SOURCES.append(source)


def appointments_of(user: User) -> list[Appointment]:
    found = [appointment for source in SOURCES for appointment in source(user)]
    return sorted(found, key=lambda each: (each.starts_at, each.uid))


def _beside(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.told_at)
    event.add("last-modified", appointment.told_at)
    event.add("dtstart", appointment.starts_at)
    event.add("dtend", appointment.ends_at)
    event.add("summary", appointment.summary)
    event.add("location", appointment.room)
    event.add("url", appointment.url)
    return event


def _saved(sessions: Sequence[Session]) -> dict[int, tuple[int, datetime]]:
    """How often each session was saved, and when last; one query."""
    history = Session.history.filter(id__in=[session.pk for session in sessions]).order_by()
    rows = history.values_list("id").annotate(times=Count("history_id"), latest=Max("history_date"))
    return {pk: (times, latest) for pk, times, latest in rows}


def _event(entry: Entry, times: int, latest: datetime) -> Event:
    session, event = entry.session, Event()
    kind = str(session.get_kind_display())
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    event.add("uid", f"session-{session.pk}@{host}")
    event.add("sequence", times - 1)
    event.add("dtstamp", latest)
    event.add("last-modified", latest)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", f"{kind}: {entry.title}")
    if session.room or session.link:
        event.add("location", session.room or session.link)
    if session.link:
        event.add("url", session.link)
    about = [str(session.cohort), _("Academic hours: %(n)s") % {"n": session.hours}]
    event.add("description", "\n".join([*about, *([session.link] if session.link else [])]))
    return event
