"""Whoever was transferred has taken the hours along: what is said of them here is final, whatever their outcome."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.home import unmarked
from courses import attending, continuing, transferring
from courses.attendance_page import roll_of
from courses.attendees import standing_at
from courses.hours_earned import attendance_of
from courses.models import Attendance, Enrolment, Session
from people.models import User
from tests.cast import aigul, make_session
from tests.courses.way_scenes import ORDERED, attended, autumn, pdf, spring, studying

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
OUTCOMES = pytest.mark.parametrize("status", ["admitted", "not_passed"])


@pytest.fixture(autouse=True)
def in_2026() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def by() -> User:
    return aigul()


def of_outcome(status: str) -> Enrolment:
    return studying(status=status, result_date=date(2026, 3, 20) if status == "not_passed" else None)


def gone(source: Enrolment, by: User) -> Enrolment:
    """The place that somebody was transferred to."""
    why = "іссапарға байланысты"
    return transferring.transfer(source, autumn(), why=why, files=[pdf()], order_date=ORDERED, by=by).opened


def unmarked_session(source: Enrolment) -> Session:
    return make_session(source.cohort, module=source.cohort.version.modules.get(order=2))


@OUTCOMES
def test_what_was_said_of_who_took_the_hours_along_is_final(status: str, by: User) -> None:
    source = of_outcome(status)
    said, unsaid = attended(source, 1, "lecture", 2), unmarked_session(source)
    assert list(unmarked(timezone.now())) == [unsaid]
    opened = gone(source, by)
    for session, state in ((said.session, "absent"), (unsaid, "present")):
        with pytest.raises(ValidationError) as refusal:
            attending.mark(session, source, state, by=by, why="Қате")
        assert (refusal.value.code, refusal.value.messages) == (
            "transferred",
            [f"{source.person} has taken the hours along to another cohort: what is said here is final."],
        )
        assert [line.is_final for line in roll_of(session, timezone.now()).lines] == [True]
    assert attending.mark_all(unsaid, "present", by=by) == []
    assert list(Attendance.objects.filter(enrolment=source)) == [said]
    assert (list(unmarked(timezone.now())), attendance_of(source.cohort, timezone.now()).unsaid) == ([], [])
    assert sum(row.hours for row in opened.carried_hours.all()) == 2


@OUTCOMES
def test_whoever_was_transferred_is_in_no_group_from_then_on(status: str, by: User) -> None:
    source = of_outcome(status)
    gone(source, by)
    went = source.events.get().at
    assert standing_at(source, datetime(2026, 3, 10, 9, tzinfo=UTC)) == "admitted"
    assert standing_at(source, went) is None


def test_a_place_that_a_transfer_opened_is_as_open_as_any_other(by: User) -> None:
    """The same order names it, and whoever does not pass there goes on from it to the next stream."""
    opened = gone(studying(), by)
    Enrolment.objects.filter(pk=opened.pk).update(status="not_passed", result_date=date(2026, 9, 19))
    opened.refresh_from_db()
    later = autumn(starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 20))
    continuing.join_next(opened, later, by=by)
    session = unmarked_session(opened)
    assert list(unmarked(timezone.now())) == [session]
    assert [row.enrolment for row in attending.mark_all(session, "present", by=by)] == [opened]
    assert attending.mark(session, opened, "absent", by=by, why="Қате").state == "absent"


@OUTCOMES
def test_the_history_says_that_they_went_and_why_and_who_let_them(status: str, by: User) -> None:
    source = of_outcome(status)
    gone(source, by)
    event = source.events.get()
    assert (event.old, event.new, event.why, event.by) == (
        status, "transferred" if status == "admitted" else "not_passed", "іссапарға байланысты", by,
    )  # fmt: skip


def test_the_page_of_who_did_not_pass_says_that_they_went(by: User, client: Client) -> None:
    source = studying(spring(), status="not_passed", result_date=date(2026, 3, 20))
    gone(source, by)
    client.force_login(by)
    page = client.get(reverse("courses:enrolment", args=[source.pk])).content.decode()
    assert "Transferred to another cohort; the outcome “Not passed” stays (іссапарға байланысты)" in page
    assert "Not passed → Not passed" not in page
