"""Statements of completed support after the course: the organiser says who completed it, the head signs it.

They stand beside the certificate and say nothing of the result. Who has completed the support is known after the
course; whoever knows it, a person or a rule, names the enrolments to `prepare`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.models import Result
from certificates import announcing, issuing, tasks
from certificates.composing import compose, kept_record, nameless
from certificates.eligibility import Line
from certificates.entering import enter
from certificates.models import Batch, BatchItem, Document, Standing, SupportPeriod
from courses.models import Cohort, Enrolment
from people.models import Provider, Signatory, User
from people.nudging import nudge

Kind, State = Document.Kind, Standing.State


@dataclass(frozen=True)
class _Found:
    """What is known of the graduates of some cohorts."""

    graduates: dict[int, list[Enrolment]]
    results: dict[int, Result]
    certified: set[int]
    issued: dict[int, list[tuple[date, date, Document]]]


def dry_run(cohort: Cohort, *, first: date, last: date) -> list[Line]:
    """A line for every graduate of the cohort; four queries whatever its length."""
    return _lines(_found([cohort.pk]), cohort.pk, first, last)


def dry_runs(batches: Collection[Batch]) -> dict[int, list[Line]]:
    """The same for several batches at once, by the batch's key, for as many queries."""
    found = _found({batch.cohort_id for batch in batches})
    return {batch.pk: _lines(found, batch.cohort_id, *days_of(batch)) for batch in batches}


def _lines(found: _Found, cohort: int, first: date, last: date) -> list[Line]:
    return [_line(found, enrolment, first, last) for enrolment in found.graduates.get(cohort, [])]


def _line(found: _Found, enrolment: Enrolment, first: date, last: date) -> Line:
    result, person = found.results.get(enrolment.pk), enrolment.person
    if result is None or result.pk not in found.certified:
        return Line(enrolment, result, obstacle=_("No certificate in force."))
    theirs = found.issued.get(enrolment.pk, [])
    if taken := next((document for since, until, document in theirs if since <= last and first <= until), None):
        return Line(enrolment, result, issued=taken)
    if person.erased_at or kept_record(person).erased_at:
        return Line(enrolment, result, obstacle=nameless())
    return Line(enrolment, result, kind=Kind.SUPPORT)


def _found(cohorts: Collection[int]) -> _Found:
    passed = Result.objects.filter(attempt__enrolment__cohort__in=cohorts).current().filter(passed=True)
    passed = passed.select_related("attempt").order_by("attempt__number")
    results = {result.attempt.enrolment_id: result for result in passed}
    rows = Enrolment.objects.filter(cohort__in=cohorts, status=Enrolment.Status.PASSED)
    graduates: dict[int, list[Enrolment]] = {}
    for row in rows.select_related("person__merged_into", "organisation").order_by("person__name_key", "pk"):
        graduates.setdefault(row.cohort_id, []).append(row)
    certified = Document.objects.of_results().filter(
        result__attempt__enrolment__cohort__in=cohorts, standing__state=State.IN_FORCE
    )
    return _Found(graduates, results, set(certified.values_list("result", flat=True)), _issued(cohorts))


def _issued(cohorts: Collection[int]) -> dict[int, list[tuple[date, date, Document]]]:
    """By the enrolment the days that a statement in force is for: a revoked one is issued anew, with the right days."""
    periods = SupportPeriod.objects.filter(enrolment__cohort__in=cohorts)
    rows = [(row, row.document) for row in periods.select_related("document__standing").order_by("first", "pk")]
    while replaced := [document.pk for _row, document in rows if document.standing.state == State.SUPERSEDED]:
        later = Document.objects.filter(supersedes__in=replaced).select_related("standing")
        after = {document.supersedes_id: document for document in later}
        rows = [(row, after[old.pk] if old.standing.state == State.SUPERSEDED else old) for row, old in rows]
    issued: dict[int, list[tuple[date, date, Document]]] = {}
    for row, document in rows:
        if document.standing.state == State.IN_FORCE:
            issued.setdefault(row.enrolment_id, []).append((row.first, row.last, document))
    return issued


