"""What verification knows of a document: the small row that is derived from the snapshot and the events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal, NotRequired, TypedDict

from certificates.models import Document, DocumentEvent, Imprint, Standing
from certificates.snapshot import (
    LETTERS,
    BlankSnapshot,
    DesignSnapshot,
    ModuleSnapshot,
    PeriodSnapshot,
    ProviderSnapshot,
    ReplacedSnapshot,
    SignatorySnapshot,
    SignerSnapshot,
)
from certificates.snapshot import Snapshot as DocumentSnapshot
from people.written import PaperLanguage, Words

State = Standing.State
Event = DocumentEvent.Kind


class PublicDesign(TypedDict):
    """How the paper looks, as far as somebody who holds it can compare; of pictures only that they are there."""

    second: PaperLanguage | Literal[""]  # stands beside `language` with equal rank
    plate: str
    logo: bool
    seal: str


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
    support: NotRequired[PeriodSnapshot]  # of a statement of support
    design: NotRequired[PublicDesign]  # where one was chosen
    signers: NotRequired[list[SignerSnapshot]]  # who sign beside the signatory, where anybody does


AT_ONCE = 500
# What thousands of documents say alike; all else of `Public` is a document's own.
COMMON = ("kind", "specimen", "language", "programme", "hours", "provider", "signatory", "modules", "design", "signers")


def public_fields(snapshot: DocumentSnapshot) -> Public:
    """What anybody with the code may read; never points, band, school, topic, IIN, phone or e-mail."""
    public: Public = {
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
        # A letter has no appendix.
        "modules": [] if snapshot["kind"] in LETTERS else snapshot["modules"],
        "blank": snapshot["blank"],
        "replaces": snapshot["replaces"],
        "replaced_by": None,
        "reason": "",
    }
    if "support" in snapshot:
        public["support"] = snapshot["support"]
    if "design" in snapshot:
        public["design"] = _public_design(snapshot["design"])
        if signers := snapshot["design"]["signers"]:
            public["signers"] = signers
    return public


def _public_design(design: DesignSnapshot) -> PublicDesign:
    return {
        "second": design["second"],
        "plate": design["plate"],
        "logo": design["logo"] is not None,
        "seal": design["seal"],
    }


def begin(documents: Sequence[Document]) -> None:
    """Write the rows that documents begin with, and what they say alike."""
    for start in range(0, len(documents), AT_ONCE):
        rows = [first_standing(document) for document in documents[start : start + AT_ONCE]]
        keep(row.imprint for row in rows)
        Standing.objects.bulk_create(rows)


def first_standing(document: Document) -> Standing:
    """The row that a document begins with; neither it nor its imprint is saved."""
    return Standing(
        code=document.code,
        document=document,
        valid_through=document.valid_through,
        imprint=imprint_of(document),
        own=_own(public_fields(document.snapshot)),
    )


def keep(imprints: Iterable[Imprint]) -> None:
    """Write those that are not there yet; one that is there says the same."""
    different = {imprint.pk: imprint for imprint in imprints}
    Imprint.objects.bulk_create([different[pk] for pk in sorted(different)], ignore_conflicts=True)


def imprint_of(document: Document) -> Imprint:
    """What this document says as many others do, not saved; no event changes it."""
    public = public_fields(document.snapshot)
    return Imprint.of({name: value for name, value in public.items() if name in COMMON})


def _own(public: Public) -> dict[str, Any]:
    return {name: value for name, value in public.items() if name not in COMMON}


def derived(document: Document) -> dict[str, object]:
    """The standing's fields as the document, its events, blanks and successor make them: one row, one truth."""
    return derived_with(document, Document.objects.filter(supersedes=document).first())


def derived_with(document: Document, successor: Document | None) -> dict[str, object]:
    """The same where the successor is known; with what a list has prefetched it asks the database for nothing."""
    events = list(document.events.all())
    public = public_fields(document.snapshot)
    if blank := document.last_blank:
        public["blank"] = {"series": blank.series, "number": blank.number}
    state, since = State.IN_FORCE, None
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
        "imprint_id": imprint_of(document).pk,
        "own": _own(public),
    }


def initials(name: str) -> str:
    """Н. Г. Ө.: enough to compare with the paper, too little to be called by."""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def _last(events: list[DocumentEvent], *kinds: str) -> str:
    """Of these kinds the one that was written last: who writes holds the standing's lock, clocks may disagree."""
    newest = max((event for event in events if event.kind in kinds), key=lambda event: event.pk, default=None)
    return newest.kind if newest else ""


def _day_of(events: list[DocumentEvent], kind: str) -> date | None:
    return next((event.happened_on for event in events if event.kind == kind), None)
