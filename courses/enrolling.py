"""The one door through which an enrolment comes into being and changes its status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from simple_history.utils import bulk_create_with_history

from courses import alternatives, leaving
from courses.locking import lock_with_person
from courses.models import Cohort, Enrolment, EnrolmentEvent, Order
from courses.models.enrolment import EnrolmentQuerySet
from courses.ordering import issue_order, require_plausible
from people.locking import lock
from people.models import Organisation, Person, User

Status = Enrolment.Status
BATCH = 500

MOVES: dict[Status, frozenset[Status]] = {
    Status.APPLIED: frozenset({Status.ADMITTED, Status.DECLINED, Status.WITHDRAWN}),
    Status.ADMITTED: frozenset(
        {Status.PASSED, Status.NOT_PASSED, Status.ON_HOLD, Status.WITHDRAWN, Status.TRANSFERRED, Status.EXPELLED}
    ),
    Status.ON_HOLD: frozenset({Status.ADMITTED, Status.WITHDRAWN, Status.TRANSFERRED, Status.EXPELLED}),
    Status.NOT_PASSED: frozenset({Status.PASSED}),  # only by a second attempt, or by a review of the result
    Status.DECLINED: frozenset({Status.APPLIED}),
    Status.WITHDRAWN: frozenset({Status.APPLIED}),
    Status.PASSED: frozenset({Status.NOT_PASSED}),  # only by a review of the result
    Status.TRANSFERRED: frozenset(),
    Status.EXPELLED: frozenset(),
}
NEED_A_REASON = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.ON_HOLD, Status.TRANSFERRED, Status.EXPELLED})
AMENDABLE = frozenset({"organisation", "position", "project_type", "project_topic"})
OPEN_TO_PEOPLE = frozenset({Cohort.Status.ENROLLING, Cohort.Status.RUNNING})


@transaction.atomic
def enrol(
    *,
    cohort: Cohort,
    person: Person,
    organisation: Organisation,
    position: str = "",
    by: User | None,
    continues: Enrolment | None = None,
) -> Enrolment:
    """Put a person on the cohort's list as applied; one who was declined or withdrew before comes back."""
    _require_open(cohort)
    person = lock([person.pk])[person.pk]
    here = list(places_of(person).filter(cohort=cohort).select_related("person"))
    for earlier in here:
        _refuse_gone(earlier, person)
    if own := next((row for row in here if row.person_id == person.pk), None):
        return _return(own, organisation=organisation, position=position, by=by)
    _refuse_second_active(cohort, person)
    row = Enrolment(
        cohort=cohort,
        person=person,
        programme=cohort.version.programme,
        organisation=organisation,
        position=position,
        continues=continues or _failed_before(cohort, person),
    )
    _save(row, by=by)
    EnrolmentEvent.objects.create(enrolment=row, old="", new=row.status, by=by)
    return row


@transaction.atomic
def enrol_together(cohort: Cohort, newcomers: Sequence[Enrolment], *, by: User | None) -> None:
    """Put many who were never in this cohort on its list, as `enrol` does one by one, in a handful of statements."""
    _require_open(cohort)
    people = lock(row.person_id for row in newcomers)
    if merged := next((person for person in people.values() if person.merged_into_id), None):
        raise _merged(merged)
    theirs = Q(person__in=people) | Q(person__merged_into__in=people)
    of_programme = Enrolment.objects.filter(theirs, programme=cohort.version.programme_id)
    if busy := of_programme.filter(Q(status__in=Enrolment.ACTIVE) | Q(cohort=cohort)).select_related("person").first():
        raise _enrolled_meanwhile(busy)
    if refusal := alternatives.standing(of_programme.filter(status=Status.NOT_PASSED)):
        raise refusal
    failed = of_programme.filter(status=Status.NOT_PASSED, continued_by=None).select_related("person")
    continued = {row.person.merged_into_id or row.person_id: row for row in failed.order_by("result_date")}
    for row in newcomers:
        row.cohort, row.programme = cohort, cohort.version.programme
        row.continues = continued.get(row.person_id)
    try:
        with transaction.atomic():
            bulk_create_with_history(newcomers, Enrolment, batch_size=BATCH, default_user=by)
    except IntegrityError as error:
        raise _enrolled_meanwhile(newcomers[0]) from error
    EnrolmentEvent.objects.bulk_create(
        (EnrolmentEvent(enrolment=row, old="", new=row.status, by=by) for row in newcomers), batch_size=BATCH
    )


