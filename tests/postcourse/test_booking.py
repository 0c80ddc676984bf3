"""A graduate books, moves and gives up: within the rules, and never at a time that is somebody's already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from icalendar import Calendar

from people.models import OutboxMessage, User
from people.roles import Role
from postcourse import booking, consulting, discussing, invitation, inviting, planning, seating, templating
from postcourse.models import Consultation, Discussion, Plan, TakenTime
from postcourse.template_content import usual
from postcourse.timeline import entries_of
from tests.at_once import at_once
from tests.cast import aigul, daulet, make_cohort, make_user
from tests.postcourse.bookings import (
    LINK,
    NOW,
    TUESDAY,
    graduate_of,
    make_booked,
    make_discussion,
    make_graduate,
    teaching,
    two_of_one_trainer,
)
from tests.postcourse.scenes import at, local, make_plan, second_result, sign

Status = Consultation.Status


def letters() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("cause", flat=True))


@pytest.mark.django_db
def test_a_booking_is_agreed_at_once_with_its_place_and_told_to_both() -> None:
    row = make_booked()
    assert (row.kind, row.status, row.place, row.topic, row.link) == ("booked", "confirmed", LINK, "Мониторинг", LINK)
    assert letters() == [f"invite:{row.pk}:0", f"invite:{row.pk}:0:trainer:{row.trainer_id}"]
    assert list(row.events.values_list("old", "new", "by__person")) == [("", "confirmed", row.person.pk)]
    assert Consultation.objects.to_remind(row.remind_at).get() == row


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("time", "refusal"),
    [
        ("2026-11-03 09:30", "at least 24 hours"),
        ("2026-10-27 15:00", "at least 24 hours"),
        ("2026-11-10 14:30", "trainer offers"),
        ("2026-11-10 15:10", "trainer offers"),
        ("2026-11-11 15:00", "trainer offers"),
        ("2026-12-15 15:00", "up to 14.12.2026"),
        ("2026-11-24 15:00", "taken"),
        ("9989-12-31 23:30", "up to"),
    ],
)
def test_a_booking_keeps_to_notice_hours_and_horizon(time: str, refusal: str) -> None:
    plan, user = make_graduate()
    moment = datetime.fromisoformat(time).replace(tzinfo=TUESDAY.tzinfo)
    with pytest.raises(ValidationError, match=refusal):
        booking.book(plan, starts_at=moment, topic="", by=user, now=NOW)
    assert not Consultation.objects.filter(kind="booked").exists()


@pytest.mark.django_db
def test_one_booking_is_open_at_a_time_also_by_the_database() -> None:
    row = make_booked()
    user = row.person.user
    with pytest.raises(ValidationError, match="booked already"):
        booking.book(row.plan, starts_at=at("2026-11-12", "15:00"), topic="", by=user, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        consulting.new_consultation(row.plan, starts_at=at("2026-11-12", "15:00"), kind="booked", status="confirmed")
    booking.give_up(row, why="", by=user, now=NOW)
    again = booking.book(row.plan, starts_at=TUESDAY, topic="", by=user, now=NOW)
    assert again.starts_at == row.starts_at


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("no trainer", "no trainer"),
        ("gone", "no trainer"),
        ("no hours", "not published"),
        ("over", "ended on"),
        ("erased", "erased"),
    ],
)
def test_where_nothing_can_be_booked_a_sentence_says_why(change: str, refusal: str) -> None:
    plan = make_plan("100", trainer=None if change == "no trainer" else daulet())
    user, now = graduate_of(plan), NOW
    if change in ("over", "erased", "gone") and plan.trainer:
        teaching(plan.trainer)
    if change == "gone" and plan.trainer:
        plan.trainer.role_grants.all().delete()
        plan = Plan.objects.with_people().get(pk=plan.pk)
    if change == "over":
        now = at("2027-10-25")
    if change == "erased":
        type(plan.person).objects.filter(pk=plan.person.pk).update(erased_at=NOW)
    with pytest.raises(ValidationError, match=refusal):
        booking.book(plan, starts_at=now + timedelta(days=8), topic="", by=user, now=now)


@pytest.mark.django_db
def test_a_retake_is_prepared_by_bookings_until_the_day_before_its_deadline() -> None:
    plan = make_plan("44", trainer=teaching())
    assert booking.open_until(plan).isoformat() == "2027-10-22"
    assert booking.last_bookable(plan, now=at("2027-10-12")).isoformat() == "2027-10-22"


@pytest.mark.django_db
def test_preparation_that_is_over_is_booked_no_more_and_what_was_booked_ends_with_it() -> None:
    (plan, user), thursday = make_retake(), at("2026-11-12", "15:00")
    row = booking.book(plan, starts_at=thursday, topic="", by=user, now=NOW)
    with time_machine.travel(NOW, tick=False):
        after = planning.plan_for(sign(second_result(plan.attempt.enrolment, "90"), on=NOW.date()), now=NOW)
        row.refresh_from_db()
        assert row.status == "cancelled"
        with pytest.raises(ValidationError, match="preparation for the retake is over"):
            booking.book(plan, starts_at=thursday, topic="", by=user, now=NOW)
        assert booking.book(after, starts_at=thursday, topic="", by=user, now=NOW).is_open


def make_retake() -> tuple[Plan, User]:
    plan = make_plan("44", trainer=teaching())
    return plan, graduate_of(plan)


@pytest.mark.django_db
def test_who_phones_is_booked_for_and_everybody_reads_by_whom() -> None:
    plan, organiser = make_plan("100", trainer=teaching(), language="en"), aigul()
    with time_machine.travel(NOW, tick=False):
        row = booking.book(plan, starts_at=TUESDAY, topic="Кесте", by=organiser, now=NOW)
    assert (row.status, list(row.events.values_list("by", flat=True))) == ("confirmed", [organiser.pk])
    to_graduate, to_trainer = OutboxMessage.objects.order_by("pk")
    assert "As agreed, a consultation is booked for you." in to_graduate.text
    assert "participant" not in to_trainer.subject
    entry = next(each for each in entries_of(plan) if each.when == TUESDAY)
    assert entry.said == (f"Booked by {organiser} on 02.11.2026.",)


@pytest.mark.django_db
def test_who_has_no_e_mail_is_booked_for_and_gets_it_by_post() -> None:
    plan = make_plan("100", trainer=teaching(), language="en", email="")
    booking.book(plan, starts_at=TUESDAY, topic="", by=aigul(), now=NOW)
    letter = OutboxMessage.objects.get(person=plan.person)
    assert letter.state == OutboxMessage.State.TO_POST
    assert "To choose another time, call us." in letter.text
    assert "confirm" not in letter.text


@pytest.mark.django_db
def test_support_is_booked_up_to_the_last_contact_that_the_template_of_the_plan_promises() -> None:
    plan = make_plan("100", trainer=teaching())
    assert booking.open_until(plan).isoformat() == "2027-10-23"
    programme = plan.attempt.enrolment.cohort.version.programme
    plan.template = templating.write(programme, replace(usual(), months=(1, 18)), by=aigul(), seen=0)
    assert booking.open_until(plan).isoformat() == "2028-04-23"


@pytest.mark.django_db
def test_the_times_on_offer_are_those_that_the_rule_accepts() -> None:
    plan, user = make_graduate()
    with time_machine.travel(NOW, tick=False):
        days, more = booking.free_times(plan, first=None, days=2, now=NOW)
    assert [(f"{day:%d.%m}", len(times)) for day, times in days] == [("03.11", 4), ("05.11", 4)]
    assert f"{more:%d.%m}" == "10.11"
    assert booking.book(plan, starts_at=days[1][1][3], topic="", by=user, now=NOW).status == "confirmed"


@pytest.mark.django_db
def test_an_entry_is_updated_and_withdrawn_by_its_uid_and_sequence() -> None:
    row = make_booked()
    user = row.person.user
    with time_machine.travel(NOW, tick=False):
        row = consulting.reschedule(row, starts_at=at("2026-11-12", "16:30"), by=user, now=NOW)
        booking.give_up(row, why="Комиссия келеді", by=user, now=NOW)
    for whose in ("person", "trainer"):
        mine = OutboxMessage.objects.filter(person__isnull=whose == "trainer").order_by("pk")
        calendars = [Calendar.from_ical(message.calendar) for message in mine]
        events = [calendar.walk("VEVENT")[0] for calendar in calendars]
        assert [str(each["METHOD"]) for each in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
        assert [(str(each["UID"]), each["SEQUENCE"]) for each in events] == [(invitation.uid(row), n) for n in range(3)]
        assert [str(each["STATUS"]) for each in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert events[1].decoded("DTSTART") == at("2026-11-12", "16:30")
        assert str(events[0]["LOCATION"]) == LINK
    assert "Комиссия келеді" in OutboxMessage.objects.get(cause=f"cancel:{row.pk}:2:trainer:{row.trainer_id}").text


@pytest.mark.django_db
def test_what_the_plan_wants_is_not_given_up_and_what_has_begun_neither() -> None:
    row = make_booked()
    user = row.person.user
    contact = row.plan.consultations.get(month=1)
    with pytest.raises(ValidationError, match="part of your plan"):
        booking.give_up(contact, why="", by=user, now=NOW)
    with pytest.raises(ValidationError, match="has begun"):
        booking.give_up(row, why="", by=user, now=row.starts_at)


@pytest.mark.django_db
def test_a_missed_booking_is_planned_once_more_unless_they_have_booked_again() -> None:
    row = make_booked()
    assert row.trainer
    consulting.record(row, Status.MISSED, notes="", by=row.trainer, now=row.starts_at)
    second = Consultation.objects.get(replans=row)
    assert (second.kind, second.topic, local(second.starts_at)) == ("booked", "Мониторинг", "17.11.2026 15:00")
    with pytest.raises(ValidationError, match="already"):
        booking.book(row.plan, starts_at=at("2026-11-19", "15:00"), topic="", by=row.trainer, now=row.starts_at)


@pytest.mark.django_db
def test_an_invitation_gives_way_to_what_the_graduate_has_agreed_elsewhere() -> None:
    plan, _user = make_graduate()
    contact = plan.consultations.earliest("starts_at")
    other = make_plan("100", trainer=make_user("second@institute.example", Role.TRAINER))
    Consultation.objects.filter(plan=other, month=1).update(starts_at=contact.starts_at, trainer=None)
    # The same human's other course: its contact falls on the same time.
    attempt = other.attempt
    type(attempt.enrolment).objects.filter(pk=attempt.enrolment_id).update(person=plan.person)
    with time_machine.travel(contact.invite_at, tick=False):
        assert inviting.invite(contact, contact.invite_at)
        theirs = Consultation.objects.with_people().get(plan=other, month=1)
        Consultation.objects.filter(pk=theirs.pk).update(trainer=other.trainer)
        assert inviting.invite(theirs, contact.invite_at)
    theirs.refresh_from_db()
    contact.refresh_from_db()
    assert theirs.starts_at != contact.starts_at
    assert TakenTime.objects.filter(person=plan.person).count() == 2


# ---- two at once ---------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_graduates_who_book_one_time_at_once_do_not_both_get_it() -> None:
    pairs = two_of_one_trainer()
    acts = [partial(booking.book, plan, starts_at=TUESDAY, topic="", by=user, now=NOW) for plan, user in pairs]
    assert sorted(len(code) > 0 for code in at_once_outcomes(acts)) == [False, True]
    assert Consultation.objects.filter(starts_at=TUESDAY, kind="booked").count() == 1
    assert TakenTime.objects.filter(at=TUESDAY).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_taps_of_one_graduate_book_one_consultation() -> None:
    plan, user = make_graduate()
    thursday = at("2026-11-12", "15:00")
    acts = [partial(booking.book, plan, starts_at=when, topic="", by=user, now=NOW) for when in (TUESDAY, thursday)]
    assert sorted(len(code) > 0 for code in at_once_outcomes(acts)) == [False, True]
    assert Consultation.objects.filter(kind="booked").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_place_and_a_booking_at_its_time_go_to_one_of_two() -> None:
    cohort = make_cohort(trainer=teaching())
    pairs = [make_graduate(cohort=cohort) for _ in range(3)]
    discussion = make_discussion([pairs[0][0]], capacity=2)
    seating.join(discussion, pairs[0][0], by=pairs[0][1], now=NOW)
    acts = [partial(seating.join, discussion, plan, by=user, now=NOW) for plan, user in pairs[1:]]
    assert sorted(len(code) > 0 for code in at_once_outcomes(acts)) == [False, True]
    assert discussion.seats.open().count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_trainer_is_not_announced_and_booked_at_one_time() -> None:
    plan, user = make_graduate()
    trainer = plan.trainer
    assert trainer
    row = Discussion(trainer=trainer, topic="Кейс", starts_at=TUESDAY - timedelta(minutes=30), minutes=60)
    acts: list[Callable[[], object]] = [
        partial(discussing.announce, row, by=trainer, now=NOW),
        partial(booking.book, plan, starts_at=TUESDAY, topic="", by=user, now=NOW),
    ]
    assert sorted(len(code) > 0 for code in at_once_outcomes(acts)) == [False, True]
    assert TakenTime.objects.filter(at=TUESDAY, trainer=trainer).count() == 1


def at_once_outcomes(acts: Sequence[Callable[[], object]]) -> list[str]:
    """What each of those who acted at the same moment was told; "" for who got it."""
    outcomes: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            act()
            outcomes.append("")
        except ValidationError as refusal:
            outcomes.append(refusal.messages[0])

    at_once(*(partial(run, act) for act in acts))
    return outcomes


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_expectation_of_a_trainer_or_a_graduate() -> None:
    row = make_booked()
    taken = row.taken.get()
    assert (taken.trainer_id, taken.person_id) == (row.trainer_id, row.person.pk)
    for whose in ({"trainer": row.trainer}, {"person": row.person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TakenTime.objects.create(at=TUESDAY, consultation=row.plan.consultations.get(month=3), **whose)
