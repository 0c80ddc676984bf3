"""The organiser's home names the clashes of all timetables to come; nobody's log carries a private address."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from config.home import clashes_in_timetables
from config.logs import WithoutPersonalData
from courses.models import CalendarDay, Cohort, Session
from tests.cast import daulet, make_cohort, make_session

# A Tuesday morning, with no day off of the country in the four weeks that follow.
NOW = datetime(2026, 11, 3, 9, tzinfo=timezone.get_default_timezone())


def cohort_of_november(**fields: Any) -> Cohort:
    return make_cohort(**{"starts_on": date(2026, 10, 26), "ends_on": date(2026, 12, 10), **fields})


@pytest.mark.django_db
def test_a_room_wanted_twice_is_one_line_with_the_day_to_look_at() -> None:
    first, second = cohort_of_november(name="Қазан-2"), cohort_of_november(name="Қараша-1")
    starts = NOW + timedelta(days=3)
    make_session(first, starts_at=starts, room="305-кабинет")
    for hours in (0, 1):
        moment = starts + timedelta(minutes=50 * hours)
        make_session(second, starts_at=moment, ends_at=moment + timedelta(minutes=45), hours=1, room="305-Кабинет")
    with translation.override("en"):
        (task,) = clashes_in_timetables(NOW)
    assert task.title == "2 clashes in the timetable: Қараша-1"
    assert "The room “305-кабинет” is taken by the cohort “Қазан-2”" in task.note
    assert task.url == f"/cohorts/{second.pk}/timetable/?day={timezone.localdate(starts)}"


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["over", "one after the other", "one cohort", "cancelled"])
def test_what_is_no_clash_is_not_on_the_home(what: str) -> None:
    trainer = daulet()
    first = cohort_of_november(status="cancelled" if what == "cancelled" else "running")
    second = first if what == "one cohort" else cohort_of_november()
    starts = NOW + timedelta(days=-3 if what == "over" else 3)
    later = timedelta(minutes=100 if what == "one after the other" else 0)
    make_session(first, starts_at=starts, trainer=trainer)
    make_session(second, starts_at=starts + later, trainer=trainer)
    assert list(clashes_in_timetables(NOW)) == []


@pytest.mark.django_db
def test_twenty_cohorts_of_thirty_sessions_are_as_few_questions_as_one() -> None:
    trainer = daulet()
    for n in range(20):
        cohort = cohort_of_november()
        module = cohort.version.modules.first()
        assert module is not None
        Session.objects.bulk_create(
            Session(
                cohort=cohort, module=module, kind="lecture", hours=1, trainer=trainer, room="305",
                starts_at=NOW + timedelta(days=day, hours=n % 12), ends_at=NOW + timedelta(days=day, hours=n % 12 + 1),
            )
            for day in range(1, 31)
        )  # fmt: skip
    with CaptureQueriesContext(connection) as captured:
        found = list(clashes_in_timetables(NOW))
    # The sessions, the days of defence, the days off, and what their trainers have agreed with graduates.
    assert (len(captured), len(found)) == (4, 8)


@pytest.mark.django_db
def test_a_day_that_became_one_off_is_told_until_the_session_is_moved() -> None:
    cohort = cohort_of_november(name="Қараша-1")
    session = make_session(cohort, starts_at=NOW + timedelta(days=2))
    assert list(clashes_in_timetables(NOW)) == []
    CalendarDay.objects.create(day=date(2026, 11, 5), is_off=True, name="Қала күні")
    with translation.override("en"):
        (task,) = clashes_in_timetables(NOW)
    assert task.note == "05.11.2026. 05.11.2026 is a day off: Қала күні."
    session.starts_at, session.ends_at = NOW + timedelta(days=3), NOW + timedelta(days=3, hours=1)
    session.save()
    assert list(clashes_in_timetables(NOW)) == []


@pytest.mark.django_db
def test_sessions_that_new_dates_left_outside_are_told_while_they_are_to_come() -> None:
    cohort = cohort_of_november(name="Қараша-1")
    for days in (-1, 1, 20):
        make_session(cohort, starts_at=NOW + timedelta(days=days))
    cohort.starts_on, cohort.ends_on = date(2026, 11, 4), date(2026, 11, 10)
    cohort.save()
    with translation.override("en"):
        (task,) = clashes_in_timetables(NOW)
    assert task.title == "1 clash in the timetable: Қараша-1"
    assert "23.11.2026 is outside the cohort's dates, 04.11.2026 – 10.11.2026." in task.note


def test_a_private_address_of_a_calendar_is_in_no_log() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, "GET /calendar/aB3-_secret.ics HTTP/1.1", None, None)
    assert WithoutPersonalData().format(record) == "GET /calendar/… HTTP/1.1"
