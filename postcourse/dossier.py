"""The consultations of a person, on the person's page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from people.dossier import Section
from people.models import Person, User
from postcourse.models import Consultation

SHOWN = 24


def consultations(person: Person, user: User) -> Section | None:
    """The newest first, those of records merged into theirs, too; nothing where there is none."""
    records = Person.objects.records_of(person).order_by().values("pk")
    rows = Consultation.objects.visible_to(user).filter(plan__attempt__enrolment__person__in=records).with_people()
    shown = list(rows.order_by("-starts_at", "-pk")[:SHOWN])
    return Section("postcourse/_consultations_of_person.html", {"consultations": shown}) if shown else None


def consultations_held(person: Person) -> tuple[str, int]:
    records = Person.objects.records_of(person).order_by().values("pk")
    rows = Consultation.objects.filter(plan__attempt__enrolment__person__in=records)
    return _("Consultations"), rows.count()
