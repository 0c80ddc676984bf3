"""What is offered to whose certificate expires: the next cohort of the programme that takes people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from courses.applying import is_open, link_of
from courses.models import Cohort


@dataclass(frozen=True)
class Offer:
    """A cohort, and the public address at which one applies by oneself; empty where the organiser takes people."""

    cohort: Cohort
    link: str


def next_cohort(programme: int, *, is_demo: bool, today: date) -> Offer | None:
    """The one that begins soonest, first of all one that people can apply to by themselves.

    A demonstration offers its own cohorts, and nobody else is offered those.
    """
    rows = Cohort.objects.filter(version__programme=programme, is_demo=is_demo, status=Cohort.Status.ENROLLING)
    coming = list(rows.filter(starts_on__gt=today).order_by("starts_on", "pk"))
    chosen = next((cohort for cohort in coming if is_open(cohort, today)), next(iter(coming), None))
    return Offer(chosen, link_of(chosen) if is_open(chosen, today) else "") if chosen else None
