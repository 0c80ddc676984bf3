"""What a participant reads of their tasks and materials."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from courses.access_study import shown_to_participants
from courses.feedback_given import feedback_of
from courses.models import Enrolment, Feedback, Material, Module, Submission, Task
from courses.task_marks import TaskMark, marks_of
from courses.task_states import State, is_late, state_of


@dataclass(frozen=True)
class OwnTask:
    task: Task
    state: State
    late: bool
    mark: TaskMark | None

    @property
    def is_reachable(self) -> bool:
        return self.state != State.UPCOMING


@dataclass(frozen=True)
class Turn:
    """One submission with what was said of it."""

    submission: Submission
    late: bool
    feedback: list[Feedback]


def tasks_of(enrolment: Enrolment, today: date) -> list[OwnTask]:
    """By the day they are due; what is to do first among equals."""
    by_task: dict[int, list[Submission]] = defaultdict(list)
    for submission in enrolment.submissions.order_by("number"):
        by_task[submission.task_id].append(submission)
    given = feedback_of(rows[-1] for rows in by_task.values())
    marks = {mark.task.pk: mark for mark in marks_of(enrolment)}
    found = []
    for task in enrolment.cohort.tasks.select_related("module"):
        rows = by_task[task.pk]
        answered = bool(rows and given[rows[-1].pk])
        state = state_of(task, handed_in=bool(rows), answered=answered, today=today)
        found.append(OwnTask(task, state, bool(rows) and is_late(rows[-1], task), marks.get(task.pk)))
    return found


def turns_of(task: Task, enrolment: Enrolment) -> list[Turn]:
    """Everything handed in for a task, the newest first."""
    rows = list(Submission.objects.filter(task=task, enrolment=enrolment).prefetch_related("uploads"))
    given = feedback_of(rows)
    return [Turn(row, is_late(row, task), given[row.pk][::-1]) for row in rows[::-1]]


def materials_of(enrolment: Enrolment) -> list[tuple[Module, list[Material]]]:
    """What they see today, by module; `newest` of each material is its newest version."""
    shown = shown_to_participants(enrolment.cohort.materials.all())
    by_module: dict[Module, list[Material]] = {}
    for material in shown.select_related("module").prefetch_related("versions__upload"):
        by_module.setdefault(material.module, []).append(material)
    return list(by_module.items())
