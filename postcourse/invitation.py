"""The calendar invitation to a consultation."""

from __future__ import annotations

from datetime import datetime

from people import invitation
from people.invitation import CANCEL, PUBLISH, REQUEST, Entry
from postcourse.models import Consultation

__all__ = ["CANCEL", "PUBLISH", "REQUEST", "calendar_file", "uid"]


def uid(consultation: Consultation) -> str:
    return invitation.uid_of("postcourse.invitation", consultation.pk)


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
    entry = Entry(
        uid(consultation),
        consultation.sequence,
        consultation.starts_at,
        consultation.ends_at,
        summary,
        description,
        url,
        consultation.place,
        is_agreed=consultation.status == Consultation.Status.CONFIRMED,
    )
    product = "Post-course support"
    return invitation.calendar_file(
        entry, method=method, product=product, organiser=organiser, attendee=attendee, stamp=stamp
    )
