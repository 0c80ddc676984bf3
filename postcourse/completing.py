"""Who has completed the support after the course: every talk that was left was held, and the project is closed."""

from __future__ import annotations

from collections.abc import Iterable

from certificates.models import Document, Standing
from courses.models import Cohort
from postcourse.models import Implementation, Plan
from postcourse.picturing import LIVE, Status

CLOSED = Implementation.State.CLOSED


def is_completed(kind: str, consultations: Iterable[str], project: str | None) -> bool:
    """From statuses alone; a plan whose project nobody follows is completed with its last consultation.

    >>> is_completed("support", ["held", "cancelled"], "closed"), is_completed("support", ["held"], "running")
    (True, False)
    """
    statuses = set(consultations)
    talked = Status.HELD in statuses and not statuses & set(LIVE)
    return kind == Plan.Kind.SUPPORT and talked and project in (None, CLOSED)


def completed_without_statement(cohort: Cohort) -> list[int]:
    """Enrolments of the cohort whose support is completed and of whom no statement is in force; three queries."""
    rows = Plan.objects.filter(attempt__enrolment__cohort=cohort, kind=Plan.Kind.SUPPORT)
    rows = rows.filter(attempt__enrolment__person__erased_at=None).select_related("implementation", "attempt")
    issued = Document.objects.filter(
        kind=Document.Kind.SUPPORT, standing__state=Standing.State.IN_FORCE, result__attempt__enrolment__cohort=cohort
    ).values_list("result__attempt__enrolment", flat=True)
    has_one = set(issued)
    return [
        plan.attempt.enrolment_id
        for plan in rows.prefetch_related("consultations").order_by("pk")
        if plan.attempt.enrolment_id not in has_one
        and is_completed(plan.kind, [row.status for row in plan.consultations.all()], project_of(plan))
    ]


def project_of(plan: Plan) -> str | None:
    """The state of the project; takes a plan with its implementation fetched."""
    found: Implementation | None = getattr(plan, "implementation", None)
    return found.state if found else None
