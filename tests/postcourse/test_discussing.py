"""A discussion of a case: announced once, joined while there are places, moved, cancelled and recorded for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from itertools import product
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext
from icalendar import Calendar

from people.models import OutboxMessage
from people.roles import Role
from postcourse import assigning, booking, consulting, discussing, hours, seating, templating
from postcourse.discussing import MOVES, Status
from postcourse.models import Consultation, Discussion, TakenTime
from postcourse.template_content import usual
from tests.cast import aigul, daulet, make_cohort, make_user
from tests.postcourse.bookings import (
    LINK,
    NOW,
    TUESDAY,
    make_discussion,
    make_graduate,
    teaching,
    two_of_one_trainer,
)
from tests.postcourse.scenes import at, make_plan

pytestmark = pytest.mark.django_db
WEDNESDAY = at("2026-11-11", "15:00")


def seats(row: Discussion) -> list[tuple[int | None, str]]:
    return list(row.seats.order_by("pk").values_list("seat", "status"))


def causes(after: int = 0) -> list[str]:
    return list(OutboxMessage.objects.filter(pk__gt=after).order_by("pk").values_list("cause", flat=True))


@pytest.mark.parametrize(("old", "new"), list(product(Status, Status)))
def test_a_discussion_becomes_only_what_the_table_allows(old: Status, new: Status) -> None:
    row = make_discussion()
    Discussion.objects.filter(pk=row.pk).update(status=old)
    if new in MOVES[old]:
        assert discussing.move(row, new, by=row.trainer, why="себебі").status == new
        event = row.events.latest("pk")
        assert (event.old, event.new, event.why) == (old, new, "себебі")
    else:
        with pytest.raises(ValidationError, match="“"):
            discussing.move(row, new, by=row.trainer)
        assert row.events.count() == 1


def test_an_announcement_reaches_each_graduate_once_and_tells_no_link() -> None:
    (first, _one), (second, _two) = two_of_one_trainer()
    stranger = make_plan("100", cohort=make_cohort(trainer=None))
    row = make_discussion([first])
    told = OutboxMessage.objects.filter(kind="discussion-announced")
    assert {letter.person for letter in told} == {first.person, second.person} != {stranger.person}
    assert [LINK in letter.text for letter in told] == [False, False]
    assert f"/discussions/{row.pk}/" in told[0].text
    [event] = Calendar.from_ical(OutboxMessage.objects.get(kind="discussion-trainer").calendar).walk("VEVENT")
    assert (event.decoded("DTSTART"), event["SEQUENCE"]) == (WEDNESDAY, 0)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"starts_at": NOW + timedelta(hours=23)}, "at least 24 hours"),
        ({"starts_at": NOW + timedelta(days=200)}, "six months"),
        ({"starts_at": at("2026-11-11", "20:30")}, "between 8:00 and 21:00"),
        ({"starts_at": at("2026-11-11", "15:10")}, "between 8:00 and 21:00"),
        ({"starts_at": at("2026-11-10", "14:00"), "minutes": 90}, "taken"),
    ],
)
def test_a_discussion_has_a_time_that_the_trainer_has(said: dict[str, Any], refusal: str) -> None:
    plan, user = make_graduate()
    booking.book(plan, starts_at=TUESDAY, topic="", by=user, now=NOW)
    with pytest.raises(ValidationError, match=refusal):
        make_discussion([plan], **said)
    assert not Discussion.objects.exists()


def test_a_place_is_a_consultation_of_the_plan_agreed_at_once_and_twice_is_once() -> None:
    plan, user = make_graduate()
    row = make_discussion([plan])
    before = OutboxMessage.objects.latest("pk").pk
    seat = seating.join(row, plan, by=user, now=NOW)
    assert seating.join(row, plan, by=user, now=NOW) == seat
    assert (seat.kind, seat.status, seat.seat, seat.minutes, seat.place) == ("group", "confirmed", 1, 60, LINK)
    assert causes(before) == [f"invite:{seat.pk}:0"]
    taken = TakenTime.objects.filter(person=plan.person).order_by("at")
    assert [each.at for each in taken] == [WEDNESDAY, WEDNESDAY + timedelta(minutes=30)]
    assert {each.trainer for each in taken} == {None}


def test_a_place_that_was_given_up_is_the_next_ones() -> None:
    pairs = two_of_one_trainer()
    third = make_graduate(cohort=pairs[0][0].attempt.enrolment.cohort)
    row = make_discussion([pairs[0][0]], capacity=2)
    first, _second = (seating.join(row, plan, by=user, now=NOW) for plan, user in pairs)
    with pytest.raises(ValidationError, match="places are taken"):
        seating.join(row, third[0], by=third[1], now=NOW)
    booking.give_up(first, why="", by=pairs[0][1], now=NOW)
    told = OutboxMessage.objects.get(cause=f"cancel:{first.pk}:1")
    with translation.override("kk"):
        assert gettext("The consultation will not be held.") not in told.text
    assert seating.join(row, third[0], by=third[1], now=NOW).seat == 1


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("another cohort", "another cohort"), ("retake", "another cohort"), ("busy", "another consultation")],
)
def test_who_may_not_join_is_told_why(who: str, refusal: str) -> None:
    trainer = teaching()
    cohort = make_cohort(trainer=trainer)
    plan = make_plan("44" if who == "retake" else "100", cohort=cohort)
    row = make_discussion(
        [plan], cohort=make_cohort() if who == "another cohort" else None, starts_at=at("2026-11-12", "15:00")
    )
    if who == "busy":
        mine = plan.consultations.earliest("starts_at")
        Consultation.objects.filter(pk=mine.pk).update(starts_at=at("2026-11-12", "15:30"))
    with pytest.raises(ValidationError, match=refusal):
        seating.join(row, plan, by=aigul(), now=NOW)


def test_another_time_asks_everybody_again_and_both_calendars_follow() -> None:
    pairs = two_of_one_trainer()
    row = make_discussion([pairs[0][0]])
    first, second = (seating.join(row, plan, by=user, now=NOW) for plan, user in pairs)
    booking.book(pairs[1][0], starts_at=at("2026-11-12", "16:00"), topic="", by=pairs[1][1], now=NOW)
    # The trainer is taken then by that very booking, so they take the hour after it.
    with pytest.raises(ValidationError, match="taken"):
        discussing.change(row, by=row.trainer, now=NOW, starts_at=at("2026-11-12", "15:30"))
    moved = discussing.change(row, by=row.trainer, now=NOW, starts_at=at("2026-11-13", "15:00"), minutes=90)
    first.refresh_from_db()
    assert (first.status, first.sequence, first.minutes, first.starts_at) == ("invited", 1, 90, moved.starts_at)
    told = OutboxMessage.objects.get(cause=f"discussion:{row.pk}:1:request:trainer:{row.trainer_id}")
    [event] = Calendar.from_ical(told.calendar).walk("VEVENT")
    assert (event["SEQUENCE"], event.decoded("DTEND")) == (1, moved.ends_at)
    assert TakenTime.objects.filter(discussion=row).count() == 3
    assert TakenTime.objects.filter(consultation=second).count() == 3


def test_who_is_elsewhere_at_the_new_time_loses_the_place_and_reads_why() -> None:
    plan, user = make_graduate()
    row = make_discussion([plan])
    seat = seating.join(row, plan, by=user, now=NOW)
    contact = plan.consultations.get(month=1)
    Consultation.objects.filter(pk=contact.pk).update(trainer=None, starts_at=at("2026-11-13", "15:00"))
    TakenTime.objects.filter(consultation=contact).delete()
    discussing.change(row, by=row.trainer, now=NOW, starts_at=at("2026-11-13", "15:00"))
    seat.refresh_from_db()
    assert (seat.status, seat.sequence) == ("invited", 1), "what nobody was told of gives way"
    Consultation.objects.filter(pk=contact.pk).update(status="invited", starts_at=at("2026-11-16", "15:00"))
    discussing.change(row, by=row.trainer, now=NOW, starts_at=at("2026-11-16", "15:00"))
    seat.refresh_from_db()
    assert (seat.status, seat.sequence) == ("cancelled", 2)
    assert "another consultation" in seat.events.latest("pk").why
    letter = OutboxMessage.objects.get(cause=f"cancel:{seat.pk}:2")
    assert (letter.language, "another consultation" in letter.text) == ("kk", False), "it is in their language"


def test_more_places_may_be_offered_and_not_fewer_than_are_taken() -> None:
    pairs = two_of_one_trainer()
    third = make_graduate(cohort=pairs[0][0].attempt.enrolment.cohort)
    row = make_discussion([pairs[0][0]])
    for plan, user in pairs:
        seating.join(row, plan, by=user, now=NOW)
    before = OutboxMessage.objects.latest("pk").pk
    assert discussing.change(row, by=row.trainer, now=NOW, capacity=9, case="Мәтін").capacity == 9
    assert causes(before) == []
    Consultation.objects.filter(seat=1).update(seat=5)
    discussing.change(row, by=row.trainer, now=NOW, capacity=2)
    with pytest.raises(ValidationError, match="places are taken"):
        seating.join(row, third[0], by=third[1], now=NOW)
    discussing.change(row, by=row.trainer, now=NOW, capacity=3)
    assert seating.join(row, third[0], by=third[1], now=NOW).seat == 1
    with pytest.raises(ValidationError, match="taken already"):
        discussing.change(row, by=row.trainer, now=NOW, capacity=2)


def test_a_cancellation_needs_a_reason_and_frees_everybodys_time() -> None:
    plan, user = make_graduate()
    row = make_discussion([plan])
    seat = seating.join(row, plan, by=user, now=NOW)
    with pytest.raises(ValidationError, match="why"):
        discussing.cancel(row, why=" ", by=row.trainer)
    before = OutboxMessage.objects.latest("pk").pk
    discussing.cancel(row, why="Жаттықтырушы ауырып қалды", by=row.trainer)
    assert causes(before) == [f"cancel:{seat.pk}:1", f"discussion:{row.pk}:1:cancel:trainer:{row.trainer_id}"]
    assert seats(row) == [(1, "cancelled")]
    assert not TakenTime.objects.filter(discussion=row).exists()
    assert not TakenTime.objects.filter(consultation=seat).exists()


def test_who_came_is_recorded_for_all_and_may_be_put_right() -> None:
    pairs = two_of_one_trainer()
    row = make_discussion([pairs[0][0]])
    first, second = (seating.join(row, plan, by=user, now=NOW) for plan, user in pairs)
    after = row.ends_at
    with pytest.raises(ValidationError, match="has begun"):
        discussing.record(row, came=[first.pk], outcome="Шешім", by=row.trainer, now=NOW)
    with pytest.raises(ValidationError, match="sentence"):
        discussing.record(row, came=[first.pk], outcome=" ", by=row.trainer, now=after)
    discussing.record(row, came=[first.pk, 10**9], outcome="Шешім", by=row.trainer, now=after)
    assert seats(row) == [(1, "held"), (2, "missed")]
    assert not Consultation.objects.filter(replans=second).exists()
    held = discussing.record(row, came=[first.pk, second.pk], outcome="", by=aigul(), now=after)
    assert (held.status, held.outcome, seats(row)) == ("held", "Шешім", [(1, "held"), (2, "held")])


def test_time_and_place_of_a_seat_are_changed_at_the_discussion_alone() -> None:
    plan, user = make_graduate()
    seat = seating.join(make_discussion([plan]), plan, by=user, now=NOW)
    with pytest.raises(ValidationError, match="those of the discussion"):
        consulting.reschedule(seat, starts_at=at("2026-11-12", "15:00"), by=user, now=NOW)
    with pytest.raises(ValidationError, match="those of the discussion"):
        consulting.arrange(seat, place="305", by=aigul())


def test_a_seat_stays_with_its_trainer_when_the_plan_goes_to_another() -> None:
    plan, user = make_graduate()
    seat = seating.join(make_discussion([plan]), plan, by=user, now=NOW)
    other = make_user("second@institute.example", Role.TRAINER)
    with time_machine.travel(NOW, tick=False):
        assigning.assign([plan], trainer=other, by=aigul(), now=NOW)
    seat.refresh_from_db()
    assert (seat.trainer_id == other.pk, plan.consultations.filter(trainer=other).count()) == (False, 4)


def test_a_discussion_is_not_put_into_its_trainers_absence() -> None:
    trainer = daulet()
    day = WEDNESDAY.date()
    hours.except_days(
        trainer, first=day, last=day, is_free=False, begins=time(15, 30), ends=time(18), place="", by=trainer, now=NOW
    )
    with pytest.raises(ValidationError, match="away"):
        make_discussion(trainer=trainer)
    assert make_discussion(trainer=trainer, minutes=30).is_open


def test_whoever_may_join_is_told_however_long_the_support_lasts() -> None:
    plan = make_plan("100", trainer=daulet())
    programme = plan.attempt.enrolment.cohort.version.programme
    plan.template = templating.write(programme, replace(usual(), months=(1, 18)), by=aigul(), seen=0)
    plan.save()
    make_discussion([plan], now=at("2028-01-10"), starts_at=at("2028-01-12", "15:00"))
    make_discussion([plan], now=at("2028-05-10"), starts_at=at("2028-05-12", "15:00"))
    assert OutboxMessage.objects.filter(kind="discussion-announced").count() == 1


def test_only_a_trainer_holds_a_discussion() -> None:
    organiser = aigul()
    with pytest.raises(ValidationError, match="role of trainer"):
        make_discussion(trainer=organiser)
    assert make_discussion(trainer=daulet()).is_open
