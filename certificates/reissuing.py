"""Another paper in place of one in force: a correction says it right, a duplicate says it once more.

Either is asked for by the organiser, waits in the head's queue as a batch of its own, and comes into being with the
signature: until then the old paper stays in force and nothing has a number.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates import announcing, issuing, tasks
from certificates.composing import kept_record, name_of, nameless, signed_by
from certificates.entering import enter
from certificates.models import Batch, BatchItem, Document, Standing
from certificates.registering import supersede
from certificates.snapshot import Kind, ReplacedSnapshot, Snapshot
from courses.models import Enrolment
from people.models import Signatory, User
from people.nudging import nudge

Reason, State = Batch.Reason, Batch.State
DUPLICATES = (Reason.LOST, Reason.DAMAGED)
# What is printed on a protected blank; the other kinds are letters in free form.
ON_BLANKS = (Document.Kind.CERTIFICATE, Document.Kind.DUPLICATE)


@dataclass(frozen=True)
class Draft:
    """The new paper as it would be printed now, beside the one that it takes the place of."""

    old: Document
    kind: str
    snapshot: Snapshot
    changed: list[str]  # the fields of the snapshot that are put right
    name_is_confirmed: bool


@transaction.atomic
def request(
    document: Document,
    *,
    reason: str,
    ground: str,
    issued_on: date,
    by: User,
    tells_holder: bool = False,
    corrects: Sequence[str] = (),
    now: datetime | None = None,
) -> Batch:
    """Ask for another paper; of two people who ask at once, one has asked. `corrects` as in `draft`."""
    at, ground = now or timezone.now(), " ".join(ground.split())
    standing = Standing.objects.select_for_update(of=("self",)).get(document=document)
    refuse(document, standing, reason=reason, corrects=corrects)
    if not ground:
        raise ValidationError({"ground": _("Name the ground: the application or the act, its date and number.")})
    if not document.issued_on <= issued_on <= timezone.localdate(at):
        raise ValidationError(
            _("The date of issue lies between that of the document that is replaced, %(day)s, and today."),
            params={"day": date_format(document.issued_on, "SHORT_DATE_FORMAT")},
        )
    try:
        with transaction.atomic():
            batch = Batch.objects.create(
                cohort=enrolment_of(document).cohort,
                issued_on=issued_on,
                prepared_by=by,
                prepared_at=at,
                replaces=document,
                reason=reason,
                ground=ground,
                tells_holder=tells_holder,
                corrects=list(corrects),
            )
    except IntegrityError:
        raise ValidationError(asked_already()) from None
    BatchItem.objects.create(batch=batch, result=document.result, kind=kind_of(document, reason))
    return batch


@transaction.atomic
def sign(batch: Batch, *, by: User, now: datetime | None = None, seen: str | None = None) -> list[Document]:
    """Number, code, document, supersession and the PDF that is owed, in one act; `seen` as in `issuing.sign`."""
    at = now or timezone.now()
    signatory = issuing.claim(batch, by=by, at=at)
    standing = Standing.objects.select_for_update(of=("self",)).get(document=batch.replaces_id)
    draft = draft_of(batch, signatory, standing)
    if seen is not None and seen != digest_of(batch, draft):
        raise ValidationError(_("Something has changed since you opened this page: look at it again."))
    [document] = enter([_document(batch, draft, at)])
    supersede(draft.old, document, by=by, now=at)
    nudge(tasks.sweep_renders)
    if batch.tells_holder:
        announcing.announce([document])
    return [document]


def draft_of(batch: Batch, signatory: Signatory | None, standing: Standing) -> Draft:
    """What a waiting batch would issue today; refused where what it replaces is no longer in force."""
    old, corrects = batch.replaced, batch.corrects
    refuse(old, standing, reason=batch.reason, corrects=corrects)
    return draft(old, reason=batch.reason, issued_on=batch.issued_on, signatory=signatory, corrects=corrects)


def draft(
    old: Document, *, reason: str, issued_on: date, signatory: Signatory | None, corrects: Collection[str] = ()
) -> Draft:
    """Word for word what the old paper says, but for what is wrong on it; expiry, too: it runs from the first issue.

    Of a correction `corrects` names the fields that are put right; all that differ where none is named.
    """
    enrolment, kind = enrolment_of(old), kind_of(old, reason)
    right = {name: value for name, value in _put_right(old, enrolment, reason).items() if name in (corrects or [name])}
    frozen: Snapshot = old.snapshot
    changed = [field for field, value in right.items() if frozen[field] != value]  # type: ignore[literal-required]
    snapshot: Snapshot = {
        **frozen,
        **right,  # type: ignore[typeddict-item]
        "kind": kind,
        "number": None,
        "code": None,
        # The QR of the new paper leads to where verification is answered now.
        "site": settings.SITE_URL,
        "issued_on": issued_on.isoformat(),
        "signatory": signed_by(signatory),
        "blank": None,
        "replaces": _replaced(old, kind),
    }
    confirmed = enrolment.name_confirmed_at is not None and enrolment.confirmed_name == snapshot["name"]["full"]
    return Draft(old, kind, snapshot, changed, confirmed)


def refuse(document: Document, standing: Standing, *, reason: str, corrects: Collection[str] = ()) -> None:
    """Raise why this document cannot be issued anew, or not for this reason; nothing where it can be."""
    if why := why_not(document, standing):
        raise ValidationError(why)
    if reason not in Reason:
        raise ValidationError(_("Choose why another paper is needed."))
    if reason in DUPLICATES:
        if Reason(reason) not in reasons_for(document):
            raise ValidationError(_("This is a letter in free form: its stored PDF is printed once more as it is."))
        return
    made = draft(document, reason=reason, issued_on=document.issued_on, signatory=None, corrects=corrects)
    if set(corrects) - set(made.changed):
        raise ValidationError(_("What was to be put right says the same on both papers now: look at it again."))
    if not made.changed:
        raise ValidationError(
            _("The new paper would say the same as the old one: put right what is wrong on the person's page first.")
            if reason == Reason.NAME
            else _("The new paper would say the same as the old one: put right what is wrong in the enrolment first.")
        )


def why_not(document: Document, standing: Standing) -> str:
    """What stands in the way of any other paper in place of this one; empty where nothing does."""
    if standing.state == Standing.State.REVOKED:
        day = date_format(standing.since, "SHORT_DATE_FORMAT") if standing.since else "–"
        return _("It was revoked on %(day)s: nothing is issued in place of a revoked document.") % {"day": day}
    if standing.state == Standing.State.SUPERSEDED:
        number = (standing.public["replaced_by"] or {}).get("number", "")
        return _("It was replaced by № %(number)s: correct or duplicate that one.") % {"number": number}
    if document.person.erased_at or kept_record(document.person).erased_at:
        return nameless()
    if settings.DOCUMENTS_ARE_SPECIMENS and not document.is_specimen:
        return _("This installation has no public address now, so the QR on a new paper would lead nowhere.")
    if document.kind != Document.Kind.SUPPORT and hasattr(document.result, "superseded_by"):
        return _("The commission has decided on the result once more: the new document comes with the cohort's batch.")
    return ""


def reasons_for(document: Document) -> list[Batch.Reason]:
    """A letter in free form is corrected; its duplicate is its stored PDF, printed once more."""
    return [reason for reason in Reason if document.kind in ON_BLANKS or reason not in DUPLICATES]


def waiting_for(document: Document) -> Batch | None:
    """What has been asked for and waits for the head."""
    return document.reissues.filter(state=State.PREPARED).select_related("prepared_by").first()


def digest_of(batch: Batch, draft: Draft) -> str:
    """Of everything that would be signed: what the paper says, in place of which, why and on what ground."""
    said = [draft.snapshot, draft.kind, str(draft.old), batch.reason, batch.ground]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def kind_of(old: Document, reason: str) -> Kind:
    """A duplicate of what is on a blank; a correction is of the kind that it corrects, a duplicate's a certificate."""
    if reason in DUPLICATES:
        return "duplicate"
    kind: Kind = old.snapshot["kind"]
    return "certificate" if kind == "duplicate" else kind


