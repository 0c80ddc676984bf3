"""What happened to a document, in order: events and blanks as one list for its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from certificates.models import Batch, BlankUse, Document, DocumentEvent
from certificates.models.batch import BatchQuerySet
from people.models import User

Event = DocumentEvent.Kind
LOOKS = {
    Event.REVOKED: ("bad", "x"),
    Event.SUPERSEDED: ("off", "refresh"),
    Event.HANDED_OVER: ("done", "user"),
    Event.WITHHELD: ("off", "eye-off"),
    Event.SHOWN: ("done", "eye"),
    Event.NAME_HIDDEN: ("off", "eye-off"),
    Event.NAME_SHOWN: ("done", "eye"),
    Event.RETRIED: ("done", "refresh"),
}


@dataclass(frozen=True)
class Entry:
    at: datetime
    by: User | None
    title: str
    text: str
    css: str
    icon: str
    day: date | None = None


def chronicle(document: Document) -> list[Entry]:
    events = [_of_event(event) for event in document.events.select_related("by")]
    blanks = [_of_blank(use) for use in document.blanks.select_related("recorded_by")]
    requests = [entry for batch in _requests(document) for entry in _of_request(batch)]
    return sorted([*events, *blanks, *requests], key=lambda entry: entry.at)


def _requests(document: Document) -> BatchQuerySet:
    return document.reissues.select_related("prepared_by", "discarded_by", "replaces")


def _of_request(batch: Batch) -> Iterator[Entry]:
    """Another paper was asked for, and perhaps not any more; what the signature brought is an event."""
    text = f"{batch.get_reason_display()}. {batch.ground}"
    title = _("A duplicate was asked for") if batch.is_duplicate else _("A correction was asked for")
    yield Entry(batch.prepared_at, batch.prepared_by, title, text, "done", "pen")
    if batch.discarded_at is not None:
        yield Entry(batch.discarded_at, batch.discarded_by, _("The request was withdrawn"), "", "off", "undo")


def _of_event(event: DocumentEvent) -> Entry:
    css, icon = LOOKS[Event(event.kind)]
    text = f"№\xa0{event.reason}" if event.kind == Event.SUPERSEDED else event.said
    if event.reason_class:
        text = f"{event.get_reason_class_display()}. {text}"
    return Entry(event.at, event.by, event.get_kind_display(), text, css, icon, event.happened_on)


def _of_blank(use: BlankUse) -> Entry:
    return Entry(use.recorded_at, use.recorded_by, _("Printed on a protected blank"), str(use), "done", "file")
