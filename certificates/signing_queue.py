"""The head's queue: all that waits, what is to know of each, and one confirmation for as much of it as is chosen."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from assessment.models import Protocol
from assessment.signing import sentence_waiting
from certificates import differences, issuing, reissuing, supporting
from certificates.blanks import stock
from certificates.composing import compose
from certificates.eligibility import Line, dry_runs
from certificates.models import Batch, Document
from certificates.noticing import Notice, notices_of, notices_of_reissue, notices_of_support, too_few_blanks
from certificates.reissuing import Draft
from certificates.signatories import signatory_of
from certificates.snapshot import Snapshot, design_of
from courses.models import Cohort
from people.models import Provider, Signatory, User

log = logging.getLogger(__name__)
Kind = Document.Kind
SHOWN = 60


@dataclass(frozen=True)
class Entry:
    """One batch as the head sees it; `seen` is the digest of what would be signed, empty where it cannot be."""

    batch: Batch
    obstacles: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    protocols: list[Protocol] = field(default_factory=list)
    draft: Draft | None = None
    difference: list[differences.Line] = field(default_factory=list)
    specimen: Snapshot | None = None  # of the first paper
    seen: str = ""

    @property
    def certificates(self) -> int:
        return sum(line.kind == Kind.CERTIFICATE for line in self.lines)

    @property
    def statements(self) -> int:
        return sum(line.kind == Kind.STATEMENT for line in self.lines)

    @property
    def supports(self) -> int:
        return sum(line.kind == Kind.SUPPORT for line in self.lines)

    @property
    def papers(self) -> int:
        return len(self.lines) + (self.draft is not None)

    @property
    def fits(self) -> bool:
        """Its lines can stand in the queue; of more, the batch's own page has them."""
        return 0 < len(self.lines) <= SHOWN

    @property
    def is_plain(self) -> bool:
        """Nothing of it needs a look of its own: it is chosen until somebody says otherwise."""
        return bool(self.seen) and not self.notices and self.draft is None


@dataclass(frozen=True)
class Outcome:
    """What became of the batches that were chosen."""

    signed: list[Batch]
    documents: list[Document]
    refused: list[tuple[Batch, str]]


@dataclass(frozen=True)
class Desk:
    """Who signs, on which day, for which provider; looked up once for all that waits."""

    user: User
    today: date
    provider: Provider | None
    blanks: dict[tuple[bool, str], stock.Kind]
    offices: dict[date, Signatory | ValidationError] = field(default_factory=dict)

    def signs(self, batch: Batch) -> tuple[Signatory | None, list[str]]:
        """In which capacity, or why this batch cannot be signed by them."""
        day = batch.issued_on
        if day not in self.offices:
            try:
                self.offices[day] = signatory_of(self.user, issued_on=day, today=self.today)
            except ValidationError as refusal:
                self.offices[day] = refusal
        found = self.offices[day]
        return (None, list(found.messages)) if isinstance(found, ValidationError) else (found, [])

    def blanks_for(self, paper: Snapshot | None, needed: int) -> list[Notice]:
        """Whether there are enough of them; `paper` is one of those that they would carry."""
        if paper is None or not needed or design_of(paper)["second"]:  # there are no blanks in two languages
            return []
        return list(too_few_blanks(needed, self.blanks.get((paper["specimen"], paper["language"]))))


def entries(batches: Iterable[Batch], *, user: User, today: date) -> list[Entry]:
    """For each batch its entry, in this order; as many queries whatever their number."""
    rows = list(batches)
    cohorts = [batch.cohort for batch in rows if batch.replaces_id is None and not batch.is_support]
    found, protocols = dry_runs(cohorts), _unsigned_protocols(cohorts)
    supported = supporting.dry_runs([batch for batch in rows if batch.is_support])
    blanks = {(kind.is_specimen, kind.language): kind for kind in stock.kinds(today)}
    desk = Desk(user, today, Provider.objects.first(), blanks)

    def entry_of(batch: Batch) -> Entry:
        if batch.is_support:
            return _of_support(batch, supported[batch.pk], desk)
        if batch.replaces_id is not None:
            return _of_reissue(batch, desk)
        return _of_issue(batch, found[batch.cohort_id], protocols[batch.cohort_id], desk)

    return [entry_of(batch) for batch in rows]


