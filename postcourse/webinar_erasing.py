"""Somebody is forgotten: places at webinars to come are free again; that somebody was there stays, without a name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from people.human import Human
from people.models import User
from people.scrubbing import Kept, Scrub
from postcourse.models import Webinar, WebinarGuest
from postcourse.webinar_guests import leave


def kept_of_webinars(human: Human) -> list[Kept]:
    rows: Any = WebinarGuest.objects.of(human.keys)
    return [Kept(_("webinars: registered, came"), rows, _("How many were there; without the name."))]


def lock_webinars(human: Human) -> None:
    """Whoever writes to guests holds the webinar when the letter is written: that first, then the record."""
    rows = Webinar.objects.announced().filter(guests__person__in=human.keys).order_by().values("pk")
    list(Webinar.objects.filter(pk__in=rows).order_by("pk").select_for_update(of=("self",), no_key=True))


def scrubs_of_webinars(human: Human, *, by: User, now: datetime) -> list[Scrub]:
    places = WebinarGuest.objects.of(human.keys).registered().filter(webinar__status=Webinar.Status.ANNOUNCED)

    def free(rows: Any) -> None:
        for guest in rows.select_related("webinar").order_by("webinar", "pk"):
            leave(guest, by=by, now=now)

    return [Scrub(_("places at webinars to come: given up"), places, free)]
