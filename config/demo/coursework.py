"""Coursework points of the demonstration: confirmed as the tasks suggest, a few changed with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from simple_history.utils import bulk_create_with_history

from assessment.grading import to_halves, to_points
from assessment.models import CourseworkMark, Criterion
from assessment.rules import rules_of
from assessment.suggesting import Suggestion, suggestions_for
from courses.models import Cohort, Enrolment
from people.models import User

# Every so manyeth place is given one point more than suggested, and says why.
CHANGED = 11
REASON = "Топ алдында қосымша талдау жасап, нәтижесін әріптестерімен бөлісті."


def confirm(
    cohort: Cohort, quality: Sequence[int], *, by: User, now: datetime, leaving: int = 0
) -> list[CourseworkMark]:
    """The points of everybody but the last `leaving` in the order of the list; `quality` in per cent, in that order.

    The rows are written as they lie there when the trainer has confirmed them one by one.
    """
    people = list(cohort.enrolments.filter(status=Enrolment.Status.ADMITTED))
    criteria = list(rules_of(cohort).rubric.criteria.of_coursework())
    found = suggestions_for(people, criteria)
    marks = [
        _mark(enrolment, criterion, found[enrolment.pk][criterion.pk], quality[place % len(quality)], by=by, now=now)
        for place, enrolment in enumerate(people[: len(people) - leaving])
        for criterion in criteria
    ]
    for mark in marks[CHANGED - 1 :: CHANGED]:
        if mark.suggested is not None and mark.points + 1 <= mark.maximum:
            mark.points, mark.reason = mark.points + 1, REASON
    bulk_create_with_history(marks, CourseworkMark, default_user=by, default_date=now)
    return marks


def _mark(
    enrolment: Enrolment, criterion: Criterion, suggestion: Suggestion, percent: int, *, by: User, now: datetime
) -> CourseworkMark:
    """Where no task is marked, the trainer gives what the participant has shown in class."""
    most, step = to_halves(criterion.maximum), to_halves(criterion.step)
    halves = suggestion.halves
    shown_in_class = most * percent // (100 * step) * step
    return CourseworkMark(
        enrolment=enrolment,
        criterion=criterion,
        points=to_points(shown_in_class if halves is None else halves),
        maximum=criterion.maximum,
        suggested=None if halves is None else to_points(halves),
        given_by=by,
        given_at=now,
    )