def sign(batch: Batch, *, by: User, seen: str, now: datetime | None = None) -> list[Document]:
    """Whatever the batch is for."""
    rule = issuing.sign if batch.replaces_id is None else reissuing.sign
    return (supporting.sign if batch.is_support else rule)(batch, by=by, seen=seen, now=now)


def sign_all(chosen: Sequence[tuple[Batch, str]], *, by: User, now: datetime | None = None) -> Outcome:
    """Each with the digest of what was seen of it, as an act of its own: one that is refused holds up no other."""
    outcome = Outcome([], [], [])
    for batch, seen in chosen:
        try:
            outcome.documents.extend(sign(batch, by=by, seen=seen, now=now))
        except ValidationError as refusal:
            outcome.refused.append((batch, " ".join(refusal.messages)))
        except DatabaseError:
            # It is taken back whole; the batches before it are signed, and those after it wait for their turn.
            log.exception("Batch %s could not be signed", batch.pk)
            outcome.refused.append((batch, _("The database refused it. Try again; if it happens again, tell support.")))
        else:
            outcome.signed.append(batch)
    return outcome


def _unsigned_protocols(cohorts: Sequence[Cohort]) -> dict[int, list[Protocol]]:
    rows = Protocol.objects.filter(cohort__in=cohorts, signed_at=None).order_by("year", "number", "pk")
    by_cohort: dict[int, list[Protocol]] = {cohort.pk: [] for cohort in cohorts}
    for row in rows.select_related("day").prefetch_related("signatures"):
        by_cohort[row.cohort_id].append(row)
    return by_cohort


def _of_issue(batch: Batch, found: list[Line], protocols: list[Protocol], desk: Desk) -> Entry:
    try:
        lines = issuing.still_standing(batch, found)
    except ValidationError as refusal:
        return Entry(batch, refusal.messages, protocols=protocols)
    signatory, obstacles = desk.signs(batch)
    obstacles += [sentence_waiting(each, missing) for each in protocols if (missing := each.waits_for)]
    seen = ""
    if signatory is not None and not obstacles:
        seen = issuing.digest_of(batch, lines, signatory, protocols, desk.provider)
    first = composed(batch, lines[0], signatory, desk) if lines else None
    on_blanks = sum(line.kind == Kind.CERTIFICATE for line in lines)
    notices = [*notices_of(batch, found, lines, desk.today), *desk.blanks_for(first, on_blanks)]
    return Entry(batch, obstacles, notices, lines, protocols, specimen=first, seen=seen)


def _of_support(batch: Batch, found: list[Line], desk: Desk) -> Entry:
    try:
        lines = supporting.still_standing(batch, found)
    except ValidationError as refusal:
        return Entry(batch, refusal.messages)
    signatory, obstacles = desk.signs(batch)
    return Entry(
        batch,
        obstacles,
        notices_of_support(batch, lines, desk.today),
        lines,
        specimen=composed(batch, lines[0], signatory, desk),
        seen="" if signatory is None else issuing.digest_of(batch, lines, signatory, [], desk.provider),
    )


def composed(batch: Batch, line: Line, signatory: Signatory | None = None, desk: Desk | None = None) -> Snapshot:
    """The paper of this line as it would be signed; without a signatory and a desk as the organiser sees it."""
    return compose(
        line.decided,
        enrolment=line.enrolment,
        cohort=batch.cohort,
        kind=line.kind,
        issued_on=batch.issued_on,
        provider=desk.provider if desk else Provider.objects.first(),
        signatory=signatory,
        support=batch.support,
        design=batch.design,
    )


def _of_reissue(batch: Batch, desk: Desk) -> Entry:
    old = batch.replaced
    signatory, obstacles = desk.signs(batch)
    try:
        draft = reissuing.draft_of(batch, signatory, old.standing)
    except ValidationError as refusal:
        return Entry(batch, [*obstacles, *refusal.messages])
    lines = differences.side_by_side(old.snapshot, draft.snapshot, draft.changed)
    return Entry(
        batch,
        obstacles,
        [
            *notices_of_reissue(batch, draft, desk.today),
            *desk.blanks_for(draft.snapshot, int(draft.kind in reissuing.ON_BLANKS)),
        ],
        draft=draft,
        difference=[line for line in lines if line.differs],
        specimen=draft.snapshot,
        seen="" if obstacles else reissuing.digest_of(batch, draft),
    )
