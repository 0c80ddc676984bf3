"""The attendance of the demonstration: nearly everybody came, somebody seldom, of what is to come nothing is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from config.demo import attendance
from courses.hours_earned import attendance_of
from courses.models import Attendance, AttendanceEvent, Cohort
from tests.cast import daulet, make_cohort, make_enrolment, make_session

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def told(name: str) -> Cohort:
    cohort = make_cohort(name=name, starts_on=timezone.localdate() - timedelta(days=13))
    for _ in range(16):
        make_enrolment(cohort)
    modules = list(cohort.version.modules.all())
    for n in range(14):
        make_session(cohort, module=modules[n // 3], hours=1, starts_at=NOW - timedelta(days=13 - n))
    attendance.take(cohort, trainer=daulet(), today=timezone.localdate())
    cohort.refresh_from_db()
    return cohort


@pytest.mark.parametrize(("name", "unsaid"), [("Қазан-2", 1), (attendance.RUNNING, 3)])
def test_it_looks_as_it_does_in_life(name: str, unsaid: int) -> None:
    cohort = told(name)
    seen = attendance_of(cohort, NOW + timedelta(minutes=1))
    assert len(seen.unsaid) == unsaid
    assert 1 <= len(seen.below) <= 3
    states = list(Attendance.objects.values_list("state", flat=True))
    assert 0.8 < states.count("present") / len(states) < 1
    assert {"absent", "excused"} <= set(states)
    assert AttendanceEvent.objects.count() == len(states)
