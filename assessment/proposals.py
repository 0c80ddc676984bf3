"""The proposal for those who wait: worked out from what is on record, shown, and then carried out as it was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.conflicts import Ties, ties_of, wall
from assessment.models import CommissionMember, Defence, DefenceDay
from assessment.planning import add_participants, awaiting_defence, open_day
from assessment.proposing import Bench, Candidate, Order, Proposal, Why, propose
from assessment.recording import save_by
from assessment.retaking import refusals_on
from assessment.slots import Pause, as_kept
from courses.models import Cohort, Enrolment
from people.locking import lock
from people.models import User


@dataclass(frozen=True)
class Place:
    enrolment: Enrolment
    place: int
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class DayDraft:
    """One day as it is proposed: who comes after those who stand there, and the pauses that are made for it."""

    day: DefenceDay
    members: Sequence[CommissionMember]
    places: Sequence[Place]
    pauses: Sequence[Pause]
    order: Order


@dataclass(frozen=True)
class Left:
    enrolment: Enrolment
    sentence: str


@dataclass(frozen=True)
class Draft:
    days: Sequence[DayDraft]
    left: Sequence[Left]
    seal: str

    @property
    def placed(self) -> int:
        return sum(len(each.places) for each in self.days)


def open_days(cohort: Cohort, now: datetime) -> QuerySet[DefenceDay]:
    """Days that are still to come or go on, and are not another cohort's alone."""
    rows = DefenceDay.objects.filter(held_on__gte=timezone.localdate(now), finalised_at=None)
    own = DefenceDay.objects.of_cohort(cohort).values("pk")
    return (rows.filter(pk__in=own) | rows.filter(defences=None)).distinct()


def days_to_go(now: datetime, *, besides: DefenceDay) -> QuerySet[DefenceDay]:
    """Where somebody can be moved to: every open day from today on, and their own in any case."""
    rows = DefenceDay.objects.filter(held_on__gte=timezone.localdate(now), finalised_at=None)
    return rows | DefenceDay.objects.filter(pk=besides.pk)


def empty_days(now: datetime) -> QuerySet[DefenceDay]:
    """Planned and without anybody in the order: no cohort's page would show them."""
    return DefenceDay.objects.filter(held_on__gte=timezone.localdate(now), finalised_at=None, defences=None)


def draft(cohort: Cohort, days: Iterable[DefenceDay], *, until: time, now: datetime) -> Draft:
    """What would be done; writes nothing."""
    chosen = sorted(days, key=lambda day: (day.held_on, day.starts_at, day.pk))
    waiting = list(awaiting_defence(cohort))
    seats = _seats(chosen)
    users = {member.user_id for members in seats.values() for member in members}
    ties = ties_of(users, [day.held_on for day in chosen])
    taken = dict(Defence.objects.filter(day__in=chosen).values_list("day").annotate(Count("pk")).order_by())
    over = {day.pk: _over_by(day, chosen, seats, until) for day in chosen}
    benches = [_bench(day, seats[day.pk], ties, taken.get(day.pk, 0), over[day.pk], now) for day in chosen]
    # Whether a trainer may assess their own cohort is the day's rule: one that is strict anywhere is strict here.
    strict = any(day.trainees_apart for day in chosen)
    refusals = refusals_on(waiting, {day.held_on for day in chosen}, now=now)
    candidates = [_candidate(each, users, ties, strict, chosen, refusals.get(each.pk, {})) for each in waiting]
    return _draft(propose(candidates, benches), chosen, waiting, seats, refusals)


