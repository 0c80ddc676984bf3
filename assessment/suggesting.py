"""What the marks of the tasks suggest for a coursework criterion, and how it came about (Programme §8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessment.grading import proportional, to_halves
from assessment.models import Criterion
from courses.models import Enrolment, Task
from courses.task_marks import TaskMark, Total, marks_by_enrolment, total_of


@dataclass(frozen=True)
class Suggestion:
    """The points, in halves, that the marked tasks come to; None where no task of these kinds is marked.

    `marks` are those it rests on; `unmarked` counts the tasks of the cohort that could have one and have none.
    """

    halves: int | None
    marks: Sequence[TaskMark]
    total: Total
    unmarked: int


def suggestions_for(enrolments: Iterable[Enrolment], criteria: Sequence[Criterion]) -> dict[int, dict[int, Suggestion]]:
    """By the key of the enrolment and of the criterion: a number of queries that grows with neither."""
    rows = list(enrolments)
    marks = marks_by_enrolment(rows)
    tasks = _markable({row.cohort_id for row in rows})
    return {
        row.pk: {each.pk: _suggestion(each, marks[row.pk], tasks.get(row.cohort_id, ())) for each in criteria}
        for row in rows
    }


def _suggestion(criterion: Criterion, marks: Iterable[TaskMark], tasks: Iterable[Task]) -> Suggestion:
    counted = [mark for mark in marks if mark.task.kind in criterion.task_kinds]
    marked = {mark.task.pk for mark in counted}
    unmarked = sum(task.kind in criterion.task_kinds and task.pk not in marked for task in tasks)
    total = total_of(counted)
    return Suggestion(_halves(criterion, total), counted, total, unmarked)


def _halves(criterion: Criterion, total: Total) -> int | None:
    if not total.count:
        return None
    # A maximum that was lowered after the marking gives no more than everything.
    points = min(total.points, total.maximum)
    return proportional(points, total.maximum, to_halves(criterion.maximum), to_halves(criterion.step))


def _markable(cohorts: set[int]) -> Mapping[int, Sequence[Task]]:
    found: dict[int, list[Task]] = {pk: [] for pk in cohorts}
    for task in Task.objects.filter(cohort__in=cohorts, max_points__isnull=False):
        found[task.cohort_id].append(task)
    return found
