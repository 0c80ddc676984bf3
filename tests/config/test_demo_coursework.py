"""The coursework points of the demonstration: as the tasks suggest, a few changed with a reason, some left to do."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from assessment.gradebook import book_of
from assessment.models import CourseworkMark
from config.demo import coursework
from tests.assessment.coursework_scenes import criteria_of, earned_cohort, marked
from tests.cast import daulet, make_enrolment

pytestmark = pytest.mark.django_db


def test_a_cohort_that_defends_shows_every_state_of_a_place() -> None:
    trainer = daulet()
    cohort = earned_cohort(trainer=trainer)
    people = [make_enrolment(cohort) for _ in range(8)]
    for enrolment in people:
        marked(enrolment, "8")
        marked(enrolment, "9", kind="case")
    made = coursework.confirm(cohort, [80, 62], by=trainer, now=timezone.now(), leaving=1)
    states = [[cell.state for cell in row.cells] for row in book_of(cohort).rows]
    assert (len(made), sum(row.count("changed") for row in states)) == (21, 1)
    assert states[-1] == ["suggested", "suggested", "none"]
    assert states[0] == ["confirmed"] * 3
    # Where no task is marked, what was shown in class: 80 and 62 per cent of 15 points, in halves.
    of_tasks = CourseworkMark.objects.filter(criterion=criteria_of(cohort)[2]).order_by("enrolment")[:2]
    assert [mark.points for mark in of_tasks] == [Decimal(12), Decimal(9)]
    assert {row.history_user for row in CourseworkMark.history.all()} == {trainer}
