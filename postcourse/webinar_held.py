"""What webinars hold on a human: of which they were told, whether they registered and came."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from people.held import Held, Line, sentences
from people.human import Human
from people.models import Person
from postcourse.models import WebinarGuest, WebinarGuestEvent


def webinars_held_on(human: Human) -> list[Held]:
    return [Held(_("Webinars"), list(_places(human))), Held(_("What was done with the places"), list(_events(human)))]


def webinars_held(person: Person) -> tuple[str, int]:
    records = Person.objects.records_of(person).order_by().values("pk")
    return _("Webinars"), WebinarGuest.objects.with_place().of(records).count()


def _places(human: Human) -> Iterator[Line]:
    rows = WebinarGuest.objects.of(human.keys).select_related("webinar").order_by("webinar__starts_at", "pk")
    for row in rows:
        facts = (
            (_("Status"), row.get_status_display()), (_("Registered"), row.registered_at),
            (_("Last written to"), row.informed_at),
        )  # fmt: skip
        yield Line(row.webinar.starts_at, row.webinar.title, sentences(*facts))


def _events(human: Human) -> Iterator[Line]:
    rows: Any = WebinarGuestEvent.objects.filter(guest__person__in=human.keys)
    for row in rows.select_related("guest__webinar", "by").order_by("at", "pk"):
        facts = (_("Was"), row.get_old_display()), (_("Became"), row.get_new_display()), (_("By"), row.by)
        yield Line(row.at, row.guest.webinar.title, sentences(*facts))
