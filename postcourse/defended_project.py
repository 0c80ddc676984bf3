"""The project as it was defended: its topic, the day, and what was handed in on the course as its material."""

from __future__ import annotations

from certificates.models import Document
from courses.models import Enrolment, Submission, Task
from postcourse.models import Implementation, Plan


def topic_of(plan: Plan) -> str:
    """As it stands on the paper that was signed; the topic on the enrolment may have been put right since."""
    enrolment = plan.attempt.enrolment
    paper = Document.objects.filter(result=plan.result_id).order_by("pk").first()
    return str((paper.snapshot.get("project_topic") if paper else "") or enrolment.project_topic)


def works_of(implementation: Implementation) -> list[Submission]:
    """The newest of each task of the project, with its files.

    Whoever went on to a later stream and handed in nothing there has defended what they had handed in before.
    """
    enrolment: Enrolment | None = implementation.plan.attempt.enrolment
    while enrolment is not None:
        rows = Submission.objects.filter(enrolment=enrolment, task__kind=Task.Kind.PROJECT)
        found = rows.select_related("task").prefetch_related("uploads").order_by("task__due_on", "task", "number")
        if works := list({row.task_id: row for row in found}.values()):
            return works
        enrolment = enrolment.continues
    return []
