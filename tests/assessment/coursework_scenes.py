"""A cohort whose first three criteria are earned during the course, and how their points come into being."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from assessment import coursework
from assessment.marking import save_mark, submit
from assessment.models import Criterion, Defence
from courses.models import Cohort, Enrolment, Task
from people.models import User
from tests.assessment.scenes import Scene, make_day
from tests.cast import make_cohort, make_rubric
from tests.courses.way_scenes import handed_in, make_task

# Halves of the three: 18 of 20, 20 of 25, 12 of 15.
GIVEN = (36, 40, 24)
KINDS = ("practical", "case", "analytical")


def earned_cohort(cohort: Cohort | None = None, **fields: Any) -> Cohort:
    """Theory, cases and tasks (20, 25 and 15 points) are earned during the course."""
    cohort = cohort or make_cohort(**fields)
    rubric = cohort.version.rubrics.filter(reading="earned").first()
    cohort.rules.rubric = rubric or make_rubric(cohort.version, "earned", coursework=3)
    cohort.rules.save()
    return cohort


def earned_day(participants: int = 1, members: int = 2, **fields: Any) -> Scene:
    """A day of such a cohort: its members score the last two of the five criteria. The chair teaches the cohort."""
    scene = make_day(participants, members, cohort=earned_cohort(**fields))
    scene.cohort.trainer = scene.chair
    scene.cohort.save()
    return scene


def criteria_of(cohort: Cohort) -> list[Criterion]:
    return list(cohort.rules.rubric.criteria.of_coursework())


def give_all(enrolment: Enrolment, *halves: int, by: User) -> None:
    for criterion, points in zip(criteria_of(enrolment.cohort), halves or GIVEN, strict=True):
        coursework.give(enrolment, criterion, halves=points, by=by)


def marked(enrolment: Enrolment, *points: str, out_of: int = 10, kind: str = "practical") -> list[Task]:
    """One task of this kind for each of the points, handed in and marked."""
    tasks = [make_task(enrolment.cohort, kind=kind, max_points=out_of, title=f"{kind} {each}") for each in points]
    for task, each in zip(tasks, points, strict=True):
        handed_in(enrolment, task, each)
    return tasks


def enrolment_of(scene: Scene) -> Enrolment:
    return scene.first.attempt.enrolment


def score(scene: Scene, user: User, *halves: int, defence: Defence | None = None) -> None:
    """A member's own marks: of the criteria that are scored at the defence."""
    row, now = defence or scene.first, timezone.now()
    for criterion, points in zip(scene.cohort.rules.rubric.criteria.at_defence(), halves, strict=True):
        save_mark(row, criterion=criterion.pk, halves=points, by=user, now=now)


def hand_in(scene: Scene, user: User, *halves: int, defence: Defence | None = None) -> None:
    score(scene, user, *halves, defence=defence)
    submit(defence or scene.first, by=user)
