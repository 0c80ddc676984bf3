"""What the staff read of the tasks of a cohort: who has handed in what, what waits for a word, what was given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from courses.access_study import SEES
from courses.feedback_given import feedback_of
from courses.handing_out import OVER
from courses.models import Cohort, Enrolment, Feedback, Submission, Task
from courses.task_marks import TaskMark, marks_by_enrolment
from courses.task_states import State, is_late, state_of


@dataclass(frozen=True)
class TaskLine:
    task: Task
    handed_in: int
    waiting: int


@dataclass(frozen=True)
class Work:
    """What one participant has done for one task."""

    enrolment: Enrolment
    state: State
    submissions: list[Submission]
    late: bool
    mark: TaskMark | None

    @property
    def newest(self) -> Submission | None:
        return self.submissions[-1] if self.submissions else None

    @property
    def is_waiting(self) -> bool:
        return self.state == State.HANDED_IN


@dataclass(frozen=True)
class Unanswered:
    """What waits for a word in one cohort: how much, since when, and the work that has waited longest."""

    cohort: str
    count: int
    since: datetime
    task: int
    enrolment: int


def unanswered_in(cohorts: QuerySet[Cohort]) -> list[Unanswered]:
    """Of all these cohorts that go on, the one that has waited longest first; in one query.

    Only the newest of what somebody handed in for a task waits: nobody answers what was replaced.
    """
    same = Submission.objects.filter(task=OuterRef("task"), enrolment=OuterRef("enrolment"))
    rows = (
        Submission.objects.filter(task__cohort__in=cohorts, enrolment__status__in=SEES, feedback=None)
        .exclude(task__cohort__status__in=OVER)
        .exclude(Exists(same.filter(number__gt=OuterRef("number"))))
        .order_by("at", "pk")
        .values("task_id", "enrolment_id", "at", cohort=F("task__cohort"), name=F("task__cohort__name"))
    )
    by_cohort = defaultdict(list)
    for row in rows:
        by_cohort[row["cohort"]].append(row)
    return [
        Unanswered(first["name"], 1 + len(others), first["at"], first["task_id"], first["enrolment_id"])
        for first, *others in by_cohort.values()
    ]


def board_of(cohort: Cohort) -> list[TaskLine]:
    """The tasks in the order of their days, with how many handed in and how many of those wait for feedback."""
    said = Feedback.objects.filter(submission=OuterRef("pk"))
    rows = (
        Submission.objects.filter(task__cohort=cohort, enrolment__status__in=SEES)
        .annotate(answered=Exists(said))
        .order_by("number")
        .values_list("task_id", "enrolment_id", "answered")
    )
    newest: dict[int, dict[int, bool]] = defaultdict(dict)
    for task, enrolment, answered in rows:
        newest[task][enrolment] = answered
    return [
        TaskLine(task, len(newest[task.pk]), sum(not answered for answered in newest[task.pk].values()))
        for task in cohort.tasks.select_related("module")
    ]


def works_of(task: Task, today: date) -> list[Work]:
    """Every participant of the cohort in the order of their names, with what they handed in for this task."""
    inside = task.cohort.enrolments.filter(status__in=SEES).select_related("person")
    enrolments = list(inside.order_by("person__name_key", "pk"))
    by_enrolment: dict[int, list[Submission]] = defaultdict(list)
    for submission in task.submissions.order_by("number").prefetch_related("uploads"):
        by_enrolment[submission.enrolment_id].append(submission)
    given = feedback_of(row for rows in by_enrolment.values() for row in rows)
    marks = marks_by_enrolment(enrolments, task=task)
    return [
        _work(task, enrolment, by_enrolment[enrolment.pk], given, marks[enrolment.pk], today)
        for enrolment in enrolments
    ]


def neighbours(works: Sequence[Work], enrolment: Enrolment) -> tuple[Work | None, Work | None, Work | None]:
    """Among those who handed in: the one before, the one after, and the next that waits for a word (round the list)."""
    handed_in = [work for work in works if work.submissions]
    places = [place for place, work in enumerate(handed_in) if work.enrolment.pk == enrolment.pk]
    if not places:
        return None, None, None
    here = places[0]
    before = handed_in[here - 1] if here else None
    after = handed_in[here + 1] if here + 1 < len(handed_in) else None
    around = handed_in[here + 1 :] + handed_in[:here]
    return before, after, next((work for work in around if work.is_waiting), None)


def _work(
    task: Task,
    enrolment: Enrolment,
    submissions: list[Submission],
    given: dict[int, list[Feedback]],
    marks: list[TaskMark],
    today: date,
) -> Work:
    answered = bool(submissions and given[submissions[-1].pk])
    state = state_of(task, handed_in=bool(submissions), answered=answered, today=today)
    late = bool(submissions) and is_late(submissions[-1], task)
    return Work(enrolment, state, submissions, late, marks[0] if marks else None)
