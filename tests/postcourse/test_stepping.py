"""Steps of a plan are moved, added and closed by the staff, within rules; an appeal leaves their decisions alone."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from threading import Event
from time import sleep
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import OutboxMessage
from people.roles import Role
from postcourse import assigning, consulting, inviting, planning, step_times, stepping
from postcourse.calendar import places, working_days
from postcourse.models import Consultation, Plan
from postcourse.wording import about
from tests.at_once import at_once
from tests.cast import aigul, daulet, make_cohort, make_enrolment, make_order, make_result, make_user
from tests.postcourse.scenes import ISSUED, at, local, make_plan, second_result, sign

pytestmark = pytest.mark.django_db
NOW = at(ISSUED)
Status = Consultation.Status


def step_of(plan: Plan, month: int) -> Consultation:
    return plan.consultations.get(month=month)


def added() -> Any:
    return Consultation.objects.filter(kind="added")


def test_a_planned_step_moves_with_its_invitation_and_says_who_and_why() -> None:
    plan, by = make_plan(trainer=daulet()), aigul()
    row = stepping.move_step(step_of(plan, 3), starts_at=at("2027-02-01", "15:00"), by=by, why=" Ауырды ", now=NOW)
    assert (row.status, local(row.starts_at), local(row.invite_at)) == (
        Status.PLANNED, "01.02.2027 15:00", "25.01.2027 15:00",
    )  # fmt: skip
    event = row.events.latest("pk")
    assert (event.old, event.new, event.by, event.why) == (Status.PLANNED, Status.PLANNED, by, "Ауырды")
    assert not OutboxMessage.objects.exists(), "nobody was invited yet"


@pytest.mark.parametrize(
    ("time", "told"),
    [
        (at("2026-10-26", "10:00"), "from 27.10.2026 on"),
        (at("2028-01-24", "10:00"), "up to 23.01.2028"),
        (at("2027-01-23", "10:00"), "working day"),
        (at("2027-01-26", "10:10"), "working day"),
        (at("2027-01-26", "18:00"), "working day"),
        (at("2027-01-25", "10:00"), "it has already"),
        (at("2027-04-23", "10:00"), "is taken"),
    ],
)
def test_a_step_is_moved_to_a_free_time_of_the_grid_within_the_term_of_the_plan(time: object, told: str) -> None:
    plan = make_plan(trainer=daulet())
    with pytest.raises(ValidationError, match=told):
        stepping.move_step(step_of(plan, 3), starts_at=time, by=aigul(), now=NOW)  # type: ignore[arg-type]


def test_preparation_is_moved_only_while_the_retake_is_open() -> None:
    plan, by = make_plan("44", trainer=daulet()), aigul()
    last = plan.consultations.get(month=10)
    with pytest.raises(ValidationError, match=r"22\.10\.2027"):
        stepping.move_step(last, starts_at=at("2027-10-26", "10:00"), by=by, now=NOW)
    assert stepping.move_step(last, starts_at=at("2027-10-22", "10:00"), by=by, now=NOW)


@pytest.mark.parametrize("status", ["invited", "confirmed", "held", "missed", "cancelled"])
def test_what_people_were_invited_to_is_no_step_to_move(status: str) -> None:
    row = step_of(make_plan(trainer=daulet()), 3)
    Consultation.objects.filter(pk=row.pk).update(status=status)
    with pytest.raises(ValidationError) as refusal:
        stepping.move_step(row, starts_at=at("2027-02-01", "15:00"), by=aigul(), now=NOW)
    assert refusal.value.code == "not_planned"


def test_an_added_step_has_a_topic_and_is_invited_to_like_the_others() -> None:
    trainer = daulet()
    plan = make_plan(trainer=trainer)
    row = stepping.add_step(
        plan, topic=" Мониторинг кестесі ", starts_at=at("2027-01-12", "16:00"), place="305", by=trainer, now=NOW
    )
    assert (row.kind, row.trainer, row.place, about(row)) == ("added", trainer, "305", "Мониторинг кестесі")
    assert row.events.get().by == trainer
    with time_machine.travel(row.invite_at, tick=False):
        assert inviting.invite(row, row.invite_at)
    assert all("Мониторинг кестесі" in letter.text for letter in OutboxMessage.objects.all())
    assert OutboxMessage.objects.count() == 2


def test_one_without_a_topic_or_for_somebody_erased_is_refused() -> None:
    plan, by, time = make_plan(trainer=daulet()), aigul(), at("2027-01-12", "16:00")
    with pytest.raises(ValidationError, match="what it is about"):
        stepping.add_step(plan, topic="  ", starts_at=time, by=by, now=NOW)
    plan.person.erased_at = NOW
    plan.person.save()
    with pytest.raises(ValidationError, match="were erased"):
        stepping.add_step(plan, topic="Тақырып", starts_at=time, by=by, now=NOW)
    assert not added().exists()


def test_a_graduate_without_a_trainer_is_not_expected_twice_at_a_time() -> None:
    plan = make_plan(trainer=None)
    with pytest.raises(ValidationError, match="is taken"):
        stepping.add_step(plan, topic="Тақырып", starts_at=at("2027-01-25", "10:00"), by=aigul(), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_steps_that_are_added_at_once_take_one_time_once() -> None:
    by, time, trainer = aigul(), at("2027-01-12", "16:00"), daulet()
    plans = [make_plan(trainer=trainer), make_plan(trainer=trainer)]
    acts = [lambda plan=plan: stepping.add_step(plan, topic="Тақырып", starts_at=time, by=by, now=NOW)
            for plan in plans]  # fmt: skip
    assert sorted(at_once(*acts)) == ["", "taken"]
    assert Consultation.objects.filter(starts_at=time).count() == added().count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_step_that_is_added_while_the_plan_is_handed_on_is_the_new_trainer_s() -> None:
    plan, other, by, begun = make_plan(trainer=daulet()), make_user("t@x.example", Role.TRAINER), aigul(), Event()

    def hand_on() -> None:
        with transaction.atomic():
            assigning.assign([plan], trainer=other, by=by, now=NOW)
            begun.set()
            sleep(0.3)

    def add() -> None:
        assert begun.wait(timeout=30)
        stepping.add_step(plan, topic="Тақырып", starts_at=at("2027-01-12", "16:00"), by=by, now=NOW)

    assert at_once(hand_on, add) == ["", ""]
    assert added().get().trainer == other


def test_a_missed_one_that_was_added_keeps_its_topic_the_second_time() -> None:
    trainer = daulet()
    plan = make_plan(trainer=trainer)
    row = stepping.add_step(plan, topic="Мониторинг", starts_at=at("2026-11-10", "16:00"), by=trainer, now=NOW)
    consulting.move(row, Status.INVITED, by=None)
    consulting.record(row, Status.MISSED, notes="", by=trainer, now=at("2026-11-10", "17:00"))
    row.refresh_from_db()
    assert row.second is not None
    assert about(row.second) == "Мониторинг"


def test_an_appeal_keeps_what_was_added_moved_and_closed() -> None:
    trainer = daulet()
    plan = make_plan("66", trainer=trainer)
    added = stepping.add_step(plan, topic="Мониторинг", starts_at=at("2027-01-12", "16:00"), by=trainer, now=NOW)
    moved = stepping.move_step(step_of(plan, 6), starts_at=at("2027-05-12", "16:00"), by=trainer, now=NOW)
    closed = consulting.cancel(step_of(plan, 12), why="Қажет емес", by=trainer)
    better = make_result(plan.attempt.enrolment, "100", supersedes=plan.result)
    planning.plan_for(sign(better, on=date(2026, 10, 30)), now=at("2026-10-30"))
    rows = {row.pk: (row.status, local(row.starts_at)) for row in plan.consultations.all()}
    assert rows[added.pk] == ("planned", "12.01.2027 16:00")
    assert rows[moved.pk] == ("planned", "12.05.2027 16:00")
    assert rows[closed.pk][0] == "cancelled"
    assert plan.consultations.filter(month=12).count() == 1, "what somebody closed is not planned again"


def test_preparation_that_was_added_ends_with_an_appeal_that_is_upheld() -> None:
    trainer = daulet()
    plan = make_plan("44", trainer=trainer)
    added = stepping.add_step(plan, topic="Жобаның мәселесі", starts_at=at("2026-12-01", "16:00"), by=trainer, now=NOW)
    better = make_result(plan.attempt.enrolment, "90", supersedes=plan.result)
    planning.plan_for(sign(better, on=date(2026, 10, 30)), now=at("2026-10-30"))
    added.refresh_from_db()
    assert added.status == Status.CANCELLED


@pytest.mark.parametrize("later", ["passed", "failed", "went on"])
def test_nothing_is_added_to_preparation_that_led_to_its_end(later: str) -> None:
    plan = make_plan("44", trainer=daulet())
    enrolment = plan.attempt.enrolment
    assert not step_times.is_over(plan)
    if later == "went on":
        cohort = make_cohort()
        make_enrolment(cohort, enrolment.person, continues=enrolment, order=make_order(cohort))
    else:
        sign(second_result(enrolment, "90" if later == "passed" else "40"), on=date(2027, 3, 1))
    with pytest.raises(ValidationError) as refusal:
        stepping.add_step(plan, topic="Тақырып", starts_at=at("2027-03-10", "16:00"), by=aigul(), now=at("2027-03-02"))
    assert refusal.value.code == "over"
    assert not added().exists()


def test_a_trainer_who_is_booked_for_weeks_has_the_first_free_day_after() -> None:
    plan = make_plan(trainer=daulet())
    free = step_times.free_of(plan)
    free.taken.update(place for day in islice(working_days(NOW.date()), 30) for place in places(day))
    assert step_times.days_from(None, plan, free, now=NOW)[0] == date(2026, 12, 7)


def test_the_days_on_offer_begin_where_they_are_asked_for_and_end_with_the_term() -> None:
    plan = make_plan(trainer=daulet())
    free = step_times.free_of(plan)
    last = step_times.last_day(plan)
    assert last == date(2028, 1, 23)
    nearest = step_times.days_from(None, plan, free, now=NOW)
    assert (nearest[0], len(nearest)) == (date(2026, 10, 27), 10)
    assert step_times.days_from(date(1, 1, 1), plan, free, now=NOW) == nearest
    assert step_times.days_from(last - timedelta(days=4), plan, free, now=NOW) == [
        date(2028, 1, 19), date(2028, 1, 20), date(2028, 1, 21),
    ]  # fmt: skip
    assert step_times.days_from(date(9000, 1, 1), plan, free, now=NOW) == []
    assert step_times.days_from(None, plan, free, now=at("2030-01-01")) == []
