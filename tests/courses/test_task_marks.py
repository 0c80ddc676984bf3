"""The marks in force: the newest points of each task, and what a transfer brought along."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.carrying import carry, luggage_of
from courses.copying import take_over
from courses.giving_feedback import give_feedback
from courses.handing_in import hand_in
from courses.models import Enrolment, Feedback, Task
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


def test_a_transfer_carries_the_marks_along(scene: Scene) -> None:
    """As the transfer writes it down; what is marked anew in the new cohort takes the carried mark's place."""
    mark(scene, scene.task(), "8.5")
    target = make_cohort(version=scene.cohort.version, trainer=scene.trainer)
    take_over(scene.cohort, target, by=scene.trainer)
    Enrolment.objects.filter(pk=scene.enrolment.pk).update(status=Enrolment.Status.TRANSFERRED)
    moved = make_enrolment(target, scene.enrolment.person)
    carry(luggage_of(scene.enrolment, target), to=moved)
    [found] = marks_of(moved)
    assert (found.task, found.points, found.maximum, found.carried) == (
        target.tasks.get(), Decimal("8.5"), Decimal(10), True,
    )  # fmt: skip
    assert in_force(scene.enrolment) == [("8.5", "10.0")]
    later = timezone.now() + timedelta(minutes=1)
    give_feedback(moved.submissions.get(), text="", points=Decimal(9), by=scene.trainer, now=later)
    assert in_force(moved) == [("9.0", "10.0")]


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
