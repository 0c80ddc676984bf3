"""What verification knows of a document: the small row that is derived from the snapshot and the events."""

from __future__ import annotations

from datetime import date
from typing import NotRequired, TypedDict

from certificates.models import Document, DocumentEvent, Standing
from certificates.snapshot import BlankSnapshot, ModuleSnapshot, ProviderSnapshot, ReplacedSnapshot, SignatorySnapshot
from certificates.snapshot import Snapshot as DocumentSnapshot
from people.written import Words

State = Standing.State
Event = DocumentEvent.Kind


class Public(TypedDict):
    """The printed fields of the certificate page and the appendix's modules; nothing else is public (design §3.8)."""

    kind: str
    specimen: bool
    language: str
    number: str
    name: str  # the initials where the holder has hidden it
    name_hidden: NotRequired[bool]  # only where it is
    programme: Words
    hours: int
    course_start: str
    course_end: str
    issued_on: str
    valid_through: str | None
    provider: ProviderSnapshot
    signatory: SignatorySnapshot
    modules: list[ModuleSnapshot]
    blank: BlankSnapshot | None
    replaces: ReplacedSnapshot | None
    replaced_by: ReplacedSnapshot | None
    reason: str
    reason_class: NotRequired[str]  # of a revocation, since there are classes


# What thousands of documents say alike; all else of `Public` is a document's own.
COMMON = ("kind", "specimen", "language", "programme", "hours", "provider", "signatory", "modules")


def public_fields(snapshot: DocumentSnapshot) -> Public:
    """What anybody with the code may read; never points, band, school, topic, IIN, phone or e-mail."""
    return {
        "kind": snapshot["kind"],
        "specimen": snapshot["specimen"],
        "language": snapshot["language"],
        "number": snapshot["number"] or "",
        "name": snapshot["name"]["full"],
        "programme": snapshot["programme"],
        "hours": snapshot["hours"]["declared"],
        "course_start": snapshot["course_start"],
        "course_end": snapshot["course_end"],
        "issued_on": snapshot["issued_on"],
        "valid_through": snapshot["valid_through"],
        "provider": snapshot["provider"],
        "signatory": snapshot["signatory"],
        # A statement has no appendix.
        "modules": [] if snapshot["kind"] == "statement" else snapshot["modules"],
        "blank": snapshot["blank"],
        "replaces": snapshot["replaces"],
        "replaced_by": None,
        "reason": "",
    }


def first_standing(document: Document) -> Standing:
    """The row that a document begins with, not saved."""
    return Standing(
        code=document.code,
        document=document,
        valid_through=document.valid_through,
        public=public_fields(document.snapshot),
    )


def derived(document: Document) -> dict[str, object]:
    """The standing's fields as the document, its events, blanks and successor make them: one row, one truth."""
    events = list(document.events.all())
    public = public_fields(document.snapshot)
    if blank := list(document.blanks.all())[-1:]:
        public["blank"] = {"series": blank[0].series, "number": blank[0].number}
    state, since = State.IN_FORCE, None
    successor = Document.objects.filter(supersedes=document).first()
    if successor is not None:
        state, since = State.SUPERSEDED, _day_of(events, Event.SUPERSEDED) or successor.issued_on
        public["replaced_by"] = {"number": successor.number_text, "issued_on": successor.issued_on.isoformat()}
    if revocation := next((event for event in events if event.kind == Event.REVOKED), None):
        state, since = State.REVOKED, revocation.happened_on
        public["reason"] = revocation.reason
        if revocation.reason_class:
            public["reason_class"] = revocation.reason_class
    if _last(events, Event.NAME_HIDDEN, Event.NAME_SHOWN) == Event.NAME_HIDDEN:
        public |= {"name": initials(public["name"]), "name_hidden": True}
    return {
        "document": document,
        "state": state,
        "since": since,
        "valid_through": document.valid_through,
        "withheld": _last(events, Event.WITHHELD, Event.SHOWN) == Event.WITHHELD,
        "public": public,
    }


def initials(name: str) -> str:
    """Н. Г. Ө.: enough to compare with the paper, too little to be called by."""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def _last(events: list[DocumentEvent], *kinds: str) -> str:
    """Of these kinds the one that happened last."""
    return next((event.kind for event in reversed(events) if event.kind in kinds), "")


def _day_of(events: list[DocumentEvent], kind: str) -> date | None:
    return next((event.happened_on for event in events if event.kind == kind), None)
