"""The sweep makes one plan for each confirmed result, whatever fails and whoever else sweeps."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connections
from django.db.models import Count, Model

from assessment.models import Attempt, Result
from courses.models import Enrolment
from people.models import Person
from postcourse import booking, consulting, planning, seating
from postcourse.models import Consultation, Plan
from postcourse.steps import step_key
from tests.cast import daulet, make_cohort, make_enrolment, make_person, make_result
from tests.postcourse.bookings import graduate_of, make_discussion, teaching
from tests.postcourse.scenes import ISSUED, at, local, make_plan, make_signed, second_result, sign

Kind = Consultation.Kind
NOW = at(ISSUED)


def steps_of(plan: Plan) -> list[tuple[str, int | None, str]]:
    return [(row.kind, row.month, local(row.starts_at)) for row in plan.consultations.exclude(status="cancelled")]


@pytest.mark.django_db
def test_who_passed_gets_contacts_and_a_consultation_for_each_weak_criterion() -> None:
    trainer = daulet()
    result = make_signed("66", trainer=trainer)  # 20, 25, 15, 6 of 30, 0 of 10
    plan = planning.plan_for(result, now=NOW)
    assert (plan.kind, plan.trainer, plan.counted_from) == (Plan.Kind.SUPPORT, trainer, ISSUED)
    assert steps_of(plan) == [
        (Kind.TARGETED, None, "06.11.2026 10:00"),
        (Kind.TARGETED, None, "13.11.2026 10:00"),
        (Kind.CONTACT, 1, "23.11.2026 10:00"),
        (Kind.CONTACT, 3, "25.01.2027 10:00"),
        (Kind.CONTACT, 6, "23.04.2027 10:00"),
        (Kind.CONTACT, 12, "26.10.2027 10:00"),
    ]
    weak = [row.criterion for row in plan.consultations.filter(kind=Kind.TARGETED)]
    assert [(c["label_kk"], c["points"], c["maximum"]) for c in weak if c] == [
        ("4-критерий", "6.00", "30"),
        ("5-критерий", "0.00", "10"),
    ]
    assert {row.trainer for row in plan.consultations.all()} == {trainer}
    assert [event.new for event in plan.consultations.all()[0].events.all()] == ["planned"]


@pytest.mark.django_db
def test_who_did_not_pass_is_prepared_for_the_retake_only() -> None:
    plan = make_plan("44")
    assert (plan.kind, steps_of(plan)) == (
        Plan.Kind.RETAKE,
        [(Kind.RETAKE, None, "06.11.2026 10:00"), (Kind.RETAKE, 10, "23.08.2027 10:00")],
    )


@pytest.mark.django_db
def test_invitations_are_due_a_week_before_and_reminders_a_day_before() -> None:
    row = make_plan().consultations.earliest("starts_at")
    assert (row.starts_at - row.invite_at, row.starts_at - row.remind_at) == (timedelta(days=7), timedelta(days=1))


@pytest.mark.django_db
def test_a_plan_is_made_once_however_often_it_is_asked_for() -> None:
    result = make_signed()
    plans = {planning.plan_for(result, now=NOW).pk for _ in range(3)}
    assert (len(plans), Plan.objects.count(), planning.sweep(now=NOW)) == (1, 1, 0)


@pytest.mark.django_db
def test_a_cohort_without_a_trainer_is_planned_and_waits_for_one() -> None:
    plan = make_plan(trainer=None)
    assert plan.trainer is None
    assert Consultation.objects.filter(trainer=None).count() == 4


@pytest.mark.django_db
def test_thirty_people_of_one_trainer_never_meet_at_the_same_time() -> None:
    trainer = daulet()
    cohort = make_cohort(trainer=trainer)
    for _ in range(30):
        make_signed("100", cohort=cohort)
    assert planning.sweep(now=NOW) == 30
    times = Consultation.objects.filter(month=1).values_list("starts_at", flat=True).order_by("starts_at")
    days = {local(time)[:10] for time in times}
    assert (len(set(times)), sorted(days)) == (30, ["23.11.2026", "24.11.2026"])
    assert local(times[15]) == "23.11.2026 17:30"


@pytest.mark.django_db
def test_the_sweep_takes_only_confirmed_results_that_stand() -> None:
    cohort = make_cohort(trainer=daulet())
    unconfirmed = make_result(make_enrolment(cohort, make_person()))
    appealed = make_signed("60", cohort=cohort)
    standing = sign(make_result(appealed.attempt.enrolment, "80", supersedes=appealed), on=ISSUED)
    assert set(planning.without_plan()) == {standing}
    assert planning.sweep(now=NOW) == 1
    assert [plan.result for plan in Plan.objects.all()] == [standing]
    assert not Plan.objects.filter(attempt=unconfirmed.attempt).exists()


@pytest.mark.django_db
def test_a_result_that_cannot_be_planned_does_not_hold_up_the_others() -> None:
    broken, good = make_signed(), make_signed()
    Result.objects.filter(pk=broken.pk).update(criteria=[{"label_kk": "no points"}])
    assert planning.sweep(now=NOW) == 1
    assert [plan.result for plan in Plan.objects.all()] == [good]


def values_of(row: Model, *besides: str) -> dict[str, object]:
    fields = [field for field in row._meta.concrete_fields if field.name not in ("id", *besides)]
    return {field.attname: getattr(row, field.attname) for field in fields}


def multiply(result: Result, times: int) -> None:
    """The same result of so many other people."""
    people = Person.objects.bulk_create(
        Person(iin=f"{n:012d}", surname="Ә", given_name="Ә") for n in range(5000, 5000 + times)
    )
    enrolled = values_of(result.attempt.enrolment, "person")
    enrolments = Enrolment.objects.bulk_create(Enrolment(**enrolled, person=person) for person in people)
    attempts = Attempt.objects.bulk_create(Attempt(enrolment=enrolment, number=1) for enrolment in enrolments)
    frozen = values_of(result, "attempt")
    Result.objects.bulk_create(Result(**frozen, attempt=attempt) for attempt in attempts)


@pytest.mark.django_db
def test_however_many_results_cannot_be_planned_the_next_one_is() -> None:
    cohort = make_cohort(trainer=daulet())
    broken = make_signed(cohort=cohort)
    Result.objects.update(criteria=[{"label_kk": "no points"}])
    multiply(Result.objects.get(pk=broken.pk), 200)
    good = make_signed(cohort=cohort)
    assert planning.sweep(now=NOW, seconds=0) == 0
    assert planning.sweep(now=NOW) == 1
    assert [plan.result for plan in Plan.objects.all()] == [good]


@pytest.mark.django_db
def test_a_sweep_that_was_away_for_weeks_plans_nothing_into_the_past() -> None:
    plan = planning.plan_for(make_signed("66", trainer=daulet()), now=at("2026-12-01"))
    assert steps_of(plan)[:3] == [
        (Kind.TARGETED, None, "03.12.2026 10:00"),
        (Kind.CONTACT, 1, "03.12.2026 10:30"),
        (Kind.TARGETED, None, "10.12.2026 10:00"),
    ]


@pytest.mark.django_db
def test_an_appeal_replans_only_what_nobody_was_invited_to() -> None:
    plan = make_plan("66", trainer=daulet())
    rows = keyed(plan)
    invited = rows["targeted", None, "4-критерий"]
    Consultation.objects.filter(pk=invited.pk).update(status="invited")
    better = sign(make_result(plan.attempt.enrolment, "100", supersedes=plan.result), on=date(2026, 10, 30))
    assert planning.sweep(now=at("2026-10-30")) == 1
    plan.refresh_from_db()
    assert (plan.result, plan.counted_from) == (better, date(2026, 10, 30))
    kept = {key: row for key, row in keyed(plan).items() if row.status != "cancelled"}
    assert kept == {key: row for key, row in rows.items() if key != ("targeted", None, "5-критерий")}
    assert planning.sweep(now=at("2026-10-30")) == 0


def keyed(plan: Plan) -> dict[tuple[str, int | None, str], Consultation]:
    return {step_key(row.kind, row.month, row.criterion): row for row in plan.consultations.all()}


@pytest.mark.django_db
def test_a_passed_retake_ends_its_preparation_and_begins_the_support() -> None:
    failed = make_plan("44", trainer=daulet())
    passed = second_result(failed.attempt.enrolment, "90")
    plan = planning.plan_for(sign(passed, on=date(2027, 3, 1)), now=at("2027-03-01"))
    assert plan.kind == Plan.Kind.SUPPORT
    assert set(failed.consultations.values_list("status", flat=True)) == {"cancelled"}


@pytest.mark.django_db
def test_a_failed_retake_has_nothing_left_to_prepare_for() -> None:
    failed = make_plan("44")
    sign(second_result(failed.attempt.enrolment, "40"), on=date(2027, 3, 1))
    assert planning.sweep(now=at("2027-03-01")) == 0


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_make_each_plan_once_and_book_each_time_once() -> None:
    cohort = make_cohort(trainer=daulet())
    for _ in range(8):
        make_signed("89.5", cohort=cohort)

    def sweep() -> None:
        planning.sweep(now=NOW)
        connections.close_all()

    sweeps = [Thread(target=sweep) for _ in range(2)]
    for thread in sweeps:
        thread.start()
    for thread in sweeps:
        thread.join()
    assert (Plan.objects.count(), Consultation.objects.count()) == (8, 8 * 5)
    doubles = Consultation.objects.values("trainer", "starts_at").annotate(n=Count("pk")).filter(n__gt=1)
    assert list(doubles) == []


@pytest.mark.django_db
@pytest.mark.parametrize("exact", ["66", "44"])
def test_an_appeal_leaves_alone_what_graduates_took_by_themselves(exact: str) -> None:
    """Also the second time of a booking that was missed, to which nobody was invited yet."""
    plan = make_plan(exact, trainer=teaching())
    user = graduate_of(plan)
    with time_machine.travel(NOW, tick=False):
        booked = booking.book(plan, starts_at=at("2026-10-29", "15:00"), topic="Кесте", by=user, now=NOW)
        if exact == "66":
            seating.join(make_discussion([plan], now=NOW), plan, by=user, now=NOW)
    consulting.record(booked, Consultation.Status.MISSED, notes="", by=user, now=at("2026-10-29", "16:00"))
    taken = plan.consultations.filter(kind__in=(Kind.BOOKED, Kind.GROUP)).order_by("pk")
    before = list(taken.values_list("pk", "status", "starts_at"))
    assert [status for _pk, status, _at in before] == ["missed", *["confirmed"] * (exact == "66"), "planned"]
    assert not plan.consultations.following().filter(pk__in=taken.values("pk")).exists()
    better = make_result(plan.attempt.enrolment, "100", supersedes=plan.result)
    replanned = planning.plan_for(sign(better, on=date(2026, 10, 30)), now=at("2026-10-30"))
    assert (replanned.pk, replanned.kind) == (plan.pk, Plan.Kind.SUPPORT)
    assert list(taken.values_list("pk", "status", "starts_at")) == before
