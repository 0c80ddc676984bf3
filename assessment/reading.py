"""What the pages of a cohort and of a commission show about defences: named questions, a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, When

from assessment.models import CommissionMember, Defence, DefenceDay, Protocol, Result, Sheet
from assessment.planning import awaiting_defence
from assessment.rules import rules_of
from assessment.scales import Sign, chart_bands, sign_of, signs_of
from courses.models import Cohort, Enrolment
from people.models import User

OPEN = Defence.Outcome.PENDING
PENDING = Q(defences__outcome=OPEN)


@dataclass(frozen=True)
class OwnDay:
    """A day on a member's list: how far the member and the whole commission are."""

    day: DefenceDay
    people: int
    decided: int
    submitted: int
    excused: int
    next_defence: int | None
    is_chair: bool

    @property
    def left(self) -> int:
        return max(self.people - self.submitted - self.excused, 0)


@dataclass(frozen=True)
class ResultLine:
    result: Result
    sign: Sign


def days_of_cohort(cohort: Cohort) -> QuerySet[DefenceDay]:
    """The days of a cohort with `people`, `ours` and `decided` counted, members and this cohort's protocol beside."""
    ours = DefenceDay.objects.of_cohort(cohort).values("pk")
    return (
        DefenceDay.objects.filter(pk__in=ours)
        .annotate(
            people=Count("defences"),
            ours=Count("defences", filter=Q(defences__attempt__enrolment__cohort=cohort)),
            decided=Count("defences", filter=~PENDING),
        )
        .prefetch_related(
            Prefetch("members", queryset=CommissionMember.objects.chair_first()),
            Prefetch("protocols", queryset=Protocol.objects.filter(cohort=cohort), to_attr="own_protocols"),
        )
    )


def undecided_of(cohort: Cohort) -> list[Enrolment]:
    """Admitted participants without a standing day or result; `.absences` tells of days they did not appear on."""
    absences = Defence.objects.filter(outcome__in=(Defence.Outcome.ABSENT, Defence.Outcome.ABSENT_VALID))
    waiting = awaiting_defence(cohort).prefetch_related(
        Prefetch("attempts__defences", queryset=absences.select_related("day"), to_attr="absences")
    )
    return list(waiting)


def results_of_cohort(cohort: Cohort) -> dict[str, Any]:
    """The current results of a cohort, the picture of their totals, its protocols and who has no result."""
    rows = list(
        Result.objects.current()
        .of_cohort(cohort)
        .with_people()
        .order_by("attempt__enrolment__person__name_key", "attempt__number")
    )
    bands = signs = []
    if rows:
        rubric = rules_of(cohort).rubric
        found = list(rubric.bands.all())
        bands, signs = chart_bands(found), signs_of(found)
    return {
        "lines": [ResultLine(row, sign_of(signs, row.total)) for row in rows],
        "totals": [row.total for row in rows],
        "bands": bands,
        "protocols": Protocol.objects.filter(cohort=cohort)
        .select_related("day", "cohort")
        .prefetch_related("signatures")
        .order_by("day__held_on"),
        "without": Enrolment.objects.filter(cohort=cohort, status=Enrolment.Status.ADMITTED).count(),
    }


def days_of_member(user: User, today: date) -> dict[str, list[OwnDay]]:
    """A member's days: today's, those to come (the nearest first), those that are over (the latest first)."""
    seats: Any = (  # the counts are annotated
        CommissionMember.everyone.filter(user=user)
        .select_related("day")
        .annotate(
            # A third member has only the defences that they were asked for.
            people=Case(
                When(called=True, then=Count("calls", distinct=True)), default=Count("day__defences", distinct=True)
            ),
            decided=Case(
                When(called=True, then=Count("calls", filter=~Q(calls__defence__outcome=OPEN), distinct=True)),
                default=Count("day__defences", filter=~Q(day__defences__outcome=OPEN), distinct=True),
            ),
            submitted=Count("sheets", filter=Q(sheets__submitted_at__isnull=False), distinct=True),
            excused=Count("sheets", filter=Q(sheets__excused_at__isnull=False), distinct=True),
        )
        .order_by("day__held_on", "day__starts_at")
    )
    first = _first_open(user)
    days = [
        OwnDay(seat.day, seat.people, seat.decided, seat.submitted, seat.excused, first.get(seat.day_id), seat.is_chair)
        for seat in seats
    ]
    return {
        "today": [each for each in days if each.day.held_on == today],
        "coming": [each for each in days if each.day.held_on > today],
        "past": [each for each in reversed(days) if each.day.held_on < today],
    }


def _first_open(user: User) -> dict[int, int]:
    """By day, the first participant whose sheet this member has still to submit."""
    done = Sheet.objects.filter(member__user=user).exclude(submitted_at=None, excused_at=None)
    rows = (
        Defence.objects.pending()
        .filter(
            Q(day__members__called=False) | Q(third_call__member=F("day__members")),
            day__members__user=user,
        )
        .filter(
            Q(attempt__number=1, attempt__enrolment__status=Enrolment.Status.ADMITTED)
            | Q(attempt__number=2, attempt__enrolment__status=Enrolment.Status.NOT_PASSED)
        )
        .exclude(sheets__in=done)
        .order_by("-day", "-order")
        .values_list("day_id", F("pk"))
    )
    return dict(rows)