@transaction.atomic
def move(
    enrolment: Enrolment,
    to: Status | str,
    *,
    by: User | None,
    why: str = "",
    order: Order | None = None,
    agreement_date: date | None = None,
    result_date: date | None = None,
) -> Enrolment:
    """Change the status, if the table of moves allows it, and write down who did so and why."""
    row = lock_with_person(enrolment)
    old, to = Status(row.status), Status(to)
    refuse_illegal(row, to)
    if to in NEED_A_REASON and not why.strip():
        raise ValidationError(_("Say why: the reason stays in the history."), code="no_reason")
    if to in leaving.AWAY:
        leaving.leave(row, by=by)
    row.order = order or row.order
    row.agreement_date = agreement_date or row.agreement_date
    row.result_date = result_date or row.result_date
    _require_papers(row, to)
    if to in Enrolment.ACTIVE and old not in Enrolment.ACTIVE:
        _require_open(row.cohort)
        _refuse_second_active(row.cohort, row.person)
    row.status = to
    _save(row, by=by)
    EnrolmentEvent.objects.create(enrolment=row, old=old, new=to, by=by, why=why.strip())
    return row


@transaction.atomic
def fail_again(enrolment: Enrolment, *, by: User) -> Enrolment:
    """The retake was not passed either: the outcome stays, and the ledger tells of it all the same."""
    row = lock_with_person(enrolment)
    if row.person.erased_at:
        raise erased(row.person)
    if row.status != Status.NOT_PASSED:
        raise _illegal(row, Status.NOT_PASSED)
    EnrolmentEvent.objects.create(enrolment=row, old=row.status, new=row.status, by=by, failed_retake=True)
    return row


@transaction.atomic
def admit(
    enrolments: Iterable[Enrolment],
    *,
    cohort: Cohort,
    agreement_date: date,
    order_date: date,
    paper_number: str = "",
    by: User | None,
    now: datetime | None = None,
) -> Order:
    """Admit applied people of a cohort with one agreement date and one order for all of them."""
    chosen = list(enrolments)
    if not chosen:
        raise ValidationError(_("Choose at least one person to admit."))
    if strangers := [row for row in chosen if row.cohort_id != cohort.pk]:
        raise ValidationError(
            ngettext("%(n)s person is not in this cohort.", "%(n)s people are not in this cohort.", len(strangers)),
            params={"n": len(strangers)},
        )
    require_plausible(cohort, today=timezone.localdate(now), agreement_date=agreement_date, order_date=order_date)
    rows = _admissible(chosen)
    for row in rows:
        row.agreement_date = agreement_date
    order = issue_order(cohort, dated=order_date, paper_number=paper_number, enrolments=rows, by=by, now=now)
    _admit_together(rows, order=order, agreement_date=agreement_date, by=by)
    return order


def _admissible(chosen: Sequence[Enrolment]) -> list[Enrolment]:
    """The rows, locked, each of which may be admitted."""
    lot = Enrolment.objects.filter(pk__in=[row.pk for row in chosen]).select_for_update(of=("self",))
    rows = list(lot.select_related("person", "organisation").order_by("pk"))
    for row in rows:
        refuse_illegal(row, Status.ADMITTED)
    return rows


def _admit_together(rows: Sequence[Enrolment], *, order: Order, agreement_date: date, by: User | None) -> None:
    """The move to admitted for many in a handful of statements, each with its line in the history and the ledger."""
    olds = [row.status for row in rows]
    Enrolment.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=Status.ADMITTED, order=order, agreement_date=agreement_date
    )
    for row in rows:
        row.status, row.order = Status.ADMITTED, order
    Enrolment.history.bulk_history_create(rows, batch_size=BATCH, update=True, default_user=by)
    EnrolmentEvent.objects.bulk_create(
        (EnrolmentEvent(enrolment=row, old=old, new=row.status, by=by) for row, old in zip(rows, olds, strict=True)),
        batch_size=BATCH,
    )


@transaction.atomic
def amend(enrolment: Enrolment, *, by: User | None, **fields: Any) -> Enrolment:
    """Change where the participant works or what the project is, and only if it differs."""
    if unknown := fields.keys() - AMENDABLE:
        raise TypeError(f"not amendable: {', '.join(sorted(unknown))}")
    row = lock_with_person(enrolment)
    if row.person.erased_at:
        raise erased(row.person)
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(row, name, value)
        _save(row, by=by)
    return row


def legal_moves(enrolment: Enrolment) -> frozenset[Status]:
    return MOVES[Status(enrolment.status)]


def illegal_move(row: Enrolment, to: Status) -> ValidationError | None:
    """That the table of moves does not allow it from where the enrolment stands now, or the person was erased."""
    if row.person.erased_at:
        return erased(row.person)
    return None if to in MOVES[Status(row.status)] else _illegal(row, to)


