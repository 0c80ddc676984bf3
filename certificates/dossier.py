"""A person's documents, on the person's page."""

from __future__ import annotations

from django.utils import timezone

from certificates.models import Document
from certificates.verifying import faces_of
from people.dossier import Section
from people.models import Person, User


def documents(person: Person, user: User) -> Section | None:
    """For the organiser's page of a person; nothing where there is no document."""
    today = timezone.localdate()
    rows = [(document, faces_of(document, today)) for document in Document.objects.filter(person=person).for_list()]
    return Section("certificates/_of_person.html", {"documents": rows}) if rows else None
