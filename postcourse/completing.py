"""Who has completed the support after the course: every talk that was left was held, and the project is closed."""

from __future__ import annotations

from collections.abc import Iterable

from certificates.models import Document, Standing
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


def completed_without_statement(plans: Iterable[Plan]) -> list[int]:
    """Enrolments whose support is completed and of whom no statement is in force.

    Takes plans with their people, consultations and implementations fetched; one query, and none where nobody is done.
    """
    done = [plan.attempt.enrolment_id for plan in plans if _is_done(plan)]
    if not done:
        return []
    issued = Document.objects.filter(
        kind=Document.Kind.SUPPORT, standing__state=Standing.State.IN_FORCE, result__attempt__enrolment__in=done
    )
    has_one = set(issued.values_list("result__attempt__enrolment", flat=True))
    return [enrolment for enrolment in done if enrolment not in has_one]


def _is_done(plan: Plan) -> bool:
    project: Implementation | None = getattr(plan, "implementation", None)
    statuses = [row.status for row in plan.consultations.all()]
    return not plan.person.erased_at and is_completed(plan.kind, statuses, project.state if project else None)
