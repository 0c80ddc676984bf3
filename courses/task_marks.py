"""The marks of tasks that are in force: what the coursework criteria of an assessment read (Programme §8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from courses.feedback_given import feedback_of
from courses.models import Enrolment, Feedback, Module, Submission, Task


@dataclass(frozen=True)
class TaskMark:
    """The newest points of one participant for one task, in half points, out of `maximum`."""

    task: Task
    points: Decimal
    maximum: Decimal
    at: datetime
    # For what was handed in in the cohort that the participant was transferred from.
    carried: bool


@dataclass(frozen=True)
class Total:
    """Marks added up: `points` out of `maximum`, over `count` tasks."""

    points: Decimal
    maximum: Decimal
    count: int

    @property
    def share(self) -> Decimal | None:
        """Exact, between 0 and 1; nothing without a mark."""
        return self.points / self.maximum if self.maximum else None


def marks_of(enrolment: Enrolment, *, module: Module | None = None, kinds: Collection[str] = ()) -> list[TaskMark]:
    """The marks in force of one participant, by task; of one module or of some kinds only, if they are named."""
    return marks_by_enrolment([enrolment], module=module, kinds=kinds)[enrolment.pk]


def marks_by_enrolment(
    enrolments: Iterable[Enrolment],
    *,
    module: Module | None = None,
    kinds: Collection[str] = (),
    task: Task | None = None,
) -> dict[int, list[TaskMark]]:
    """The same for many, by the key of the enrolment, in a number of queries that does not grow with them."""
    keys = [enrolment.pk for enrolment in enrolments]
    submissions = Submission.objects.filter(enrolment__in=keys).select_related("task__module")
    if module is not None:
        submissions = submissions.filter(task__module=module)
    if kinds:
        submissions = submissions.filter(task__kind__in=kinds)
    if task is not None:
        submissions = submissions.filter(task=task)
    by_place: dict[tuple[int, int], list[Submission]] = defaultdict(list)
    for submission in submissions.order_by("task__due_on", "task__module__order", "task_id", "number"):
        by_place[submission.enrolment_id, submission.task_id].append(submission)
    given = feedback_of(row for rows in by_place.values() for row in rows)
    found: dict[int, list[TaskMark]] = {key: [] for key in keys}
    for (enrolment, _task), rows in by_place.items():
        if mark := _in_force(rows, given):
            found[enrolment].append(mark)
    return found


def total_of(marks: Iterable[TaskMark]) -> Total:
    counted = list(marks)
    points = sum((mark.points for mark in counted), Decimal(0))
    return Total(points, sum((mark.maximum for mark in counted), Decimal(0)), len(counted))


def _in_force(rows: list[Submission], given: dict[int, list[Feedback]]) -> TaskMark | None:
    """A comment without points leaves the earlier points in force; so does a submission nobody has marked yet."""
    marked = [(feedback, row) for row in rows for feedback in given[row.pk] if feedback.points is not None]
    if not marked:
        return None
    feedback, row = max(marked, key=lambda each: (each[0].at, each[0].pk))
    points, maximum = feedback.points, row.task.max_points
    if points is None or maximum is None:
        return None
    return TaskMark(row.task, points, maximum, feedback.at, carried=row.carried_from_id is not None)
