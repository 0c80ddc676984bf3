"""One second attempt within twelve months, or the next stream: asked for, admitted to, planned, held, recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment import retaking
from assessment.finalising import record_absence
from assessment.models import Attempt, CourseworkMark, Defence, Result, Retake, Review
from assessment.planning import add_participants, amend_day, awaiting_defence, cohorts_to_add, remove_participant
from assessment.retake_list import retakes_of
from assessment.retake_standing import Stage, standing_of
from courses.continuing import join_next
from courses.enrolling import admit as admit_to_course
from courses.enrolling import enrol, move
from courses.models import Cohort, Enrolment
from courses.transferring import transfer
from people.merging import merge, obstacles
from people.models import OutboxMessage
from tests.assessment.retake_scenes import (
    FAILED_ON,
    UNTIL,
    admitted,
    chair,
    failed,
    organiser,
    retake_day,
    retaken,
    score,
    spring,
)
from tests.cast import make_cohort, make_enrolment, make_person, make_rubric, make_user
from tests.courses.way_scenes import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Status = Enrolment.Status
TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def in_june() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 6, 15, 9, tzinfo=UTC)):
        yield


def refusal(act: Callable[..., object], *args: object, **kwargs: object) -> tuple[str, str]:
    with pytest.raises(ValidationError) as found:
        act(*args, **kwargs)
    return found.value.error_list[0].code or "", found.value.messages[0]


def next_stream(**fields: Any) -> Cohort:
    autumn = {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 19), "status": "enrolling"}
    return make_cohort(**{**autumn, **fields})


# ---- asking and admitting
def test_who_did_not_pass_asks_and_can_be_put_on_a_day_once_the_organiser_admits_them() -> None:
    row = failed()
    participant = make_user("oqushy@mektep.example", person=row.person)
    asked = retaking.ask(row, wish=" after Monday ", by=participant)
    assert (asked.wish, asked.asked_by, standing_of(row).stage(TODAY)) == ("after Monday", participant, Stage.ASKED)
    assert list(awaiting_defence(row.cohort)) == []
    retaking.admit(row, by=organiser())
    assert (standing_of(row).stage(TODAY), list(awaiting_defence(row.cohort))) == (Stage.ADMITTED, [row])
    assert row.cohort in cohorts_to_add()
    assert [each.history_user for each in Retake.history.order_by("history_id")] == [participant, organiser()]


def test_the_organiser_admits_whoever_asked_by_telephone_and_takes_it_back_while_no_day_is_planned() -> None:
    row = failed(language="en")
    retaking.admit(row, by=organiser())
    assert refusal(retaking.take_back, row, by=organiser())[0] == "admitted"
    retaking.take_back(row, by=organiser(), also_admission=True)
    assert standing_of(row).stage(TODAY) == Stage.OPEN
    retaking.admit(row, by=organiser())
    retake_day(row)
    assert refusal(retaking.take_back, row, by=organiser(), also_admission=True)[0] == "planned"
    letters = OutboxMessage.objects.filter(kind="retake-admitted").order_by("pk")
    assert all("20.03.2027" in letter.text for letter in letters)
    assert [letter.subject for letter in letters] == [
        "You are admitted to the retake", "Your admission to the retake is taken back",
        "You are admitted to the retake",
    ]  # fmt: skip


def test_who_asked_still_asks_when_the_admission_is_taken_back() -> None:
    row = failed()
    retaking.ask(row, wish="in May", by=make_user("oqushy@mektep.example", person=row.person))
    retaking.admit(row, by=organiser())
    retaking.take_back(row, by=organiser(), also_admission=True)
    assert (standing_of(row).stage(TODAY), Retake.objects.get().wish) == (Stage.ASKED, "in May")


def test_the_commission_decides_on_an_appeal_before_the_retake_is_planned() -> None:
    """With a second attempt planned it could decide neither way any more."""
    row = admitted()
    review = Review.objects.create(
        result=Result.objects.get(), kind="appeal", text="Бағам төмен", requested_by=organiser()
    )
    code, sentence = refusal(retake_day, row)
    assert (code, sentence) == (
        "reviewed",
        f"The commission is asked to decide on the result of {row.person} once more: the retake is planned after that.",
    )
    decided = {"outcome": "rejected", "reason": "Дұрыс", "decided_by": chair(), "decided_at": timezone.now()}
    Review.objects.filter(pk=review.pk).update(**decided)
    assert retake_day(row).defences.count() == 1


def test_who_was_not_admitted_is_put_on_no_day() -> None:
    row = failed()
    day = retake_day(admitted(row.cohort))
    code, sentence = refusal(add_participants, day, [row], by=organiser())
    assert code == "not_admitted_again"
    assert sentence == f"{row.person} did not pass: admit them to the retake first, on the page of the results."


# ---- until when
@pytest.mark.parametrize(("held_on", "possible"), [(UNTIL, True), (UNTIL + timedelta(days=1), False)])
def test_the_last_day_is_twelve_months_from_the_failed_attestation(held_on: date, possible: bool) -> None:
    row = admitted()
    if possible:
        assert retake_day(row, held_on=held_on).defences.get().attempt.number == 2
        return
    code, sentence = refusal(retake_day, row, held_on=held_on)
    assert (code, Attempt.objects.filter(number=2).count()) == ("too_late", 0)
    assert sentence == (
        f"21.03.2027 is too late for {row.person}: the retake is possible until 20.03.2027, twelve months from the "
        "failed attestation. Choose an earlier day; after it the next stream remains."
    )


def test_a_day_on_which_somebody_retakes_is_not_moved_past_their_deadline() -> None:
    row = admitted()
    day = retake_day(row)
    facts = {"starts_at": time(9), "slot_minutes": 20, "room": "305", "chair": chair(), "by": organiser()}
    assert refusal(amend_day, day, held_on=UNTIL + timedelta(days=1), **facts)[0] == "too_late"
    assert amend_day(day, held_on=UNTIL, **facts).held_on == UNTIL  # type: ignore[arg-type]


def test_after_the_deadline_what_remains_is_said() -> None:
    row = admitted()
    with time_machine.travel(datetime(2027, 3, 21, 9, tzinfo=UTC)):
        code, sentence = refusal(retake_day, row)
        assert (code, standing_of(row).stage(timezone.localdate())) == ("cohort_not_running", Stage.OVER)
        code, sentence = refusal(retaking.ask, row, by=organiser())
    assert (code, sentence) == (
        "over",
        f"The retake of {row.person} was possible until 20.03.2027, twelve months from the failed attestation. What "
        "remains is the assessment with the next stream.",
    )


# ---- who
def with_status(status: Status) -> Enrolment:
    row = failed()
    Enrolment.objects.filter(pk=row.pk).update(status=status, result_date=FAILED_ON if status == "passed" else None)
    row.refresh_from_db()
    return row


def gone_on() -> Enrolment:
    row = failed()
    join_next(row, next_stream(), by=organiser())
    return row


def used() -> Enrolment:
    row = admitted()
    retaken(row, "49")
    return row


@pytest.mark.parametrize(
    ("scene", "code", "words"),
    [
        (lambda: with_status(Status.PASSED), "passed", "there is nothing to retake"),
        (lambda: with_status(Status.TRANSFERRED), "transferred", "is assessed in the other cohort"),
        (lambda: with_status(Status.EXPELLED), "expelled", "applies to another cohort"),
        (lambda: with_status(Status.ON_HOLD), "not_failed", "the status of"),
        (lambda: failed(signed=False), "unsigned", "the retake comes after that"),
        (gone_on, "elsewhere", "either the retake or the next stream is chosen"),
        (used, "used", "What remains is the assessment with the next stream"),
    ],
)
def test_who_cannot_retake_is_told_why_and_what_remains(scene: Callable[[], Enrolment], code: str, words: str) -> None:
    row = scene()
    found = refusal(retaking.ask, row, by=organiser())
    assert found[0] == code
    assert words in found[1]
    assert refusal(retaking.admit, row, by=organiser())[0] == code


def test_a_list_that_somebody_left_before_an_order_admitted_them_chose_nothing() -> None:
    row = failed()
    opened = join_next(row, next_stream(), by=organiser())
    move(opened, Status.DECLINED, by=organiser(), why="no place")
    assert retaking.admit(row, by=organiser()).admitted_at is not None


# ---- either the retake or another stream
def goes_by_transfer(row: Enrolment) -> None:
    target = next_stream(version=row.cohort.version)
    transfer(row, target, why="ill", files=[pdf()], order_date=TODAY, by=organiser())


def test_a_transfer_gives_the_place_of_the_retake_up() -> None:
    row = admitted()
    day = retake_day(row, held_on=TODAY + timedelta(days=9))
    goes_by_transfer(row)
    assert (day.defences.count(), standing_of(row).stage(TODAY)) == (0, Stage.ELSEWHERE)


def goes_by_next_stream(row: Enrolment) -> None:
    join_next(row, next_stream(version=row.cohort.version), by=organiser())


def goes_by_a_list(row: Enrolment) -> None:
    target = next_stream(version=row.cohort.version)
    enrol(cohort=target, person=row.person, organisation=row.organisation, by=organiser())


@pytest.mark.parametrize("go", [goes_by_next_stream, goes_by_a_list])
def test_who_has_a_day_for_the_retake_is_taken_off_it_before_another_stream(go: Callable[[Enrolment], None]) -> None:
    row = admitted()
    defence = retake_day(row, held_on=TODAY + timedelta(days=9)).defences.get()
    code, sentence = refusal(go, row)
    assert code == "retakes"
    assert sentence == (
        f"{row.person} is to retake with the cohort “{row.cohort}” on 24.06.2026: of the retake and another stream one "
        "is chosen. Take them off that day first."
    )
    remove_participant(defence, by=organiser())
    go(row)
    assert standing_of(row).stage(TODAY) == Stage.ELSEWHERE


def test_two_records_are_not_merged_while_the_one_is_to_retake_and_the_other_studies() -> None:
    row = admitted()
    other = make_enrolment(make_cohort(version=row.cohort.version))
    assert obstacles(row.person, other.person) == []
    retake_day(row)
    for one, two in ((row.person, other.person), (other.person, row.person)):
        assert [sentence.startswith("One record is to retake with") for sentence in obstacles(one, two)] == [True]


def test_a_record_that_was_merged_before_counts_for_the_one_it_leads_to() -> None:
    row, kept = admitted(), make_person()
    merge(row.person, kept, by=organiser())
    other = make_enrolment(make_cohort(version=row.cohort.version))
    retake_day(row)
    assert [sentence.startswith("One record is to retake with") for sentence in obstacles(kept, other.person)] == [True]


def test_who_studies_under_the_other_of_two_merged_records_does_not_retake() -> None:
    row = failed()
    other = make_enrolment(make_cohort(version=row.cohort.version))
    merge(row.person, other.person, by=organiser())
    assert refusal(retaking.admit, row, by=organiser())[0] == "elsewhere"


# ---- the day of the retake
@pytest.mark.parametrize(("marks", "status", "stage"), [("70", "passed", "passed"), ("49", "not_passed", "used")])
def test_the_second_attempt_decides_and_the_ledger_tells_of_it(marks: str, status: str, stage: str) -> None:
    row = admitted()
    result = retaken(row, marks)
    row.refresh_from_db()
    event = row.events.latest("pk")
    assert (result.attempt.number, row.status, standing_of(row).stage(TODAY)) == (2, status, stage)
    assert (event.old, event.new, event.failed_retake, event.by) == ("not_passed", status, stage == "used", chair())
    assert row.result_date == (TODAY if status == "passed" else FAILED_ON)
    assert Result.objects.filter(attempt__enrolment=row, supersedes=None).count() == 2, "a retake supersedes nothing"


def test_points_of_the_coursework_are_carried_and_only_the_defence_is_scored_anew() -> None:
    cohort = spring()
    rubric = make_rubric(cohort.version, "earned", coursework=3)
    cohort.rules.rubric = rubric
    cohort.rules.save()
    row = admitted(cohort)
    for criterion, points in zip(rubric.criteria.of_coursework(), (10, 12, 7), strict=True):
        CourseworkMark.objects.create(
            enrolment=row, criterion=criterion, points=points, maximum=criterion.maximum, given_by=chair()
        )
    result = retaken(row, "70")
    earned = [(each["points"], each["carried"]) for each in result.criteria]
    assert earned == [("10.00", True), ("12.00", True), ("7.00", True), ("21.00", False), ("7.00", False)]
    assert (result.total, result.passed) == (57, True)
    assert result.defence is not None
    protocol = result.defence.day.protocols.get()
    assert protocol.snapshot["rows"][0]["carried"] == [True, True, True, False, False]
    assert protocol.snapshot["rows"][0]["attempt"] == 2


@pytest.mark.parametrize("valid", [True, False])
def test_an_absence_at_the_retake_is_recorded_and_does_not_use_it_up(valid: bool) -> None:
    row = admitted()
    record_absence(retake_day(row).defences.get(), valid_reason=valid, reason="ill", by=chair())
    row.refresh_from_db()
    standing = standing_of(row)
    assert (row.status, standing.stage(TODAY), len(standing.absences)) == ("not_passed", Stage.ADMITTED, 1)
    defence = retake_day(row, held_on=UNTIL).defences.get()
    assert (defence.attempt.number, Attempt.objects.filter(number=2).count()) == (2, 1)


def test_there_is_no_third_attempt() -> None:
    row = used()
    assert refusal(retake_day, row)[0] == "cohort_not_running"
    day = retake_day(admitted(row.cohort))
    assert refusal(add_participants, day, [row], by=organiser())[0] == "used"


def test_nobody_is_scored_twice_at_a_time() -> None:
    row = admitted()
    day = retake_day(row)
    assert refusal(add_participants, day, [row], by=organiser())[0] == "planned"
    assert refusal(retaking.ask, row, by=organiser())[0] == "planned"


def test_marks_are_taken_of_a_retake_only_while_the_participant_has_not_passed() -> None:
    row = admitted()
    defence = retake_day(row).defences.get()
    Enrolment.objects.filter(pk=row.pk).update(status=Status.PASSED)
    assert refusal(score, Defence.objects.get(pk=defence.pk), "70")[0] == "not_admitted"


def test_a_cohort_that_is_closed_has_a_day_for_its_retakes_and_for_nothing_else() -> None:
    row = failed()
    assert refusal(retake_day, row)[0] == "cohort_not_running"
    retaking.admit(row, by=organiser())
    assert retake_day(row).defences.count() == 1


# ---- how much it costs
def test_where_everybody_stands_costs_as_much_for_one_as_for_thirty() -> None:
    counts = []
    for people in (1, 30):
        cohort = spring()
        for _ in range(people):
            admitted(cohort)
        with CaptureQueriesContext(connection) as taken:
            assert len(retakes_of(cohort, TODAY)) == people
        counts.append(len(taken))
    assert counts == [5, 5]


def test_a_newcomer_of_the_next_stream_is_admitted_as_ever() -> None:
    row = gone_on()
    opened = row.continued_by
    admit_to_course([opened], cohort=opened.cohort, agreement_date=TODAY, order_date=TODAY, by=organiser())
    assert standing_of(row).elsewhere == opened
    assert make_person().pk != row.person_id
