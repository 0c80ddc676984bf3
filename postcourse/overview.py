"""Who of a cohort is supported, how far, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from people.models import User
from postcourse.models import Consultation, Plan
from postcourse.picturing import Tally, next_of, tally

Status = Consultation.Status


@dataclass(frozen=True)
class Line:
    plan: Plan
    tally: Tally
    next: Consultation | None
    to_record: int

    @property
    def trainer(self) -> User | None:
        """Nobody, also where whoever was named has left (`lacks_trainer`)."""
        return None if vars(self.plan).get("lacks_trainer") else self.plan.trainer


@dataclass(frozen=True)
class Overview:
    lines: list[Line]
    held: int
    total: int
    missed: int
    unconfirmed: int
    to_record: int
    unassigned: int


def overview_of(plans: Iterable[Plan]) -> Overview:
    """From plans with their consultations fetched."""
    now = timezone.now()
    lines = [_line(plan, now) for plan in plans]
    rows = [row for line in lines for row in line.plan.consultations.all()]
    return Overview(
        lines=lines,
        held=sum(line.tally.held for line in lines),
        total=sum(line.tally.total for line in lines),
        missed=sum(line.tally.missed for line in lines),
        unconfirmed=sum(row.status == Status.INVITED and row.starts_at > now for row in rows),
        to_record=sum(line.to_record for line in lines),
        unassigned=sum(line.trainer is None for line in lines),
    )


def _line(plan: Plan, now: datetime) -> Line:
    rows = list(plan.consultations.all())
    waiting = sum(row.status in (Status.INVITED, Status.CONFIRMED) and row.starts_at <= now for row in rows)
    return Line(plan=plan, tally=tally(rows), next=next_of(rows), to_record=waiting)
