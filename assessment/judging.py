"""What a commission's sheets say about one defence: who has submitted, the means, the sum, how far apart they are.

Read-only. The caller decides who may look: nobody sees another member's marks before all have submitted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import QuerySet

from assessment.coursework import as_decided, coursework_of
from assessment.grading import HALVES, Grade, Spread, band_of, grade, spread_of, to_halves
from assessment.models import (
    Band,
    CohortRules,
    CommissionMember,
    Criterion,
    Defence,
    DefenceDay,
    Resolution,
    Result,
    Sheet,
    ThirdCall,
)
from assessment.rules import rules_of_all


@dataclass(frozen=True)
class Seat:
    """One member's sheet of one defence, begun or not.

    `halves` follows the criteria of the rubric: those of the coursework stage, which are the same for everybody, and
    the member's `own`; None where no mark is given.
    """

    member: CommissionMember
    halves: tuple[int | None, ...]
    own: tuple[int | None, ...]
    submitted_at: datetime | None = None
    excused_reason: str = ""

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_excused(self) -> bool:
        return bool(self.excused_reason)

    @property
    def is_open(self) -> bool:
        return not self.is_submitted and not self.is_excused

    @property
    def given(self) -> int:
        return sum(mark is not None for mark in self.own)

    @property
    def is_complete(self) -> bool:
        return self.given == len(self.own)

    @property
    def sum_halves(self) -> int:
        return sum(mark or 0 for mark in self.halves)

    @property
    def total(self) -> Fraction:
        return Fraction(self.sum_halves, HALVES)


@dataclass(frozen=True)
class Judgement:
    """A defence with its seats; `grade` and `spread` only when every seat is submitted or excused, and no points of
    the coursework are missing.
    """

    defence: Defence
    criteria: Sequence[Criterion]
    bands: Sequence[Band]
    seats: Sequence[Seat]
    # The criteria of the coursework stage that the trainer has given no points for.
    uncounted: Sequence[Criterion] = ()
    grade: Grade | None = None
    spread: Spread | None = None
    # A third member asked for this defence, and what the commission agreed on.
    call: ThirdCall | None = None
    resolution: Resolution | None = None

    @property
    def counted(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_submitted]

    @property
    def waiting(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_open]

    @property
    def is_ready(self) -> bool:
        """Everybody has spoken, and the chair has not decided yet."""
        return self.grade is not None and self.defence.is_pending

    @property
    def is_flagged(self) -> bool:
        """The totals lie too far apart, and no third member has scored: the chair resolves it."""
        return self.spread is not None and self.spread.flagged and not self.has_third

    @property
    def third(self) -> Seat | None:
        """The seat of the member who was asked for this defence alone."""
        return next((seat for seat in self.seats if seat.member.called), None)

    @property
    def has_third(self) -> bool:
        return self.third is not None and self.third.is_submitted

    @property
    def rule(self) -> Result.Rule:
        """By what the points came about, or would."""
        if self.resolution is not None:
            return Result.Rule.CONSENSUS
        return Result.Rule.THIRD if self.has_third else Result.Rule.MEAN

    @property
    def band(self) -> Band | None:
        return band_of(self.grade.total, self.bands) if self.grade else None


def judgement_of(defence: Defence) -> Judgement:
    return _judge_all(defence.day, Defence.objects.filter(pk=defence.pk))[0]


def judgements_of(day: DefenceDay) -> list[Judgement]:
    """Every defence of a day in its order: a fixed number of queries, however many participants."""
    return _judge_all(day, Defence.objects.filter(day=day).order_by("order"))


def _judge_all(day: DefenceDay, defences: QuerySet[Defence]) -> list[Judgement]:
    rows = list(
        defences.select_related(
            "attempt__enrolment__person", "attempt__enrolment__organisation", "attempt__enrolment__cohort"
        )
        .select_related("third_call", "resolution", "result")
        .prefetch_related("sheets__marks", "resolution__marks")
    )
    members = list(CommissionMember.everyone.filter(day=day).chair_first())
    rules = rules_of_all(row.attempt.enrolment.cohort for row in rows)
    common = coursework_of(row.attempt.enrolment for row in rows)
    for row in rows:
        row.day = day
    return [
        _judge(row, members, rules[row.attempt.enrolment.cohort_id], common[row.attempt.enrolment_id]) for row in rows
    ]


def _judge(
    defence: Defence, members: Iterable[CommissionMember], rules: CohortRules, common: Mapping[int, int]
) -> Judgement:
    criteria, bands = list(rules.rubric.criteria.all()), list(rules.rubric.bands.all())
    common = as_decided(defence, criteria) or common
    sheets = {sheet.member_id: sheet for sheet in defence.sheets.all()}
    call: ThirdCall | None = getattr(defence, "third_call", None)
    asked = call.member_id if call else None
    seated = [member for member in members if not member.called or member.pk == asked]
    seats = [_seat(member, sheets.get(member.pk), criteria, common) for member in seated]
    counted = [seat for seat in seats if seat.is_submitted]
    uncounted = [each for each in criteria if each.is_coursework and each.pk not in common]
    if not counted or uncounted or any(seat.is_open for seat in seats):
        return Judgement(defence, criteria, bands, seats, uncounted, call=call)
    marks = [[mark or 0 for mark in seat.halves] for seat in counted]
    spread = spread_of([seat.total for seat in counted], rules.spread_limit, bands)
    resolution: Resolution | None = getattr(defence, "resolution", None)
    if resolution is not None:
        agreed = {mark.criterion_id: to_halves(mark.points) for mark in resolution.marks.all()}
        marks = [[(common if each.is_coursework else agreed)[each.pk] for each in criteria]]
    return Judgement(defence, criteria, bands, seats, (), grade(marks), spread, call, resolution)


def _seat(
    member: CommissionMember, sheet: Sheet | None, criteria: Sequence[Criterion], common: Mapping[int, int]
) -> Seat:
    given = sheet.halves() if sheet else {}
    halves = tuple((common if each.is_coursework else given).get(each.pk) for each in criteria)
    own = tuple(given.get(each.pk) for each in criteria if not each.is_coursework)
    if sheet is None:
        return Seat(member, halves, own)
    return Seat(member, halves, own, sheet.submitted_at, sheet.excused_reason)