def enrolment_of(document: Document) -> Enrolment:
    return document.result.attempt.enrolment


def _put_right(old: Document, enrolment: Enrolment, reason: str) -> dict[str, object]:
    """The fields that a correction reads from the live rows."""
    if reason in DUPLICATES:
        return {}
    right: dict[str, object] = {"name": dict(name_of(old.person))}
    if reason == Reason.MISPRINT:
        right |= {"organisation": str(enrolment.organisation), "project_topic": enrolment.project_topic}
    return right


def _replaced(old: Document, kind: str) -> ReplacedSnapshot | None:
    """Certificate and duplicate say what they stand for; a letter in free form does not."""
    if kind not in ON_BLANKS:
        return None
    return {"number": old.number_text, "issued_on": old.issued_on.isoformat()}


def _document(batch: Batch, draft: Draft, at: datetime) -> Document:
    """Without its number and code."""
    old = draft.old
    return Document(
        kind=draft.kind,
        is_specimen=old.is_specimen,
        year=batch.issued_on.year,
        result=old.result,
        person=old.person,
        batch=batch,
        issued_on=batch.issued_on,
        valid_through=old.valid_through,
        supersedes=old,
        snapshot={**draft.snapshot},
        created_at=at,
    )


def asked_already() -> str:
    return _("Another paper in place of this one is asked for already and waits for the head's signature.")