@transaction.atomic
def carry_out(
    cohort: Cohort, days: Sequence[DefenceDay], *, until: time, seal: str, by: User, now: datetime | None = None
) -> Draft:
    """Do what was shown; where the facts have changed since, nothing is done and the new proposal is shown."""
    now = now or timezone.now()
    waiting = list(awaiting_defence(cohort))
    lock(enrolment.person_id for enrolment in waiting)
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True)
    list(rows.filter(pk__in=[enrolment.pk for enrolment in waiting]).order_by("pk"))
    locked = [open_day(day) for day in sorted(days, key=lambda day: day.pk)]
    found = draft(cohort, locked, until=until, now=now)
    if found.seal != seal:
        raise ValidationError(_("Something has changed since: look at the proposal again."), code="changed")
    if not found.placed:
        raise ValidationError(_("Nobody can be placed like this."), code="nobody")
    for each in found.days:
        if each.places:
            add_participants(each.day, [place.enrolment for place in each.places], by=by)
            row = DefenceDay.objects.get(pk=each.day.pk)
            if row.pauses != as_kept(each.pauses):
                row.pauses = as_kept(each.pauses)
                save_by(row, by)
    return found


def _seats(days: Iterable[DefenceDay]) -> dict[int, list[CommissionMember]]:
    found: dict[int, list[CommissionMember]] = {day.pk: [] for day in days}
    for member in CommissionMember.objects.filter(day__in=list(found)).chair_first():
        found[member.day_id].append(member)
    return found


def _bench(
    day: DefenceDay, members: Sequence[CommissionMember], ties: Ties, taken: int, until: datetime, now: datetime
) -> Bench:
    spans = [span for member in members for span in ties.away.get(member.user_id, ()) if span.day != day.pk]
    away = {(span.begins, span.ends) for span in spans}
    return Bench(
        day.pk,
        datetime.combine(day.held_on, day.starts_at),
        day.slot_minutes,
        until,
        frozenset(member.user_id for member in members),
        day.rests,
        taken,
        tuple(sorted(away)),
        wall(now),
    )


def _over_by(
    day: DefenceDay, days: Iterable[DefenceDay], seats: dict[int, list[CommissionMember]], until: time
) -> datetime:
    """When the last one has to be over: where a member goes on to another of these commissions, before it begins."""
    own = {member.user_id for member in seats[day.pk]}
    later = [
        datetime.combine(each.held_on, each.starts_at)
        for each in days
        if each.held_on == day.held_on and (each.starts_at, each.pk) > (day.starts_at, day.pk)
        and own & {member.user_id for member in seats[each.pk]}
    ]  # fmt: skip
    return min([datetime.combine(day.held_on, until), *later])


def _candidate(
    enrolment: Enrolment,
    users: Iterable[int],
    ties: Ties,
    strict: bool,
    days: Iterable[DefenceDay],
    refusals: Mapping[date, ValidationError],
) -> Candidate:
    barred = frozenset(user for user in users if ties.of_interest(user, enrolment, trainees_apart=strict))
    not_on = frozenset(day.pk for day in days if day.held_on in refusals)
    return Candidate(enrolment.pk, enrolment.organisation_id, barred, not_on)


def _draft(
    proposal: Proposal,
    days: Sequence[DefenceDay],
    waiting: Sequence[Enrolment],
    seats: dict[int, list[CommissionMember]],
    refusals: Mapping[int, Mapping[date, ValidationError]],
) -> Draft:
    known, by_key = {row.pk: row for row in waiting}, {day.pk: day for day in days}
    drafts = []
    for order in proposal.orders:
        first = order.bench.taken + 1
        slots = enumerate(zip(order.people, order.slots, strict=True), start=first)
        places = [Place(known[person.key], place, *times) for place, (person, times) in slots]
        drafts.append(DayDraft(by_key[order.bench.key], seats[order.bench.key], places, order.pauses, order))
    left = [Left(known[person.key], _sentence(why, refusals.get(person.key, {}))) for person, why in proposal.left]
    return Draft(drafts, left, _seal(drafts))


def _sentence(why: Why, refusals: Mapping[date, ValidationError]) -> str:
    if why is Why.BARRED and refusals:
        return " ".join(refusals[min(refusals)].messages)
    if why is Why.BARRED:
        return _("every commission has a member with a conflict of interest")
    return _("no place is left where no conflict speaks against it")


def _seal(drafts: Iterable[DayDraft]) -> str:
    """The same proposal has the same seal: of every place with its time, and of every pause."""
    said = [
        (each.day.pk, as_kept(each.pauses), [(place.enrolment.pk, f"{place.begins}") for place in each.places])
        for each in drafts
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
