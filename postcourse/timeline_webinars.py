"""Webinars on the timeline: those that the graduate may join, those they had a place at, and the one promised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from postcourse.models import Plan, Webinar, WebinarGuest
from postcourse.template_days import webinar_monday
from postcourse.templates_of import template_of
from postcourse.templatetags.webinars import PLACES
from postcourse.timeline_entry import DONE, MISSED, PLANNED, Entry
from postcourse.webinar_reading import Own, meant_for, own_of
from postcourse.webinar_wording import host_name, short_time
from postcourse.webinars_promised import AFTER, is_near

Status, Place = Webinar.Status, WebinarGuest.Status
STATES = {Place.CAME: DONE, Place.ABSENT: MISSED}


def webinar_entries(plan: Plan, reader: User | None) -> Iterator[Entry]:
    """Since the support began; what was called off, or is over without the graduate, is not told.

    The one that the template promises stands there until it is announced, or nobody asks for it any more.
    """
    if plan.kind != Plan.Kind.SUPPORT:
        return
    now, person = timezone.now(), plan.person
    shown = meant_for(person).filter(status__in=(Status.ANNOUNCED, Status.HELD), starts_at__date__gte=plan.counted_from)
    owns = own_of(shown.order_by("starts_at", "pk"), person, now)
    for own in owns:
        if own.is_coming or own.has_place:
            yield _entry(own, reader)
    monday = webinar_monday(template_of(plan), plan.counted_from)
    if monday and timezone.localdate(now) < monday + AFTER and not _is_kept(monday, owns):
        yield _promised(monday)


def _is_kept(monday: date, owns: list[Own]) -> bool:
    return any(is_near(timezone.localdate(own.webinar.starts_at), monday) for own in owns)


def _promised(monday: date) -> Entry:
    return Entry(
        when=monday,
        kind="webinar",
        title=_("Webinar of the cohort"),
        tone="mute",
        icon="clock",
        word=_("To be announced"),
        said=(_("some day of the week that begins here"),),
    )


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
