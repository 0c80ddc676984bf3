"""Who may still retake is reminded 60 and 14 days before the last day: once each, and not after they have chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment import retaking
from assessment.finalising import record_absence
from assessment.retake_reminding import sweep
from courses.continuing import join_next
from courses.models import Enrolment
from people.models import OutboxMessage
from tests.assessment.retake_scenes import UNTIL, admitted, chair, failed, organiser, retake_day, retaken, spring
from tests.cast import make_cohort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def swept(*days_before: int) -> list[int]:
    """How many reminders each sweep wrote, so many days before the last one."""
    found = []
    for days in days_before:
        moment = at(UNTIL - timedelta(days=days))
        with time_machine.travel(moment):
            found.append(sweep(now=moment))
    return found


@pytest.mark.parametrize(
    ("days_before", "written"),
    [
        ((61, 60, 59, 14, 13, 0, -1), [0, 1, 0, 1, 0, 0, 0]),
        ((40, 10), [1, 1]),
        ((5, 4), [1, 0]),  # the sweep was away: the nearer reminder only
        ((-1, -40), [0, 0]),
    ],
)
def test_each_reminder_is_written_once_and_none_after_the_last_day(
    days_before: tuple[int, ...], written: list[int]
) -> None:
    row = failed()
    assert swept(*days_before) == written
    letters = OutboxMessage.objects.filter(kind="retake-reminder", person=row.person)
    assert letters.count() == sum(written)
    assert all("20.03.2027" in letter.text and f"/my/result/{row.pk}/" in letter.text for letter in letters)


def planned(row: Enrolment) -> None:
    retaking.admit(row, by=organiser())
    retake_day(row, held_on=UNTIL)


def gone_on(row: Enrolment) -> None:
    autumn = {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 19), "status": "enrolling"}
    join_next(row, make_cohort(**autumn), by=organiser())


def used(row: Enrolment) -> None:
    retaking.admit(row, by=organiser())
    retaken(row, "49")


@pytest.mark.parametrize("choose", [planned, gone_on, used])
def test_who_has_chosen_is_not_reminded(choose: Callable[[Enrolment], None]) -> None:
    row = failed()
    with time_machine.travel(at(date(2026, 6, 15))):
        choose(row)
    assert swept(60, 14) == [0, 0]


def test_who_did_not_appear_at_the_retake_is_reminded_again_that_no_day_is_set() -> None:
    with time_machine.travel(at(date(2026, 6, 15))):
        row = admitted(language="en")
        record_absence(retake_day(row).defences.get(), valid_reason=False, by=chair())
    assert swept(14) == [1]
    assert "no day is set for it yet" in OutboxMessage.objects.get(kind="retake-reminder").text


def test_a_result_that_the_head_has_not_signed_is_nobodys_to_retake() -> None:
    failed(signed=False)
    assert swept(14) == [0]


def test_a_sweep_asks_as_much_about_thirty_whom_it_has_reminded_as_about_one() -> None:
    counts = []
    for people in (1, 30):
        cohort = spring()
        for _ in range(people):
            failed(cohort)
        swept(14)
        with CaptureQueriesContext(connection) as taken:
            assert swept(13) == [0]
        counts.append(len(taken))
    assert counts == [6, 6]
