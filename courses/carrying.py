"""What a transfer takes along: the hours attended, by place and type, and the marked tasks; never defence marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Sum

from courses.models import Attendance, CarriedHours, Cohort, Enrolment, Feedback, Module, Submission, Task

# Place of the module in its version, and type of hours.
Place = tuple[int, str]


@dataclass(frozen=True)
class HoursLot:
    """Hours of one type in one module of the version that the other cohort follows."""

    module: Module
    kind: str
    hours: int


@dataclass(frozen=True)
class TaskLot:
    """What was handed in for one task, and the task of the other cohort that it counts for."""

    task: Task
    like: Task
    submissions: tuple[Submission, ...]

    @property
    def keeps_points(self) -> bool:
        """Points out of another maximum would say something else."""
        return self.task.max_points == self.like.max_points


@dataclass(frozen=True)
class Luggage:
    hours: tuple[HoursLot, ...]
    # Attended in modules that the other version does not have.
    lost_hours: int
    tasks: tuple[TaskLot, ...]
    # Handed in, but the other cohort has no such task.
    lost_tasks: tuple[Task, ...]

    @property
    def total_hours(self) -> int:
        return sum(lot.hours for lot in self.hours)


def luggage_of(enrolment: Enrolment, target: Cohort) -> Luggage:
    """What the enrolment would take along to that cohort; nothing is written."""
    attended = attended_hours(enrolment)
    modules = {module.order: module for module in target.version.modules.all()}
    lots = [HoursLot(modules[order], kind, hours) for (order, kind), hours in attended if order in modules]
    lost = sum(hours for (order, _kind), hours in attended if order not in modules)
    tasks, without = _tasks(enrolment, target)
    return Luggage(tuple(lots), lost, tuple(tasks), tuple(without))


def attended_hours(enrolment: Enrolment) -> list[tuple[Place, int]]:
    """Academic hours by module place and type: those of the classes attended, and what an earlier transfer brought."""
    present = Attendance.objects.filter(enrolment=enrolment, state=Attendance.State.PRESENT)
    rows = [
        *present.values_list("session__module__order", "session__kind").annotate(Sum("session__hours")).order_by(),
        *enrolment.carried_hours.values_list("module__order", "kind").annotate(Sum("hours")).order_by(),
    ]
    hours: Counter[Place] = Counter()
    for order, kind, n in rows:
        hours[order, kind] += n
    return sorted(hours.items())


def carry(luggage: Luggage, *, to: Enrolment) -> None:
    """Write it down for the enrolment that the transfer opened."""
    CarriedHours.objects.bulk_create(
        CarriedHours(enrolment=to, module=lot.module, kind=lot.kind, hours=lot.hours) for lot in luggage.hours
    )
    for lot in luggage.tasks:
        for submission in lot.submissions:
            _copy(submission, lot, to)


def _copy(submission: Submission, lot: TaskLot, to: Enrolment) -> None:
    """The submission and what was said of it, as it was said; it stays with the old enrolment, too."""
    copied = Submission.objects.create(
        task=lot.like,
        enrolment=to,
        number=submission.number,
        text=submission.text,
        at=submission.at,
        carried_from=submission,
    )
    copied.uploads.set(submission.uploads.all())
    Feedback.objects.bulk_create(
        Feedback(
            submission=copied,
            text=said.text,
            points=said.points if lot.keeps_points else None,
            by_id=said.by_id,
            at=said.at,
        )
        for said in submission.feedback.all()
    )


def _tasks(enrolment: Enrolment, target: Cohort) -> tuple[list[TaskLot], list[Task]]:
    likes: dict[int, Task] = {}
    for task in target.tasks.order_by("-pk"):
        likes[task.root_id or task.pk] = task
    handed_in = enrolment.submissions.select_related("task").prefetch_related("uploads", "feedback")
    lots, without = [], []
    for task, submissions in _by_task(list(handed_in.order_by("task", "number"))):
        if like := likes.get(task.root_id or task.pk):
            lots.append(TaskLot(task, like, submissions))
        else:
            without.append(task)
    return lots, without


def _by_task(submissions: list[Submission]) -> Iterator[tuple[Task, tuple[Submission, ...]]]:
    tasks = {each.task_id: each.task for each in submissions}
    for key, task in tasks.items():
        yield task, tuple(each for each in submissions if each.task_id == key)
