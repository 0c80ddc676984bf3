"""A calendar invitation (RFC 5545, 5546): one UID for ever, SEQUENCE with each change, Almaty's own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress, vText

from people.languages import in_language
from people.models import Provider
from people.written import PaperLanguage, date_in_words

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
ALMATY = ZoneInfo("Asia/Almaty")


@dataclass(frozen=True)
class Entry:
    """What stands in the calendar."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str = ""
    url: str = ""
    place: str = ""
    # Whether the one invited has said that they come.
    is_agreed: bool = False


def uid_of(salt: str, key: int | str) -> str:
    """Says nothing, and is another one in another installation."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"{salted_hmac(salt, str(key), algorithm='sha256').hexdigest()[:32]}@{host}"


def sender() -> tuple[str, str]:
    """Who invites: the provider, at the address that the mail comes from."""
    provider = Provider.objects.first()
    name, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return (in_language(provider, "legal_name") if provider else name) or "Basqaru", email


def day_and_time(at: datetime) -> str:
    """жұма, 2026 жылғы 27 қараша, 16:00, in the language of the moment."""
    local = at.astimezone(ALMATY)
    language = cast(PaperLanguage, (get_language() or "kk")[:2])
    weekday = str(WEEKDAYS[local.weekday()])
    day = date_in_words(local.date(), language)
    return f"{weekday if language == 'en' else weekday.lower()}, {day}, {local:%H:%M}"


def calendar_file(
    entry: Entry,
    *,
    method: str,
    product: str,
    organiser: tuple[str, str],
    attendee: tuple[str, str] | None,
    stamp: datetime,
) -> str:
    """The `.ics`; organiser and attendee are (name, e-mail)."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.starts_at.astimezone(ALMATY))
    event.add("dtend", entry.ends_at.astimezone(ALMATY))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if entry.place:
        event.add("location", entry.place)
    event.add("organizer", _address(*organiser), encode=False)
    if attendee:
        event.add("attendee", _attendee(*attendee, is_agreed=entry.is_agreed), encode=False)
    calendar = Calendar()
    calendar.add("prodid", f"-//Basqaru//{product}//KK")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_almaty())
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address


def _attendee(name: str, email: str, *, is_agreed: bool) -> vCalAddress:
    """Answers come from our own page, not from calendar programs: nobody reads the mailbox of the sender."""
    address = _address(name, email)
    address.params["PARTSTAT"] = vText("ACCEPTED" if is_agreed else "NEEDS-ACTION")
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
