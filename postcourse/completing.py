"""Who has completed the support after the course: no talk is left, none of the plan's was missed for good, and the
project is closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from certificates.models import Document, Standing
from postcourse.models import Consultation, Implementation, Plan
from postcourse.models.support import PlanQuerySet
from postcourse.picturing import LIVE, Status

CLOSED, ENDED = Implementation.State.CLOSED, Implementation.State.ENDED
# What a plan promises; what graduates take of their own accord they may miss.
PROMISED = (Consultation.Kind.CONTACT, Consultation.Kind.TARGETED, Consultation.Kind.ADDED)


def is_completed(kind: str, consultations: Iterable[str], project: str | None, *, lost: bool = False) -> bool:
    """From statuses alone; a plan whose project nobody follows is completed with its last consultation. `lost`: one
    that the plan promises was missed, and was not even planned again; whether that is enough is left to people.

    >>> is_completed("support", ["held", "cancelled"], "closed"), is_completed("support", ["held"], "running")
    (True, False)
    """
    statuses = set(consultations)
    talked = Status.HELD in statuses and not statuses & set(LIVE)
    return kind == Plan.Kind.SUPPORT and talked and not lost and project in (None, CLOSED)


def is_over(consultations: Iterable[str], project: str | None) -> bool:
    """Whether anything is still to come of it."""
    statuses = set(consultations)
    return bool(statuses) and not statuses & set(LIVE) and project in (None, CLOSED, ENDED)


def completed_plans() -> PlanQuerySet:
    """The same, asked of the database: who can get a statement now, and of whom none is in force yet."""
    talks = Consultation.objects.filter(plan=OuterRef("pk")).order_by()
    papers = Document.objects.filter(
        standing__state=Standing.State.IN_FORCE, result__attempt__enrolment=OuterRef("attempt__enrolment")
    ).order_by()
    certificates = papers.of_results().filter(result=OuterRef("result"))
    rows = Plan.objects.filter(
        kind=Plan.Kind.SUPPORT, attempt__enrolment__person__erased_at=None,
        attempt__enrolment__person__merged_into__erased_at=None,
    )  # fmt: skip
    rows = rows.filter(Q(implementation=None) | Q(implementation__state=CLOSED))
    rows = rows.filter(
        Exists(talks.filter(status=Status.HELD)), ~Exists(talks.filter(status__in=LIVE)), ~Exists(lost(talks))
    )
    return rows.filter(Exists(certificates), ~Exists(papers.filter(kind=Document.Kind.SUPPORT)))


def lost(talks: Any) -> Any:
    """Of these consultations those that the plan promises, and that were missed for good."""
    return talks.filter(status=Status.MISSED, kind__in=PROMISED, replanned_by=None)


def completed_without_statement(cohort: int) -> list[int]:
    """Enrolments of the cohort with this key."""
    rows = completed_plans().filter(attempt__enrolment__cohort=cohort).order_by("pk")
    return list(rows.values_list("attempt__enrolment", flat=True))