@transaction.atomic
def prepare(
    cohort: Cohort,
    *,
    first: date,
    last: date,
    enrolments: Collection[int],
    issued_on: date,
    by: User,
    now: datetime | None = None,
) -> Batch:
    """Put those who completed the support on one list for the head; no number is taken yet."""
    check_days(cohort, first, last, issued_on, today=timezone.localdate(now) if now else timezone.localdate())
    chosen = [line for line in dry_run(cohort, first=first, last=last) if line.enrolment.pk in enrolments]
    ready = [line for line in chosen if line.kind]
    if not ready:
        raise ValidationError(_("Choose who has completed the support."))
    if len(ready) != len(set(enrolments)):
        raise ValidationError(_("Somebody of those you chose cannot get a statement now: look at the list again."))
    try:
        with transaction.atomic():
            batch = Batch.objects.create(
                cohort=cohort,
                issued_on=issued_on,
                support_first=first,
                support_last=last,
                prepared_by=by,
                prepared_at=now or timezone.now(),
            )
    except IntegrityError:
        raise ValidationError(_("Statements of support for this cohort wait for a signature already.")) from None
    BatchItem.objects.bulk_create(BatchItem(batch=batch, result=line.decided, kind=line.kind) for line in ready)
    return batch


@transaction.atomic
def sign(batch: Batch, *, by: User, now: datetime | None = None, seen: str | None = None) -> list[Document]:
    """Numbers, codes, documents, their periods, messages and the PDFs that are owed; `seen` as in `issuing.sign`."""
    at = now or timezone.now()
    signatory = issuing.claim(batch, by=by, at=at)
    lines = still_standing(batch)
    if seen is not None and seen != issuing.digest_of(batch, lines, signatory, []):
        raise ValidationError(_("Something has changed since you opened this page: look at it again."))
    provider = Provider.objects.first()
    documents = enter([_document(batch, line, signatory, provider, at) for line in lines])
    first, last = days_of(batch)
    SupportPeriod.objects.bulk_create(
        SupportPeriod(document=document, enrolment=line.enrolment, first=first, last=last)
        for line, document in zip(lines, documents, strict=True)
    )
    nudge(tasks.sweep_renders)
    announcing.announce(documents)
    return documents


def still_standing(batch: Batch, found: list[Line] | None = None) -> list[Line]:
    """The lines of the batch as they are now; whoever signs gets what was shown, or nothing.

    `found` is the dry run of the batch, where somebody has made it already.
    """
    wanted = {item.result_id for item in batch.items.all()}
    prefetch_related_objects([batch.cohort], "version__modules")
    found = dry_runs([batch])[batch.pk] if found is None else found
    lines = [line for line in found if line.kind and line.decided.pk in wanted]
    if len(lines) != len(wanted):
        raise ValidationError(
            _("Something has changed since this batch was prepared: the organiser discards it and prepares it anew.")
        )
    return lines


def days_of(batch: Batch) -> tuple[date, date]:
    if batch.support_first is None or batch.support_last is None:
        raise LookupError(f"Batch {batch.pk} is not one of support.")
    return batch.support_first, batch.support_last


def check_days(cohort: Cohort, first: date, last: date, issued_on: date, *, today: date) -> None:
    """The support follows the course, and is over when a statement of it is issued."""
    if first < cohort.ends_on:
        said = _("The support follows the course, which ended on %(day)s.")
        raise ValidationError({"first": ValidationError(said, params={"day": _day(cohort.ends_on)})})
    if last <= first:
        raise ValidationError({"last": _("The last day of the support is after its first one.")})
    if not last <= issued_on <= today:
        said = _("The date of issue lies between the last day of the support, %(day)s, and today.")
        raise ValidationError({"issued_on": ValidationError(said, params={"day": _day(last)})})


def _document(
    batch: Batch, line: Line, signatory: Signatory | None, provider: Provider | None, at: datetime
) -> Document:
    """Without its number and code."""
    snapshot = compose(
        line.decided,
        enrolment=line.enrolment,
        cohort=batch.cohort,
        kind=Kind.SUPPORT,
        issued_on=batch.issued_on,
        provider=provider,
        signatory=signatory,
        support=batch.support,
    )
    return Document(
        kind=Kind.SUPPORT,
        is_specimen=snapshot["specimen"],
        year=batch.issued_on.year,
        result=line.decided,
        person=line.person,
        batch=batch,
        issued_on=batch.issued_on,
        snapshot=snapshot,
        created_at=at,
    )


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
