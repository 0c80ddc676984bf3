"""The consultations of a plan in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from postcourse.models import Consultation

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