def _illegal(row: Enrolment, to: Status) -> ValidationError:
    return ValidationError(
        _("%(person)s: “%(now)s” cannot become “%(to)s”."),
        code="illegal_move",
        params={"person": row.person, "now": Status(row.status).label, "to": to.label},
    )


def erased(person: Person) -> ValidationError:
    return ValidationError(
        _("The data of this person were erased (%(person)s): nothing of their studies changes any more."),
        code="erased",
        params={"person": person},
    )


def refuse_illegal(row: Enrolment, to: Status) -> None:
    if refusal := illegal_move(row, to):
        raise refusal


def closed_to_people(cohort: Cohort) -> ValidationError | None:
    """Why nobody can be put on the cohort's list now; nothing where people can."""
    if cohort.status in OPEN_TO_PEOPLE:
        return None
    return ValidationError(
        _("The cohort “%(cohort)s” takes nobody now: its status is “%(status)s”."),
        code="cohort_not_open",
        params={"cohort": cohort, "status": cohort.get_status_display()},
    )


def places_of(person: Person) -> EnrolmentQuerySet:
    """The enrolments of a human, on whichever of the records that were merged into one."""
    records = Person.objects.records_of(person.merged_into_id or person.pk).order_by().values("pk")
    return Enrolment.objects.filter(person__in=records)


def active_elsewhere(cohort: Cohort, person: Person) -> ValidationError | None:
    """That the person is in another cohort of the programme, with the key of that enrolment for a link to it."""
    others = places_of(person).filter(programme=cohort.version.programme_id, status__in=Enrolment.ACTIVE)
    # Their own place on this list is no other one; that of a record which was merged into theirs is.
    if (found := others.exclude(cohort=cohort, person=person).select_related("cohort").first()) is None:
        return None
    return ValidationError(
        _("%(person)s is already in the cohort “%(cohort)s” of this programme."),
        code="active_elsewhere",
        params={"person": person, "cohort": found.cohort, "enrolment": found.pk},
    )


def _require_open(cohort: Cohort) -> None:
    if refusal := closed_to_people(cohort):
        raise refusal


def _require_papers(row: Enrolment, to: Status) -> None:
    if to == Status.ADMITTED and not (row.order_id and row.agreement_date):
        raise ValidationError(_("Admission needs the date of the agreement and an order."), code="no_papers")
    if to in {Status.PASSED, Status.NOT_PASSED} and row.result_date is None:
        raise ValidationError(_("The outcome needs the day of the attestation."), code="no_result_date")


def _refuse_second_active(cohort: Cohort, person: Person) -> None:
    if person.erased_at:
        raise erased(person)
    if person.merged_into_id:
        raise _merged(person)
    if refusal := active_elsewhere(cohort, person):
        raise refusal
    if refusal := retaken_elsewhere(cohort, person):
        raise refusal


def retaken_elsewhere(cohort: Cohort, person: Person) -> ValidationError | None:
    """That the person is about to be assessed once more in another cohort of the programme."""
    return alternatives.standing(_failed(cohort, person))


def _failed_before(cohort: Cohort, person: Person) -> Enrolment | None:
    """Who did not pass is assessed with the next stream: the new enrolment continues the old (Programme §8)."""
    return _failed(cohort, person).filter(continued_by=None).order_by("-result_date").first()


def _failed(cohort: Cohort, person: Person) -> EnrolmentQuerySet:
    return places_of(person).filter(programme=cohort.version.programme_id, status=Status.NOT_PASSED)


def _refuse_gone(earlier: Enrolment, person: Person) -> None:
    """Who was here comes back only from where the table of moves lets them, on whichever of their records."""
    if earlier.is_active and earlier.person_id != person.pk:
        return  # refused below, with the way there
    if Status.APPLIED not in MOVES[Status(earlier.status)]:
        raise ValidationError(
            _("%(person)s is already in this cohort: “%(status)s”."),
            code="already_here",
            params={"person": earlier.person, "status": earlier.get_status_display()},
        )


def _return(earlier: Enrolment, *, organisation: Organisation, position: str, by: User | None) -> Enrolment:
    row = move(earlier, Status.APPLIED, by=by)
    row.organisation, row.position = organisation, position
    _save(row, by=by)
    return row


def _save(row: Enrolment, *, by: User | None) -> None:
    """Save with the author in the history; the database has the last word on a second active enrolment."""
    row._history_user = by  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise _enrolled_meanwhile(row) from error


def _merged(person: Person) -> ValidationError:
    return ValidationError(
        _("This record of %(person)s was merged into another one: enrol that one."),
        code="merged",
        params={"person": person},
    )


def _enrolled_meanwhile(row: Enrolment) -> ValidationError:
    return ValidationError(
        _("%(person)s is already enrolled; open the page again."),
        code="enrolled_meanwhile",
        params={"person": row.person},
    )
