"""A plan as a picture and in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from people import charts
from postcourse.calendar import add_months
from postcourse.models import Consultation, Plan
from postcourse.policy import POLICY
from postcourse.wording import about, short_time

Status = Consultation.Status
LIVE = (Status.PLANNED, Status.INVITED, Status.CONFIRMED)
STATES = {Status.HELD: "done", Status.MISSED: "missed", Status.CANCELLED: "cancelled"}


@dataclass(frozen=True)
class Tally:
    """How far the support has come; what was cancelled, or missed and planned again, is not counted twice."""

    held: int
    total: int
    missed: int

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.held == self.total


def tally(consultations: Sequence[Consultation]) -> Tally:
    held = sum(row.status == Status.HELD for row in consultations)
    missed = sum(row.status == Status.MISSED for row in consultations)
    return Tally(held=held, total=held + sum(row.status in LIVE for row in consultations), missed=missed)


def next_of(consultations: Sequence[Consultation]) -> Consultation | None:
    """The one that comes next: not over half an hour ago, and still open."""
    now = timezone.now()
    ahead = [row for row in consultations if row.status in LIVE and row.ends_at > now]
    return min(ahead, key=lambda row: row.starts_at, default=None)


def moments(consultations: Sequence[Consultation]) -> list[charts.Moment]:
    """Dots of the timeline; what was cancelled is told in the list, not drawn."""
    coming = next_of(consultations)
    return [
        charts.Moment(
            when=timezone.localdate(row.starts_at),
            label=about(row),
            state="next" if row == coming else STATES.get(Status(row.status), "planned"),
            note=f"{short_time(row)} · {row.get_status_display()}",
        )
        for row in consultations
        if row.status != Status.CANCELLED
    ]


def span(plan: Plan, consultations: Sequence[Consultation]) -> tuple[date, date]:
    """From when to when the timeline reaches: the months of the policy, or as far as something is planned."""
    months = POLICY.retake_months if plan.kind == Plan.Kind.RETAKE else max(POLICY.months)
    last = max((timezone.localdate(row.starts_at) for row in consultations), default=plan.counted_from)
    return plan.counted_from, max(last, add_months(plan.counted_from, months))
