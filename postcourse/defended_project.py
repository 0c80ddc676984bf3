"""The project as it was defended: its topic, the day, and what was handed in on the course as its material."""

from __future__ import annotations

from collections.abc import Iterable

from certificates.models import Document
from courses.models import Enrolment, Submission, Task
from postcourse.models import Implementation, Plan
from postcourse.project_files import words_in
from postcourse.project_words import Draft, drafts


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


def drafts_of(implementation: Implementation, works: Iterable[Submission]) -> list[Draft]:
    """Goals as far as the texts and Word files say them, without those that a goal was drawn up from already."""
    texts = (text for work in works for text in (work.text, *map(words_in, work.uploads.all())))
    used = set(implementation.goals.filter(dropped_at=None).values_list("passage", flat=True))
    found = {draft.words: draft for text in texts for draft in drafts(text)}
    return [draft for words, draft in found.items() if words not in used]
