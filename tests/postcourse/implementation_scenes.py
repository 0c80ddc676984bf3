"""Scenes of a project in practice: an implementation with goals, a report, days counted from its beginning."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from people.models import Person, User
from postcourse import goal_setting, implementing, progress_reporting
from postcourse.models import Goal, Implementation, ProgressReport
from tests.cast import daulet, make_user
from tests.postcourse.scenes import ISSUED, at, make_plan

PDF = b"%PDF-1.7\n% evidence\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
# The day after the issue: a Saturday.
BEGUN = at(ISSUED + timedelta(days=1), "09:00")


def days_on(days: int, time: str = "09:00") -> datetime:
    """A moment so many days after the implementation was begun."""
    return at(timezone.localdate(BEGUN) + timedelta(days=days), time)


def make_implementation(**fields: Any) -> Implementation:
    """Begun the day after the issue, with a trainer who has the plan."""
    plan = make_plan("100", **{"trainer": User.objects.filter(email="daulet@institute.example").first() or daulet(),
                               **fields})  # fmt: skip
    row = implementing.begin(plan, now=BEGUN)
    assert row is not None
    Person.objects.filter(pk=row.person.pk).update(language="en")
    row.refresh_from_db()
    return row


def graduate_of(row: Implementation) -> User:
    return User.objects.filter(person=row.person).first() or make_user(row.person.email, person=row.person)


def trainer_of(row: Implementation) -> User:
    assert row.plan.trainer is not None
    return row.plan.trainer


def a_goal(row: Implementation, **fields: Any) -> Goal:
    """From 4 lessons to 12 in two hundred days, not saved."""
    values = {
        "origin": "project", "title": "Сабаққа ену", "indicator": "Айына қатысылған сабақ", "unit": "сабақ",
        "baseline": Decimal(4), "target": Decimal(12), "due_on": timezone.localdate(days_on(210)),
    }  # fmt: skip
    return Goal(implementation=row, **{**values, **fields})


def set_goal(row: Implementation, *, day: int = 10, **fields: Any) -> Goal:
    return goal_setting.set_goal(a_goal(row, **fields), by=graduate_of(row), now=days_on(day))


def report(row: Implementation, goal: Goal, value: str, *, day: int, **fields: Any) -> ProgressReport:
    values = {goal.pk: Decimal(value)}
    return progress_reporting.report(row, values=values, by=graduate_of(row), now=days_on(day), **fields)


def evidence(name: str = "кесте.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def make_done(row: Implementation, *, day: int = 100) -> Goal:
    """Its one goal is reached: from now on the results may be analysed."""
    goal = set_goal(row)
    report(row, goal, "12", day=day)
    return goal
