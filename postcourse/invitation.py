"""The calendar invitation (RFC 5545, 5546): one UID for ever, SEQUENCE with each change, Almaty's own time."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress, vText

from postcourse.calendar import ALMATY
from postcourse.models import Consultation

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def uid(consultation: Consultation) -> str:
    """Says nothing, and is another one in another installation."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"{salted_hmac('postcourse.invitation', str(consultation.pk), algorithm='sha256').hexdigest()[:32]}@{host}"


def calendar_file(
    consultation: Consultation,
    *,
    method: str,
    summary: str,
    description: str,
    url: str,
    organiser: tuple[str, str],
    attendee: tuple[str, str] | None,
    stamp: datetime,
) -> str:
    """The `.ics`; organiser and attendee are (name, e-mail)."""
    event = Event()
    event.add("uid", uid(consultation))
    event.add("sequence", consultation.sequence)
    event.add("dtstamp", stamp)
    event.add("dtstart", consultation.starts_at.astimezone(ALMATY))
    event.add("dtend", consultation.ends_at.astimezone(ALMATY))
    event.add("summary", summary)
    event.add("description", description)
    event.add("url", url)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if consultation.place:
        event.add("location", consultation.place)
    event.add("organizer", _address(*organiser), encode=False)
    if attendee:
        event.add("attendee", _attendee(*attendee, consultation=consultation), encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Basqaru//Post-course support//KK")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_almaty())
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address


def _attendee(name: str, email: str, *, consultation: Consultation) -> vCalAddress:
    """Answers come from our own page, not from calendar programs: nobody reads the mailbox of the sender."""
    address = _address(name, email)
    agreed = consultation.status == Consultation.Status.CONFIRMED
    address.params["PARTSTAT"] = vText("ACCEPTED" if agreed else "NEEDS-ACTION")
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["RSVP"] = vText("FALSE")
    return address


def _almaty() -> Timezone:
    """UTC+5 since 1 March 2024; said in the file, for many a calendar program still believes +6."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(2024, 3, 1))  # noqa: DTZ001 - RFC 5545 wants local time here
    standard.add("tzoffsetfrom", timedelta(hours=6))
    standard.add("tzoffsetto", timedelta(hours=5))
    standard.add("tzname", "+05")
    zone = Timezone()
    zone.add("tzid", "Asia/Almaty")
    zone.add_component(standard)
    return zone
