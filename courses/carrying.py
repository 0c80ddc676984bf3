"""What a transfer takes along: the hours attended, by place and type, and the marked tasks; never defence marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Sum, prefetch_related_objects

from courses.hours_due import Line, lines_due
from courses.likeness import Likes, Place, like_lines, like_tasks, place_of
from courses.models import Attendance, CarriedHours, Cohort, Enrolment, Feedback, Submission, Task

# Where hours were attended: in which line of the plan, and their type.
Spot = tuple[Place, str]


@dataclass(frozen=True)
class HoursLot:
    """Hours of one type in one line: of the other cohort's plan, or of the old one where that has none like it."""

    line: Line
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

    @property
    def is_marked(self) -> bool:
        """Whether points go along, not words alone."""
        said = (each for submission in self.submissions for each in submission.feedback.all())
        return self.keeps_points and any(each.points is not None for each in said)


@dataclass(frozen=True)
class Luggage:
    hours: tuple[HoursLot, ...]
    # Attended in lines that the other plan does not have.
    lost_hours: tuple[HoursLot, ...]
    tasks: tuple[TaskLot, ...]
    # Handed in, but the other cohort has no such task.
    lost_tasks: tuple[Task, ...]

    @property
    def total_hours(self) -> int:
        return sum(lot.hours for lot in self.hours)

    @property
    def marked_tasks(self) -> int:
        return sum(lot.is_marked for lot in self.tasks)


def luggage_of(enrolment: Enrolment, target: Cohort) -> Luggage:
    """What the enrolment would take along to that cohort; nothing is written."""
    return luggages_of(enrolment, [target])[0]


def luggages_of(enrolment: Enrolment, targets: Sequence[Cohort]) -> list[Luggage]:
    """The same for several cohorts to choose from, in as many queries as for one."""
    attended, plan = attended_hours(enrolment), lines_due(enrolment.cohort)
    handed_in = enrolment.submissions.select_related("task__module").prefetch_related("uploads", "feedback")
    submissions = _by_task(handed_in.order_by("task", "number"))
    prefetch_related_objects(targets, "version__modules", "version__discrepancies")
    tasks: dict[int, list[Task]] = defaultdict(list)
    for task in Task.objects.filter(cohort__in=targets).select_related("module").order_by("pk"):
        tasks[task.cohort_id].append(task)
    return [
        _luggage(attended, plan, submissions, like_lines(plan, lines_due(each)), tasks[each.pk]) for each in targets
    ]


def _luggage(
    attended: list[tuple[Spot, int]],
    plan: Sequence[Line],
    submissions: dict[Task, tuple[Submission, ...]],
    lines: Likes,
    tasks: Sequence[Task],
) -> Luggage:
    own = {place_of(line): line for line in plan}
    likes = like_tasks(submissions, tasks, lines)
    return Luggage(
        hours=tuple(HoursLot(lines[place], kind, n) for (place, kind), n in attended if place in lines),
        lost_hours=tuple(
            HoursLot(own.get(place) or own[place[0], False], kind, n)
            for (place, kind), n in attended
            if place not in lines
        ),
        tasks=tuple(TaskLot(task, likes[task], submissions[task]) for task in submissions if task in likes),
        lost_tasks=tuple(task for task in submissions if task not in likes),
    )


def attended_hours(enrolment: Enrolment) -> list[tuple[Spot, int]]:
    """Academic hours by line and type: those of the classes attended, and what an earlier transfer brought."""
    present = Attendance.objects.filter(enrolment=enrolment, state=Attendance.State.PRESENT)
    classes = present.values_list("session__module__order", "session__is_extra", "session__kind")
    carried = enrolment.carried_hours.values_list("module__order", "is_extra", "kind")
    hours: Counter[Spot] = Counter()
    rows = [*classes.annotate(Sum("session__hours")).order_by(), *carried.annotate(Sum("hours")).order_by()]
    for order, is_extra, kind, n in rows:
        hours[(order, is_extra), kind] += n
    return sorted(hours.items())


def carry(luggage: Luggage, *, to: Enrolment) -> None:
    """Write it down for the enrolment that the transfer opened."""
    CarriedHours.objects.bulk_create(
        CarriedHours(enrolment=to, module=lot.line.module, is_extra=lot.line.is_extra, kind=lot.kind, hours=lot.hours)
        for lot in luggage.hours
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
