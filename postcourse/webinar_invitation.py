"""The calendar entry of a webinar: one UID for ever, for each guest a SEQUENCE that only grows."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from people import invitation
from people.invitation import Entry, sender
from postcourse.models import Webinar
from postcourse.webinar_wording import host_name, page


def uid(webinar: Webinar) -> str:
    return invitation.uid_of("postcourse.webinar", webinar.pk)


def calendar_file(
    webinar: Webinar,
    sequence: int,
    method: str,
    attendee: tuple[str, str] | None,
    *,
    organiser: tuple[str, str] | None = None,
) -> str:
    """The `.ics` for a guest, or for the host; attendee and organiser are (name, e-mail), the latter the provider."""
    entry = Entry(
        uid(webinar),
        sequence,
        webinar.starts_at,
        webinar.ends_at,
        _("Webinar: %(title)s") % {"title": webinar.title},
        _("With: %(name)s") % {"name": host_name(webinar)} + f"\n{page(webinar)}",
        page(webinar),
        webinar.link,
        is_agreed=True,
    )
    return invitation.calendar_file(
        entry,
        method=method,
        product="Webinars",
        organiser=organiser or sender(),
        attendee=attendee,
        stamp=timezone.now(),
    )
