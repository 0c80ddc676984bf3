"""Webinars on the timeline: those that the graduate may join, and those they had a place at."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from people.models import User
from postcourse.models import Plan, Webinar, WebinarGuest
from postcourse.templatetags.webinars import PLACES
from postcourse.timeline_entry import DONE, MISSED, PLANNED, Entry
from postcourse.webinar_reading import Own, meant_for, own_of
from postcourse.webinar_wording import host_name, short_time

Status, Place = Webinar.Status, WebinarGuest.Status
STATES = {Place.CAME: DONE, Place.ABSENT: MISSED}


def webinar_entries(plan: Plan, reader: User | None) -> Iterator[Entry]:
    """Since the support began; what was called off, or is over without the graduate, is not told."""
    if plan.kind != Plan.Kind.SUPPORT:
        return
    now, person = timezone.now(), plan.person
    shown = meant_for(person).filter(status__in=(Status.ANNOUNCED, Status.HELD), starts_at__date__gte=plan.counted_from)
    for own in own_of(shown.order_by("starts_at", "pk"), person, now):
        if own.is_coming or own.has_place:
            yield _entry(own, reader)


def _entry(own: Own, reader: User | None) -> Entry:
    webinar = own.webinar
    place = Place(own.guest.status) if own.guest else Place.INVITED
    tone, icon = PLACES[place]
    return Entry(
        when=webinar.starts_at,
        kind="webinar",
        title=webinar.title,
        tone=tone,
        icon=icon,
        word=str(place.label),
        url=reverse("postcourse:webinar", args=[webinar.pk]) if reader else "",
        who=host_name(webinar),
        times=short_time(webinar).partition(", ")[2],
        state=STATES.get(place, PLANNED),
    )
