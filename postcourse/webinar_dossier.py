"""The webinars of a person, on the person's page."""

from __future__ import annotations

from people.dossier import Section
from people.models import Person, User
from postcourse.models import Webinar, WebinarGuest

SHOWN = 24


def webinars(person: Person, user: User) -> Section | None:
    """Where they have or had a place, the newest first, whichever record has it; nothing where there is none."""
    records = Person.objects.records_of(person).order_by().values("pk")
    seen = Webinar.objects.visible_to(user).order_by().values("pk")
    rows = WebinarGuest.objects.with_place().of(records).filter(webinar__in=seen).select_related("webinar")
    shown = list(rows.order_by("-webinar__starts_at", "-pk")[:SHOWN])
    return Section("postcourse/_webinars_of_person.html", {"guests": shown}) if shown else None
