"""What happened to a document, in order: events and blanks as one list for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from certificates.models import BlankUse, Document, DocumentEvent
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
    return sorted([*events, *blanks], key=lambda entry: entry.at)


def _of_event(event: DocumentEvent) -> Entry:
    css, icon = LOOKS[Event(event.kind)]
    text = f"№\xa0{event.reason}" if event.kind == Event.SUPERSEDED else event.reason
    if event.reason_class:
        text = f"{event.get_reason_class_display()}. {text}"
    return Entry(event.at, event.by, event.get_kind_display(), text, css, icon, event.happened_on)


def _of_blank(use: BlankUse) -> Entry:
    return Entry(use.recorded_at, use.recorded_by, _("Printed on a protected blank"), str(use), "done", "file")
