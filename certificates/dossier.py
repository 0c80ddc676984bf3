"""A person's documents, on the person's page, and the document that goes with its letter."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.announcing import KIND
from certificates.models import Document
from certificates.verifying import faces_of
from people.dossier import Section
from people.models import OutboxMessage, Person, User


def documents(person: Person, user: User) -> Section | None:
    """For the organiser's page of a person, those of records merged into theirs, too; nothing without a document."""
    today = timezone.localdate()
    records = Person.objects.records_of(person).order_by().values("pk")
    found = Document.objects.filter(person__in=records).for_list()
    rows = [(document, faces_of(document, today)) for document in found]
    return Section("certificates/_of_person.html", {"documents": rows}) if rows else None


def documents_held(person: Person) -> tuple[str, int]:
    records = Person.objects.records_of(person).order_by().values("pk")
    return _("Documents"), Document.objects.filter(person__in=records).count()


def enclosure(message: OutboxMessage, user: User) -> Section | None:
    """Beside a letter that says that a document is there: the document, to be printed with it."""
    kind, _colon, pk = message.cause.partition(":")
    if kind != KIND:
        return None
    document = Document.objects.filter(pk=pk).select_related("file", "job").first()
    return Section("certificates/_of_message.html", {"document": document}) if document else None
