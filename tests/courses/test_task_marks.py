"""The marks in force: the newest points of each task, and what a transfer brought along."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.giving_feedback import give_feedback
from courses.handing_in import hand_in
from courses.models import Enrolment, Feedback, Submission, Task
from courses.task_marks import marks_by_enrolment, marks_of, total_of
from tests.cast import make_cohort, make_enrolment
from tests.courses.study_scenes import Scene, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def mark(scene: Scene, task: Task, points: str | None, enrolment: Enrolment | None = None, text: str = "x") -> Feedback:
    work = hand_in(task, enrolment or scene.enrolment, text="Жұмыс", by=None)
    return give_feedback(work, text=text, points=Decimal(points) if points else None, by=scene.trainer)


def in_force(enrolment: Enrolment) -> list[tuple[str, str]]:
    return [(str(each.points), str(each.maximum)) for each in marks_of(enrolment)]


def test_without_points_there_is_no_mark(scene: Scene) -> None:
    mark(scene, scene.task(), None)
    assert in_force(scene.enrolment) == []


def test_the_newest_points_count(scene: Scene) -> None:
    task = scene.task()
    mark(scene, task, "4.5")
    mark(scene, task, "9")
    assert in_force(scene.enrolment) == [("9.0", "10.0")]


def test_a_lower_mark_that_is_newer_counts_too(scene: Scene) -> None:
    task = scene.task()
    mark(scene, task, "9")
    mark(scene, task, "4.5")
    assert in_force(scene.enrolment) == [("4.5", "10.0")]


def test_neither_a_comment_nor_a_new_submission_takes_points_away(scene: Scene) -> None:
    task = scene.task()
    mark(scene, task, "9")
    mark(scene, task, None)
    hand_in(task, scene.enrolment, text="Тағы", by=None)
    assert in_force(scene.enrolment) == [("9.0", "10.0")]


def test_marks_are_asked_for_by_module_and_by_kind(scene: Scene) -> None:
    second = scene.cohort.version.modules.get(order=2)
    mark(scene, scene.task(kind=Task.Kind.CASE, title="a"), "5")
    mark(scene, scene.task(kind=Task.Kind.ANALYTICAL, title="b"), "6")
    mark(scene, scene.task(kind=Task.Kind.CASE, title="c", module=second), "7")
    assert [each.task.title for each in marks_of(scene.enrolment, kinds=[Task.Kind.CASE])] == ["a", "c"]
    assert [each.task.title for each in marks_of(scene.enrolment, module=second)] == ["c"]
    both = marks_of(scene.enrolment, module=scene.module, kinds=[Task.Kind.CASE, Task.Kind.ANALYTICAL])
    total = total_of(both)
    assert (total.points, total.maximum, total.count, total.share) == (Decimal(11), Decimal(20), 2, Decimal("0.55"))
    assert total_of([]).share is None


@pytest.mark.parametrize("copies_feedback", [True, False])
def test_a_transfer_carries_the_mark_with_the_most_it_was_given_of(scene: Scene, copies_feedback: bool) -> None:
    """Whether the transfer copied the feedback along or only the submission, the mark is there once."""
    given = mark(scene, scene.task(), "8.5")
    cohort = make_cohort(version=scene.cohort.version, trainer=scene.trainer)
    there = Task.objects.create(
        cohort=cohort, module=scene.module, kind="practical", title="Құқықтық талдау", text="x", max_points=20,
        due_on=scene.day(9), root=given.submission.task,
    )  # fmt: skip
    Enrolment.objects.filter(pk=scene.enrolment.pk).update(status=Enrolment.Status.TRANSFERRED)
    moved = make_enrolment(cohort, scene.enrolment.person)
    carried = Submission.objects.create(
        task=there, enrolment=moved, number=1, text="Жұмыс", at=given.submission.at, carried_from=given.submission
    )
    if copies_feedback:
        Feedback.objects.create(submission=carried, text=given.text, points=given.points, by=given.by, at=given.at)
    [found] = marks_of(moved)
    assert (found.task, found.points, found.carried) == (there, Decimal("8.5"), True)
    assert found.maximum == (Decimal(20) if copies_feedback else Decimal(10))
    # A mark given anew in the new cohort takes its place.
    give_feedback(carried, text="", points=Decimal(18), by=scene.trainer, now=timezone.now() + timedelta(minutes=1))
    assert in_force(moved) == [("18.0", "20.0")]


def test_the_number_of_queries_does_not_grow_with_the_people(scene: Scene) -> None:
    tasks = [scene.task(title="a"), scene.task(title="b")]
    people = [scene.enrolment]

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            found = marks_by_enrolment(people)
        assert [len(found[person.pk]) for person in people] == [2] * len(people)
        return len(seen)

    for task in tasks:
        mark(scene, task, "5")
    one = queries()
    for _ in range(29):
        people.append(make_enrolment(scene.cohort))
        for task in tasks:
            mark(scene, task, "5", people[-1])
    assert (queries(), one) == (one, 2)
