"""Through one door, by one table, with the papers and the reason that a move needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from courses.enrolling import MOVES, NEED_A_REASON, Status, admit, amend, enrol, move
from courses.models import Counter, Enrolment, EnrolmentEvent
from tests.cast import aigul, make_cohort, make_enrolment, make_order, make_organisation, make_person

pytestmark = pytest.mark.django_db
DECIDED = {Status.PASSED, Status.NOT_PASSED}
LEGAL = [(old, new) for old, allowed in MOVES.items() for new in sorted(allowed)]
ILLEGAL = [(old, new) for old, new in product(Status, Status) if new not in MOVES[old]]


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        yield


def enrolment_at(status: Status) -> Enrolment:
    return make_enrolment(status=status, result_date=date(2026, 11, 20) if status in DECIDED else None)


def test_every_status_stands_in_the_table() -> None:
    assert set(MOVES) == set(Status)


@pytest.mark.parametrize(("old", "new"), LEGAL)
def test_a_legal_move_is_made_and_written_down(old: Status, new: Status) -> None:
    enrolment, organiser = enrolment_at(old), aigul()
    moved = move(
        enrolment, new, by=organiser, why="a reason",
        order=enrolment.order or make_order(enrolment.cohort), agreement_date=date(2026, 11, 1),
        result_date=date(2026, 11, 20) if new in DECIDED else None,
    )  # fmt: skip
    assert moved.status == new
    event = EnrolmentEvent.objects.get(enrolment=enrolment)
    assert (event.old, event.new, event.by, event.why) == (old, new, organiser, "a reason")
    assert moved.history.first().history_user == organiser


@pytest.mark.parametrize(("old", "new"), ILLEGAL)
def test_an_illegal_move_is_refused_and_leaves_no_trace(old: Status, new: Status) -> None:
    enrolment = enrolment_at(old)
    with pytest.raises(ValidationError) as refusal:
        move(enrolment, new, by=None, why="a reason")
    assert refusal.value.code == "illegal_move"
    enrolment.refresh_from_db()
    assert (enrolment.status, EnrolmentEvent.objects.count()) == (old, 0)


@pytest.mark.parametrize("to", sorted(NEED_A_REASON))
def test_who_leaves_leaves_with_a_reason(to: Status) -> None:
    enrolment = enrolment_at(Status.APPLIED if to == Status.DECLINED else Status.ADMITTED)
    with pytest.raises(ValidationError) as refusal:
        move(enrolment, to, by=None, why="  ")
    assert refusal.value.code == "no_reason"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (Status.APPLIED, Status.ADMITTED, "no_papers"),
        (Status.ADMITTED, Status.PASSED, "no_result_date"),
        (Status.ADMITTED, Status.NOT_PASSED, "no_result_date"),
    ],
)
def test_a_move_without_its_papers_is_refused(old: Status, new: Status, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        move(enrolment_at(old), new, by=None)
    assert refusal.value.code == code


def test_coming_back_from_hold_keeps_the_order_and_the_agreement() -> None:
    enrolment = enrolment_at(Status.ADMITTED)
    move(enrolment, Status.ON_HOLD, by=None, why="ill")
    back = move(enrolment, Status.ADMITTED, by=None)
    assert (back.order, back.agreement_date) == (enrolment.order, enrolment.agreement_date)


def test_somebody_applies_and_the_first_event_says_so() -> None:
    cohort, person, work = make_cohort(), make_person(), make_organisation()
    enrolment = enrol(cohort=cohort, person=person, organisation=work, position="директор", by=aigul())
    assert (enrolment.status, enrolment.programme) == (Status.APPLIED, cohort.version.programme)
    assert list(enrolment.events.values_list("old", "new")) == [("", "applied")]


@pytest.mark.parametrize("status", ["draft", "defending", "closed", "cancelled"])
def test_a_cohort_that_is_not_open_takes_nobody(status: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        enrol(cohort=make_cohort(status=status), person=make_person(), organisation=make_organisation(), by=None)
    assert refusal.value.code == "cohort_not_open"


@pytest.mark.parametrize("status", sorted(Enrolment.ACTIVE))
def test_nobody_is_in_two_cohorts_of_a_programme_at_a_time(status: str) -> None:
    here = make_enrolment(status=status)
    with pytest.raises(ValidationError) as refusal:
        enrol(cohort=make_cohort(), person=here.person, organisation=here.organisation, by=None)
    assert refusal.value.code == "active_elsewhere"
    assert here.cohort.name in refusal.value.messages[0]


@pytest.mark.parametrize("status", [s for s in Status if Status.APPLIED not in MOVES[s]])
def test_who_is_in_the_cohort_is_not_enrolled_twice(status: Status) -> None:
    here = enrolment_at(status)
    with pytest.raises(ValidationError):
        enrol(cohort=here.cohort, person=here.person, organisation=here.organisation, by=None)
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize("status", [Status.DECLINED, Status.WITHDRAWN])
def test_who_left_before_comes_back_on_the_same_row_with_the_new_school(status: Status) -> None:
    left, school = enrolment_at(status), make_organisation()
    back = enrol(cohort=left.cohort, person=left.person, organisation=school, position="завуч", by=None)
    assert (back.pk, back.status, back.organisation, back.position) == (left.pk, "applied", school, "завуч")


def test_a_merged_record_is_not_enrolled() -> None:
    person = make_person(merged_into=make_person())
    with pytest.raises(ValidationError):
        enrol(cohort=make_cohort(), person=person, organisation=make_organisation(), by=None)


def test_who_did_not_pass_continues_in_the_next_stream() -> None:
    failed = enrolment_at(Status.NOT_PASSED)
    second = enrol(cohort=make_cohort(), person=failed.person, organisation=failed.organisation, by=None)
    assert second.continues == failed


def test_one_order_and_one_agreement_date_admit_many() -> None:
    cohort = make_cohort()
    people = [make_enrolment(cohort, status="applied") for _ in range(3)]
    order = admit(
        people, cohort=cohort, agreement_date=date(2026, 11, 2), order_date=date(2026, 11, 3), paper_number=" 45-қ ",
        by=aigul(),
    )  # fmt: skip
    assert (order.year, order.number, order.paper_number) == (2026, 1, "45-қ")
    rows = Enrolment.objects.order_by().values_list("status", "order", "agreement_date").distinct()
    assert list(rows) == [("admitted", order.pk, date(2026, 11, 2))]


def test_an_admission_that_fails_takes_no_number() -> None:
    cohort = make_cohort()
    people = [make_enrolment(cohort, status="applied"), make_enrolment(cohort, status="admitted")]
    with pytest.raises(ValidationError):
        admit(people, cohort=cohort, agreement_date=date(2026, 11, 2), order_date=date(2026, 11, 3), by=None)
    order = admit(people[:1], cohort=cohort, agreement_date=date(2026, 11, 2), order_date=date(2026, 11, 3), by=None)
    assert order.number == 1


COHORT_BEGINS, TODAY = date(2026, 12, 1), date(2026, 11, 21)


@pytest.mark.parametrize(
    ("agreement", "order", "flaws"),
    [
        (TODAY, TODAY, {}),
        (TODAY + timedelta(days=7), TODAY + timedelta(days=7), {}),
        (date(2025, 12, 1), date(2025, 12, 1), {}),
        (TODAY, TODAY + timedelta(days=8), {"order_date": "too_late"}),
        (TODAY, date(3026, 11, 21), {"order_date": "too_late"}),
        (TODAY, date(206, 11, 21), {"order_date": "too_early"}),
        (date(2025, 11, 21), TODAY, {"agreement_date": "too_early"}),
        (date(2062, 11, 21), date(2006, 11, 21), {"agreement_date": "too_late", "order_date": "too_early"}),
    ],
)
def test_a_mistyped_year_is_told_beside_its_field_and_takes_no_number(
    agreement: date, order: date, flaws: dict[str, str]
) -> None:
    cohort = make_cohort(starts_on=COHORT_BEGINS, ends_on=COHORT_BEGINS)
    told: dict[str, str | None] = {}
    try:
        admit(
            [make_enrolment(cohort, status="applied")], cohort=cohort, agreement_date=agreement, order_date=order,
            by=None,
        )  # fmt: skip
    except ValidationError as refusal:
        told = {name: errors[0].code for name, errors in refusal.error_dict.items()}
    assert told == flaws
    assert Counter.objects.exists() is not bool(flaws)


def test_nobody_of_another_cohort_slips_into_an_order() -> None:
    cohort, stranger = make_cohort(), make_enrolment(status="applied")
    with pytest.raises(ValidationError):
        admit([stranger], cohort=cohort, agreement_date=date(2026, 11, 2), order_date=date(2026, 11, 3), by=None)


def test_amending_with_nothing_new_leaves_no_history() -> None:
    enrolment = make_enrolment(project_topic="Сапа")
    amend(enrolment, by=None, project_topic="Сапа")
    assert enrolment.history.count() == 1
    amend(enrolment, by=aigul(), project_topic="Цифрландыру")
    assert enrolment.history.count() == 2


def test_the_status_is_not_amended() -> None:
    with pytest.raises(TypeError):
        amend(make_enrolment(), by=None, status="passed")


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "admitted", "order": None},
        {"status": "admitted", "agreement_date": None},
        {"status": "passed", "result_date": None},
        {"status": "applied", "result_date": date(2026, 11, 20)},
    ],
)
def test_the_database_refuses_what_the_rules_never_write(fields: dict[str, object]) -> None:
    enrolment = make_enrolment()
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.filter(pk=enrolment.pk).update(**fields)


def test_the_database_refuses_a_second_active_enrolment_and_a_second_in_the_cohort() -> None:
    here = make_enrolment(status="applied")
    for cohort in (make_cohort(), here.cohort):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_enrolment(cohort, here.person, status="applied")
