"""A consultation is where its trainer is at that time, and nobody is invited to a time at which the trainer is not."""

from __future__ import annotations

from datetime import date, time

import pytest
import time_machine
from django.utils import timezone

from courses.days_off import set_day
from people.models import OutboxMessage, User
from people.roles import Role
from postcourse import assigning, booking, consulting, hours, inviting
from postcourse.models import Consultation
from tests.cast import aigul, daulet, make_user
from tests.postcourse.bookings import LINK, NOW, TUESDAY, make_booked, teaching
from tests.postcourse.scenes import at, local, make_invited, make_plan

pytestmark = pytest.mark.django_db
MONDAY_ROOM = at("2026-11-09", "10:00")


def with_a_room(trainer: User) -> User:
    """On Mondays in a room, beside the Tuesdays and Thursdays online."""
    hours.publish(trainer, weekday=1, begins=time(10), ends=time(12), place="305-кабинет", by=trainer)
    return trainer


def away(trainer: User, first: date, last: date) -> None:
    hours.except_days(
        trainer, first=first, last=last, is_free=False, begins=None, ends=None, place="", by=trainer, now=NOW
    )


def invite(row: Consultation) -> Consultation:
    with time_machine.travel(row.invite_at, tick=False):
        assert inviting.invite(row, row.invite_at)
    return Consultation.objects.with_people().get(pk=row.pk)


def test_a_booking_that_is_moved_goes_to_the_place_of_its_new_hours() -> None:
    row = make_booked()
    assert row.trainer
    with_a_room(row.trainer)
    with time_machine.travel(NOW, tick=False):
        row = consulting.reschedule(row, starts_at=MONDAY_ROOM, by=row.person.user, now=NOW)
        assert row.place == "305-кабинет"
        assert "305-кабинет" in OutboxMessage.objects.get(cause=f"invite:{row.pk}:1").text
        row = consulting.arrange(row, place="204-кабинет", by=aigul())
        moved = consulting.reschedule(row, starts_at=TUESDAY, by=row.person.user, now=NOW)
    assert moved.place == "204-кабинет", "what was arranged for this one stays"


def test_who_is_invited_within_the_hours_is_told_their_place() -> None:
    row = invite(make_plan(trainer=teaching()).consultations.earliest("starts_at"))
    assert (local(row.starts_at)[-5:], row.place) == ("15:00", LINK)
    assert LINK in OutboxMessage.objects.get(cause=f"invite:{row.pk}:0").text


@pytest.mark.parametrize(("arranged", "kept"), [("", LINK), ("https://meet.example/daulet", LINK), ("305", "305")])
def test_another_trainer_is_met_in_the_same_room_and_not_by_the_link_of_the_first(arranged: str, kept: str) -> None:
    row = make_invited(trainer=daulet())
    Consultation.objects.filter(pk=row.pk).update(place=arranged)
    other = teaching(make_user("t@institute.example", Role.TRAINER), weekdays=(1, 2, 3, 4, 5))
    Consultation.objects.filter(pk=row.pk).update(starts_at=at("2026-11-23", "15:00"))
    with time_machine.travel(at("2026-11-17"), tick=False):
        assigning.assign([row.plan], trainer=other, by=aigul(), now=at("2026-11-17"))
    row.refresh_from_db()
    assert (row.trainer, row.place) == (other, kept)


def test_a_missed_one_is_planned_again_with_whoever_holds_the_plan_by_now_and_where_they_are() -> None:
    row = make_booked()
    first, other = row.trainer, teaching(make_user("t@institute.example", Role.TRAINER), weekdays=(3,))
    assert first
    assigning.assign([row.plan], trainer=other, by=aigul(), now=row.starts_at)
    row.refresh_from_db()
    with time_machine.travel(row.starts_at, tick=False):
        consulting.record(row, consulting.Status.MISSED, notes="", by=first, now=row.starts_at)
    second = Consultation.objects.get(replans=row)
    assert (row.trainer, second.trainer, local(second.starts_at)) == (first, other, "18.11.2026 15:00")


@pytest.mark.parametrize("published", [True, False])
def test_nobody_is_invited_to_a_day_on_which_the_trainer_is_away_by_now(published: bool) -> None:
    trainer = teaching() if published else daulet()
    row = make_plan(trainer=trainer).consultations.earliest("starts_at")
    with time_machine.travel(NOW, tick=False):
        away(trainer, date(2026, 11, 20), date(2027, 2, 12))
    row = invite(row)
    assert local(row.starts_at) == ("16.02.2027 15:00" if published else "15.02.2027 10:00")


def test_the_days_off_of_the_organisers_are_those_of_the_consultations() -> None:
    row = make_plan(trainer=teaching()).consultations.earliest("starts_at")
    assert row.trainer
    with time_machine.travel(NOW, tick=False):
        set_day(date(2026, 11, 10), is_off=True, name="Ауыстырылған күн", by=row.trainer)
        set_day(timezone.localdate(row.starts_at), is_off=True, name="Ауыстырылған күн", by=row.trainer)
        days, _more = booking.free_times(row.plan, first=None, days=3, now=NOW)
    assert [f"{day:%d.%m}" for day, _times in days] == ["03.11", "05.11", "12.11"]
    assert local(invite(row).starts_at) == "26.11.2026 15:00"
