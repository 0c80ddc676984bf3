"""Consultations and discussions in the private calendar: under the UID of their letters, and nobody's names."""

from __future__ import annotations

import pytest
import time_machine
from icalendar import Calendar

from courses.calendar_feed import calendar_text
from people.models import OutboxMessage, User
from people.roles import Role
from postcourse import booking, consulting, seating
from postcourse.consultation_feed import consultations_of
from tests.cast import make_user
from tests.postcourse.bookings import NOW, make_booked, make_discussion
from tests.postcourse.scenes import at

pytestmark = pytest.mark.django_db


def told(to: User) -> dict[str, tuple[int, object]]:
    """What the letters have put into somebody's calendar: by its UID the last SEQUENCE and the time."""
    mine = OutboxMessage.objects.filter(to_email=to.email).exclude(calendar="").order_by("pk")
    return events(*mine.values_list("calendar", flat=True))


def events(*calendars: str | bytes) -> dict[str, tuple[int, object]]:
    found = [event for each in calendars for event in Calendar.from_ical(each).walk("VEVENT")]
    return {str(event["UID"]): (int(str(event["SEQUENCE"])), event.decoded("DTSTART")) for event in found}


def test_the_feed_has_what_the_letters_have_told_with_uid_and_sequence() -> None:
    row = make_booked()
    graduate, trainer = row.person.user, row.trainer
    assert trainer
    with time_machine.travel(NOW, tick=False):
        consulting.reschedule(row, starts_at=at("2026-11-12", "16:30"), by=graduate, now=NOW)
        discussion = make_discussion([row.plan])
        seating.join(discussion, row.plan, by=graduate, now=NOW)
        for user in (graduate, trainer):
            assert events(calendar_text(user)) == told(user)
            assert len(told(user)) == 2
            assert calendar_text(user) == calendar_text(user), "the same bytes until something changes"
        assert row.person.surname not in calendar_text(trainer).decode()


def test_what_is_only_planned_or_called_off_or_somebody_elses_is_not_in_it() -> None:
    row = make_booked()
    graduate = row.person.user
    stranger = make_user("t@institute.example", Role.TRAINER)
    assert [each.starts_at for each in consultations_of(graduate)] == [row.starts_at]
    assert list(consultations_of(stranger)) == []
    with time_machine.travel(NOW, tick=False):
        booking.give_up(row, why="", by=graduate, now=NOW)
    assert list(consultations_of(graduate)) == []
