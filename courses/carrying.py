"""What a transfer takes along: the hours attended, by place and type, and the marked tasks; never defence marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
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
    return luggages_of(enrolment, [target])[0]


def luggages_of(enrolment: Enrolment, targets: Sequence[Cohort]) -> list[Luggage]:
    """The same for several cohorts to choose from, in as many queries as for one."""
    attended = attended_hours(enrolment)
    handed_in = enrolment.submissions.select_related("task").prefetch_related("uploads", "feedback")
    submissions = _by_task(handed_in.order_by("task", "number"))
    modules: dict[int, dict[int, Module]] = defaultdict(dict)
    for module in Module.objects.filter(version__in={target.version_id for target in targets}):
        modules[module.version_id][module.order] = module
    tasks: dict[int, dict[int, Task]] = defaultdict(dict)
    for task in Task.objects.filter(cohort__in=targets).order_by("-pk"):
        tasks[task.cohort_id][task.root_id or task.pk] = task
    return [_luggage(attended, submissions, modules[each.version_id], tasks[each.pk]) for each in targets]


def _luggage(
    attended: list[tuple[Place, int]],
    submissions: dict[Task, tuple[Submission, ...]],
    modules: dict[int, Module],
    tasks: dict[int, Task],
) -> Luggage:
    likes = {task: tasks.get(task.root_id or task.pk) for task in submissions}
    return Luggage(
        hours=tuple(HoursLot(modules[order], kind, n) for (order, kind), n in attended if order in modules),
        lost_hours=sum(n for (order, _kind), n in attended if order not in modules),
        tasks=tuple(TaskLot(task, like, submissions[task]) for task, like in likes.items() if like),
        lost_tasks=tuple(task for task, like in likes.items() if like is None),
    )


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


def _by_task(submissions: Iterable[Submission]) -> dict[Task, tuple[Submission, ...]]:
    found: dict[Task, tuple[Submission, ...]] = {}
    for each in submissions:
        found[each.task] = (*found.get(each.task, ()), each)
    return found
