"""The calendar file, read back as a calendar program reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar, Component

from people.models import OutboxMessage
from postcourse import consulting, invitation, inviting
from tests.cast import aigul, daulet, make_provider
from tests.postcourse.scenes import at, make_invited

pytestmark = pytest.mark.django_db


def event_of(message: OutboxMessage) -> Component:
    [event] = Calendar.from_ical(message.calendar).walk("VEVENT")
    return event


def letters(kind: str = "consultation-invitation") -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk"))


def test_an_invitation_reads_back_with_its_time_in_almaty() -> None:
    make_provider()
    row = make_invited(trainer=daulet())
    [message] = letters()
    calendar = Calendar.from_ical(message.calendar)
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    event = event_of(message)
    assert event["UID"] == invitation.uid(row)
    assert event["SEQUENCE"] == 0
    assert event.decoded("DTSTART") == at("2026-11-23", "10:00") == row.starts_at
    assert event.decoded("DTEND") == row.starts_at + timedelta(minutes=30)
    assert "DTSTART;TZID=Asia/Almaty:20261123T100000" in message.calendar
    assert event["ATTENDEE"] == f"mailto:{row.person.email}"
    assert event["ATTENDEE"].params["CN"] == row.person.full_name
    assert event["ORGANIZER"].params["CN"] == "«Оқу және Даму Институты» ЖШС"
    assert event["STATUS"] == "CONFIRMED"
    [zone] = calendar.walk("VTIMEZONE")
    assert (zone["TZID"], zone.walk("STANDARD")[0].decoded("TZOFFSETTO")) == ("Asia/Almaty", timedelta(hours=5))


def test_the_file_keeps_to_the_lines_of_rfc_5545() -> None:
    make_invited(trainer=daulet())
    text = letters()[0].calendar
    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("\n") == text.count("\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_the_uid_tells_nothing_and_stays() -> None:
    row = make_invited(trainer=daulet())
    before = invitation.uid(row)
    row.sequence = 7
    assert invitation.uid(row) == before
    assert str(row.person.iin) not in before
    assert before.endswith("@localhost")


def test_a_move_updates_and_a_cancellation_withdraws_the_same_entry() -> None:
    organiser = aigul()
    row = make_invited(trainer=daulet())
    row = consulting.reschedule(row, starts_at=at("2026-11-24", "15:30"), by=organiser, now=at("2026-11-17"))
    consulting.cancel(row, why="Жаттықтырушы ауырып қалды", by=organiser)
    [first, moved], [gone] = letters(), letters("consultation-cancelled")
    events = [event_of(message) for message in (first, moved, gone)]
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert len({str(event["UID"]) for event in events}) == 1
    assert events[1].decoded("DTSTART") == datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
    assert [str(Calendar.from_ical(m.calendar)["METHOD"]) for m in (first, moved, gone)] == [
        "REQUEST",
        "REQUEST",
        "CANCEL",
    ]
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_a_reminder_carries_the_entry_that_the_calendar_has_already() -> None:
    row = make_invited(trainer=daulet())
    with time_machine.travel(at("2026-11-17"), tick=False):
        row = consulting.reschedule(row, starts_at=at("2026-11-24", "15:30"), by=aigul())
    assert inviting.remind(row, row.remind_at)
    [moved], [reminder] = letters()[1:], letters("consultation-reminder")
    for name in ("UID", "SEQUENCE", "DTSTART"):
        assert event_of(reminder)[name] == event_of(moved)[name]
    assert str(Calendar.from_ical(reminder.calendar)["METHOD"]) == "REQUEST"


def test_the_trainer_gets_the_same_entry_with_the_graduates_name() -> None:
    trainer = daulet()
    row = make_invited(trainer=trainer)
    [message] = letters("consultation-trainer")
    event = event_of(message)
    assert (message.to_email, event["UID"]) == (trainer.email, invitation.uid(row))
    assert row.person.full_name in str(event["SUMMARY"])
    assert event["ATTENDEE"] == f"mailto:{trainer.email}"
