"""A person's documents, on the person's page, and the document that goes with its letter."""

from __future__ import annotations

from django.utils import timezone

from certificates.announcing import KIND
from certificates.models import Document
from certificates.verifying import faces_of
from people.dossier import Section
from people.models import OutboxMessage, Person, User


def documents(person: Person, user: User) -> Section | None:
    """For the organiser's page of a person; nothing where there is no document."""
    today = timezone.localdate()
    rows = [(document, faces_of(document, today)) for document in Document.objects.filter(person=person).for_list()]
    return Section("certificates/_of_person.html", {"documents": rows}) if rows else None


def enclosure(message: OutboxMessage, user: User) -> Section | None:
    """Beside a letter that says that a document is there: the document, to be printed with it."""
    kind, _colon, pk = message.cause.partition(":")
    if kind != KIND:
        return None
    document = Document.objects.filter(pk=pk).select_related("file", "job").first()
    return Section("certificates/_of_message.html", {"document": document}) if document else None
