"""The issue: the organiser prepares, the head signs once, and all of it comes into being in that transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.finalising import confirm
from assessment.models import Protocol
from assessment.protocols import sign_protocols, unsigned_protocols
from certificates import announcing, tasks
from certificates.composing import compose
from certificates.covering import covered
from certificates.differing import class_of, ground_of
from certificates.eligibility import Line, dry_run
from certificates.entering import enter
from certificates.models import Batch, BatchItem, DesignVersion, Document, DocumentEvent, RenderJob
from certificates.registering import carry_over, revoke, supersede
from certificates.signatories import signatory_of
from certificates.snapshot import ReplacedSnapshot, Snapshot
from courses.models import Cohort
from people.models import Provider, Signatory, User
from people.nudging import nudge

State = Batch.State


@transaction.atomic
def prepare(
    cohort: Cohort, *, issued_on: date, by: User, now: datetime | None = None, design: DesignVersion | None = None
) -> Batch:
    """Put those who can get a paper today on one list for the head; no number is taken yet.

    Where nobody appeared there is a protocol all the same: the list is empty then, and the head signs the protocol.
    """
    ready = [line for line in dry_run(cohort) if line.kind]
    waiting = unsigned_protocols(cohort).values_list("day__held_on", flat=True)
    days = [line.decided.attested_on for line in ready] or list(waiting)
    if not days:
        raise ValidationError(_("There is nobody in this cohort to issue a document to now."))
    check_day(issued_on, days, today=_today(now))
    _check_not_before([old for line in ready for old in (line.replaces, line.revokes) if old], issued_on)
    try:
        with transaction.atomic():
            batch = Batch.objects.create(
                cohort=cohort, issued_on=issued_on, prepared_by=by, prepared_at=now or timezone.now(), design=design
            )
    except IntegrityError:
        raise ValidationError(_("A batch of this cohort is waiting for a signature already.")) from None
    BatchItem.objects.bulk_create(BatchItem(batch=batch, result=line.decided, kind=line.kind) for line in ready)
    return batch


def discard(batch: Batch, *, by: User, now: datetime | None = None) -> Batch:
    """Withdraw an unsigned batch; nothing was numbered, so nothing is left behind."""
    gone = Batch.objects.filter(pk=batch.pk, state=State.PREPARED).update(
        state=State.DISCARDED, discarded_by=by, discarded_at=now or timezone.now()
    )
    if not gone:
        raise ValidationError(_("This batch was signed or discarded in the meantime."))
    return batch


@transaction.atomic
def sign(batch: Batch, *, by: User, now: datetime | None = None, seen: str | None = None) -> list[Document]:
    """Sign protocol and issue at once: results confirmed, numbers, codes, documents, messages, PDFs owed.

    `seen` is the digest of what the head looked at; when anything of it is different now, nothing is signed.
    """
    at = now or timezone.now()
    signatory = claim(batch, by=by, at=at)
    lines = still_standing(batch)
    # Locked and read once: what is compared with what the head saw is what is signed.
    protocols = list(unsigned_protocols(batch.cohort).select_for_update())
    if seen is not None and seen != digest_of(batch, lines, signatory, protocols):
        raise ValidationError(_("Something has changed since you opened this page: look at it again."))
    confirm([line.decided for line in lines], by=by, now=at)
    # Their protocol is signed now, and the statement of the first attempt stands for them.
    retaken = covered().of_cohort(batch.cohort).filter(defence__day__finalised_at__isnull=False)
    confirm(retaken, by=by, now=at)
    sign_protocols(protocols, by=by, now=at, signatory=signatory)
    documents = _issue(batch, lines, signatory=signatory, by=by, at=at)
    nudge(tasks.sweep_renders)  # first: whoever opens the letter finds the paper
    announcing.announce(documents)
    return documents


def claim(batch: Batch, *, by: User, at: datetime) -> Signatory:
    """Take the batch for this signature, once; in the transaction of what is signed."""
    signatory = signatory_of(by, issued_on=batch.issued_on, today=_today(at))
    claimed = Batch.objects.filter(pk=batch.pk, state=State.PREPARED).update(
        state=State.SIGNED, signed_by=by, signed_at=at, signatory=signatory
    )
    if not claimed:
        raise ValidationError(_("This batch was signed or discarded in the meantime."))
    batch.refresh_from_db()
    return signatory


def check_day(issued_on: date, days: Iterable[date], *, today: date) -> None:
    """The date of issue: from the last attestation on, and not in the future."""
    attested = max(days)
    if not attested <= issued_on <= today:
        raise ValidationError(
            _("The date of issue lies between the attestation, %(attested)s, and today."),
            params={"attested": date_format(attested, "SHORT_DATE_FORMAT")},
        )


def _check_not_before(replaced: Iterable[Document], issued_on: date) -> None:
    latest = max((document.issued_on for document in replaced), default=issued_on)
    if issued_on < latest:
        raise ValidationError(
            _("A document that is replaced or revoked is dated %(day)s: the date of issue is not before it."),
            params={"day": date_format(latest, "SHORT_DATE_FORMAT")},
        )


def digest_of(
    batch: Batch,
    lines: list[Line],
    signatory: Signatory,
    protocols: Iterable[Protocol],
    provider: Provider | None = None,
) -> str:
    """Of everything that would be signed: what each paper says, and the protocols."""
    provider = provider or Provider.objects.first()
    papers = [
        (
            _snapshot(batch, line, signatory, provider),
            line.replaces and line.replaces.number_text,
            line.revokes and line.revokes.number_text,
        )
        for line in lines
    ]
    ledger = [(protocol.pk, protocol.snapshot) for protocol in protocols]
    return sha256(json.dumps([papers, ledger], sort_keys=True).encode()).hexdigest()


def retry(batch: Batch, *, by: User, now: datetime | None = None) -> int:
    """All tries once more for the PDFs that failed, as somebody asked for; what had failed and why stays on record."""
    jobs, at = RenderJob.objects.filter(document__batch=batch, state=RenderJob.State.FAILED), now or timezone.now()
    afresh = {"attempts": 0, "kills": 0, "due_at": at, "reason": "", "error": ""}
    with transaction.atomic():
        failed = list(jobs.select_for_update().order_by("pk"))
        DocumentEvent.objects.bulk_create((_retried(job, by=by, at=at) for job in failed), batch_size=500)
        again = RenderJob.objects.filter(document__batch=batch, state=RenderJob.State.FAILED)
        again.update(state=RenderJob.State.QUEUED, retried_by=by, retried_at=at, **afresh)
        nudge(tasks.sweep_renders)
    return len(failed)


def _retried(job: RenderJob, *, by: User, at: datetime) -> DocumentEvent:
    why, kind = f"{job.reason}: {job.error}"[:300], DocumentEvent.Kind.RETRIED
    return DocumentEvent(document_id=job.document_id, kind=kind, reason=why, happened_on=_today(at), by=by, at=at)


def still_standing(batch: Batch, found: Iterable[Line] | None = None) -> list[Line]:
    """The lines of the batch as they are now, certificates first; whoever signs gets what was shown, or nothing.

    `found` is the dry run of the cohort, where somebody has made it already.
    """
    wanted = {item.result_id: item.kind for item in batch.items.all()}
    prefetch_related_objects([batch.cohort], "version__modules")
    found = dry_run(batch.cohort) if found is None else found
    lines = [line for line in found if line.result and wanted.get(line.result.pk) == line.kind]
    if len(lines) != len(wanted):
        raise ValidationError(
            _("Results have changed since this batch was prepared: the organiser discards it and prepares it anew.")
        )
    return sorted(lines, key=lambda line: line.kind != Document.Kind.CERTIFICATE)


def _issue(batch: Batch, lines: list[Line], *, signatory: Signatory, by: User, at: datetime) -> list[Document]:
    provider = Provider.objects.first()
    documents = enter([_document(batch, line, _snapshot(batch, line, signatory, provider), at) for line in lines])
    for line, document in zip(lines, documents, strict=True):
        if line.replaces is not None:
            supersede(line.replaces, document, by=by, now=at)
        if line.revokes is not None:
            ground, reason_class = ground_of(line.decided), class_of(line.decided)
            carry_over(line.revokes, document, by=by, now=at)
            revoke(line.revokes, by=by, reason=ground, reason_class=reason_class, on=batch.issued_on, now=at)
    return documents


def _document(batch: Batch, line: Line, snapshot: Snapshot, at: datetime) -> Document:
    """Without its number and code."""
    last_day = snapshot["valid_through"]
    return Document(
        kind=line.kind,
        is_specimen=snapshot["specimen"],
        year=batch.issued_on.year,
        result=line.decided,
        person=line.person,
        batch=batch,
        issued_on=batch.issued_on,
        valid_through=date.fromisoformat(last_day) if last_day else None,
        supersedes=line.replaces,
        snapshot={**snapshot, "replaces": _replaced(line)},
        created_at=at,
    )


def _replaced(line: Line) -> ReplacedSnapshot | None:
    """Of a certificate in place of another one; that there was a statement before is nobody's business."""
    old = line.replaces
    if old is None or old.kind == Document.Kind.STATEMENT:
        return None
    return {"number": old.number_text, "issued_on": old.issued_on.isoformat()}


def _snapshot(batch: Batch, line: Line, signatory: Signatory | None, provider: Provider | None) -> Snapshot:
    return compose(
        line.decided,
        enrolment=line.enrolment,
        cohort=batch.cohort,
        kind=line.kind,
        issued_on=batch.issued_on,
        provider=provider,
        signatory=signatory,
        support=batch.support,
        design=batch.design,
    )


def _today(now: datetime | None) -> date:
    return timezone.localdate(now) if now else timezone.localdate()
