"""Every way an enrolment goes takes its papers along, in one transaction; what cannot be done is said in a sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from courses import completing, continuing, expelling, holding, transferring
from courses.carrying import attended_hours, luggage_of
from courses.enrolling import enrol
from courses.expelling import Ruling
from courses.models import (
    CarriedHours,
    CommissionDecision,
    Counter,
    Enrolment,
    EnrolmentEvent,
    EnrolmentPaper,
    Feedback,
    Order,
    OrderLine,
    Submission,
)
from courses.ordering import orders_of
from courses.ways import ways_of
from people.models import OutboxMessage, Upload, User
from tests.cast import aigul, make_enrolment, make_order, make_organisation, make_version
from tests.courses.way_scenes import (
    ORDERED,
    attended,
    autumn,
    handed_in,
    kept_files,
    make_task,
    pdf,
    refusing,
    spring,
    studying,
)

pytestmark = pytest.mark.django_db
RULING = Ruling(date(2026, 3, 16), "А. Исабеков\nД. Оспанов", "Себепсіз 20 сағат қатыспаған", "5")


@pytest.fixture(autouse=True)
def in_english_in_2026() -> Iterator[None]:
    with translation.override("en"), time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def by() -> User:
    return aigul()


def everything() -> tuple[Any, ...]:
    """What a move may write: equal before and after where nothing happened."""
    models = (Enrolment, EnrolmentEvent, EnrolmentPaper, Order, OrderLine, CommissionDecision, Counter, OutboxMessage,
              Upload, CarriedHours, Submission, Feedback)  # fmt: skip
    return (*(list(model.objects.order_by("pk").values_list()) for model in models), Enrolment.history.count(),
            len(kept_files()))  # fmt: skip


# ---- hold


def test_a_hold_keeps_the_reason_and_the_document_and_ends_under_the_same_order(by: User) -> None:
    enrolment = studying()
    held = holding.hold(enrolment, why="ауыруына байланысты", files=[pdf()], by=by)
    paper = EnrolmentPaper.objects.get()
    assert (held.status, paper.enrolment, paper.moved_to, paper.by, paper.upload.kind) == (
        "on_hold", enrolment, "on_hold", by, "pdf",
    )  # fmt: skip
    back = holding.bring_back(held, by=by)
    assert (back.status, back.order, back.agreement_date) == (
        "admitted", enrolment.order, enrolment.agreement_date,
    )  # fmt: skip
    assert list(enrolment.events.values_list("new", "why")) == [("on_hold", "ауыруына байланысты"), ("admitted", "")]


def test_a_hold_without_a_document_is_refused_beside_its_field(by: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        holding.hold(studying(), why="ауыру", files=[], by=by)
    assert refusal.value.message_dict == {"files": ["Add the document that shows the reason."]}


@pytest.mark.parametrize(
    ("file", "why", "code"),
    [
        (SimpleUploadedFile("scan.docx", b"PK\x03\x04 cut short"), "ауыру", "wrong_kind"),
        (SimpleUploadedFile("scan.pdf", b""), "ауыру", "empty"),
        (pdf(), "   ", "no_reason"),
    ],
)
def test_a_hold_that_fails_leaves_no_row_and_no_bytes(file: SimpleUploadedFile, why: str, code: str, by: User) -> None:
    enrolment = studying()
    before = everything()
    with pytest.raises(ValidationError) as refusal:
        holding.hold(enrolment, why=why, files=[pdf("first.pdf"), file], by=by)
    assert (refusal.value.code, everything()) == (code, before)


def test_a_document_that_the_database_cannot_keep_takes_its_bytes_away(by: User) -> None:
    enrolment = studying()
    before = everything()
    with refusing("courses_enrolmentpaper"), pytest.raises(DatabaseError), transaction.atomic():
        holding.hold(enrolment, why="ауыру", files=[pdf()], by=by)
    assert everything() == before


def test_of_two_who_hold_the_same_person_the_second_is_told(by: User) -> None:
    enrolment, as_seen_by_another = studying(), Enrolment.objects.get()
    holding.hold(enrolment, why="ауыру", files=[pdf()], by=by)
    before = everything()
    with pytest.raises(ValidationError) as refusal:
        holding.hold(as_seen_by_another, why="ауыру", files=[pdf()], by=by)
    assert refusal.value.messages == [f"{enrolment.person}: “On hold” cannot become “On hold”."]
    assert everything() == before


def test_who_only_applied_is_not_brought_back(by: User) -> None:
    applied = make_enrolment(spring(), status="applied", agreement_date=date(2026, 3, 1), order=make_order(spring()))
    with pytest.raises(ValidationError) as refusal:
        holding.bring_back(applied, by=by)
    assert refusal.value.code == "not_on_hold"


# ---- transfer


def transferred(enrolment: Enrolment, target: Any, by: User, **fields: Any) -> transferring.Transfer:
    values = {"why": "іссапарға байланысты", "files": [pdf()], "order_date": ORDERED, "by": by, **fields}
    return transferring.transfer(enrolment, target, **values)


def test_a_transfer_closes_here_opens_there_and_one_order_names_both(by: User) -> None:
    source, target = studying(project_topic="Сапа мониторингі", confirmed_name="А Б"), autumn()
    done = transferred(source, target, by, paper_number=" 12-қ ")
    assert (done.closed.status, done.opened.status, done.opened.cohort) == ("transferred", "admitted", target)
    assert (done.opened.continues, done.opened.organisation, done.opened.position, done.opened.project_topic) == (
        source, source.organisation, "директор", "Сапа мониторингі",
    )  # fmt: skip
    assert (done.opened.order, done.opened.agreement_date) == (done.order, source.agreement_date)
    assert (done.order.kind, done.order.number, done.order.paper_number) == ("transfer", 1, "12-қ")
    assert set(done.order.lines.values_list("enrolment", flat=True)) == {source.pk, done.opened.pk}
    assert [row.upload.name for row in source.papers.all()] == ["anyqtama.pdf"]
    assert done.opened.confirmed_name == "А Б"
    assert [order.pk for order in orders_of(target)] == [done.order.pk]


def test_a_transfer_may_leave_the_admission_to_an_order_of_its_own(by: User) -> None:
    done = transferred(studying(), autumn(), by, admitted=False)
    assert (done.opened.status, done.opened.order) == ("applied", None)


def test_a_transfer_from_hold_is_possible(by: User) -> None:
    source, target = studying(status="on_hold"), autumn()
    assert transferred(source, target, by).opened.status == "admitted"


def test_hours_attended_go_along_by_place_and_type(by: User) -> None:
    source = studying()
    attended(source, 1, "lecture", 2)
    attended(source, 1, "lecture", 1)
    attended(source, 2, "practice", 4)
    attended(source, 3, "practice", 6, state="absent")
    attended(source, 4, "lecture", 2, state="excused")
    CarriedHours.objects.create(
        enrolment=source, module=source.cohort.version.modules.get(order=2), kind="practice", hours=1
    )
    target = autumn(version=make_version())
    done = transferred(source, target, by)
    rows = done.opened.carried_hours.order_by("module__order")
    assert [(row.module.version, row.module.order, row.kind, row.hours) for row in rows] == [
        (target.version, 1, "lecture", 3), (target.version, 2, "practice", 5),
    ]  # fmt: skip
    assert attended_hours(done.opened) == attended_hours(source)
    assert done.order.snapshot["carried"] == 8


def test_hours_of_a_module_that_the_other_version_lacks_stay_behind() -> None:
    source = studying()
    attended(source, 6, "lecture", 3)
    other = make_version()
    other.modules.filter(order=6).delete()
    bag = luggage_of(source, autumn(version=other))
    assert (bag.total_hours, [(lot.line.title, lot.kind, lot.hours) for lot in bag.lost_hours]) == (
        0, [("Module 6", "lecture", 3)],
    )  # fmt: skip


def test_marked_tasks_go_along_where_the_other_cohort_has_the_same(by: User) -> None:
    source, target = studying(), autumn()
    same, lost = make_task(source.cohort), make_task(source.cohort, title="Тек осы топта")
    other_scale = make_task(source.cohort, title="Басқа өлшем")
    like = make_task(target, root=same)
    make_task(target, root=other_scale, max_points=20)
    first, second = handed_in(source, same, "6"), handed_in(source, same)
    upload = Upload.objects.create(name="a.pdf", kind="pdf", size=1, sha256="0" * 64, file="uploads/a.pdf")
    first.uploads.add(upload)
    handed_in(source, lost)
    handed_in(source, other_scale, "9")
    bag = luggage_of(source, target)
    assert ([lot.task for lot in bag.tasks], bag.lost_tasks) == ([same, other_scale], (lost,))
    done = transferred(source, target, by)
    copies = list(like.submissions.filter(enrolment=done.opened))
    assert [(row.number, row.carried_from) for row in copies] == [(1, first), (2, second)]
    assert [row.feedback.get().points for row in copies] == [Decimal(6), Decimal("8.5")]
    assert list(copies[0].uploads.all()) == [upload]
    rescaled = Feedback.objects.get(submission__enrolment=done.opened, submission__task__root=other_scale)
    assert (rescaled.points, rescaled.text) == (None, "Жақсы")
    assert source.submissions.count() == 4


def test_tasks_copied_from_one_root_are_the_same_task() -> None:
    root = make_task(spring())
    source, target = studying(), autumn()
    mine, theirs = make_task(source.cohort, root=root), make_task(target, root=root)
    handed_in(source, mine)
    assert [(lot.task, lot.like) for lot in luggage_of(source, target).tasks] == [(mine, theirs)]


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": date(2027, 1, 11), "ends_on": date(2027, 1, 30)},
        {"status": "defending"},
        {"status": "closed"},
        {"status": "draft"},
        {"status": "cancelled"},
    ],
)
def test_a_cohort_of_another_year_or_not_open_is_not_offered_and_refused(fields: dict[str, Any], by: User) -> None:
    source, target = studying(), autumn(**fields)
    assert transferring.targets_of(source) == []
    obstacle = transferring.obstacle(source, [])
    assert obstacle is not None
    assert obstacle.messages == ["No other cohort of this programme that begins in 2026 takes people now."]
    before = everything()
    with pytest.raises(ValidationError) as refusal:
        transferred(source, target, by)
    assert (list(refusal.value.message_dict), everything()) == (["target"], before)


def test_a_cohort_in_which_the_person_was_before_is_not_offered() -> None:
    source, target = studying(), autumn()
    make_enrolment(target, source.person, status="withdrawn")
    assert transferring.targets_of(source) == []


def test_an_order_of_another_year_does_not_transfer(by: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        transferred(studying(), autumn(), by, order_date=date(2027, 1, 5))
    assert refusal.value.message_dict == {
        "order_date": ["A transfer stays within one calendar year: the order is dated in 2026."]
    }


def test_when_a_new_year_has_begun_nobody_is_transferred_and_the_page_knows_it(by: User) -> None:
    over_new_year = {"starts_on": date(2026, 11, 2), "ends_on": date(2027, 1, 20)}
    source, target = studying(spring(**over_new_year)), autumn(**over_new_year)
    assert transferring.obstacle(source, [target]) is None
    said = "A transfer stays within one calendar year: from a cohort of 2026 it is possible in that year only."
    with time_machine.travel(datetime(2027, 1, 10, 9, tzinfo=UTC)):
        obstacle = transferring.obstacle(source, [target])
        assert obstacle is not None
        assert obstacle.messages == [said]
        for day in (date(2027, 1, 10), date(2026, 12, 31)):
            with pytest.raises(ValidationError) as refusal:
                transferred(source, target, by, order_date=day)
            assert refusal.value.messages == [said]


def test_who_did_not_pass_is_transferred_within_the_year_and_the_outcome_stays(by: User) -> None:
    source, target = failed(), autumn()
    attended(source, 1, "lecture", 3)
    task = make_task(source.cohort)
    make_task(target, root=task)
    handed_in(source, task)
    done = transferred(source, target, by)
    source.refresh_from_db()
    assert (source.status, source.result_date, done.opened.status) == ("not_passed", date(2026, 3, 20), "admitted")
    assert (done.opened.continues, done.opened.result_date, done.order.kind) == (source, None, "transfer")
    assert set(done.order.lines.values_list("enrolment", flat=True)) == {source.pk, done.opened.pk}
    assert ([row.upload.name for row in source.papers.all()], done.order.snapshot["carried"]) == (["anyqtama.pdf"], 3)
    assert done.opened.submissions.count() == 1
    assert not done.opened.attempts.exists()


def test_who_did_not_pass_is_transferred_once_and_not_from_the_next_stream(by: User) -> None:
    source, first, second = failed(), autumn(), autumn()
    stale = Enrolment.objects.get(pk=source.pk)
    transferred(source, first, by)
    before = everything()
    with pytest.raises(ValidationError) as refusal:
        transferred(stale, second, by)
    assert (refusal.value.code, everything()) == ("active_elsewhere", before)
    obstacle = transferring.obstacle(stale, [second])
    assert (obstacle.code if obstacle else None) == "active_elsewhere"


@pytest.mark.parametrize("make", [studying, lambda: failed()])
def test_a_transfer_says_why(make: Callable[[], Enrolment], by: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        transferred(make(), autumn(), by, why="  ")
    assert (refusal.value.code, kept_files()) == ("no_reason", [])


@pytest.mark.parametrize("table", ["courses_orderline", "courses_carriedhours", "courses_enrolmentevent"])
def test_a_transfer_that_breaks_half_way_has_not_happened(table: str, by: User) -> None:
    source, target = studying(), autumn()
    attended(source, 1, "lecture", 2)
    before = everything()
    with refusing(table), pytest.raises(DatabaseError), transaction.atomic():
        transferred(source, target, by)
    assert everything() == before


def test_of_two_who_transfer_the_same_person_the_second_is_told(by: User) -> None:
    source, first, second = studying(), autumn(), autumn()
    stale = Enrolment.objects.get(pk=source.pk)
    transferred(source, first, by)
    before = everything()
    with pytest.raises(ValidationError) as refusal:
        transferred(stale, second, by)
    assert refusal.value.messages == [f"{source.person}: “Transferred” cannot become “Transferred”."]
    assert everything() == before


# ---- expulsion


def test_an_expulsion_is_decision_order_and_letter_together(by: User) -> None:
    enrolment = studying(organisation=make_organisation(email="office@mektep.example"))
    done = expelling.expel(enrolment, RULING, order_date=date(2026, 3, 17), by=by)
    assert (done.enrolment.status, done.order.kind, done.order.number) == ("expelled", "expulsion", 1)
    assert (done.decision.order, done.decision.dated, done.decision.paper_number) == (
        done.order,
        RULING.decided_on,
        "5",
    )
    assert list(done.order.lines.values_list("enrolment", flat=True)) == [enrolment.pk]
    assert done.order.snapshot["decision"] == {
        "date": "2026-03-16", "number": "5", "grounds": "Себепсіз 20 сағат қатыспаған",
    }  # fmt: skip
    letter = OutboxMessage.objects.get()
    assert (letter.state, letter.to_email, letter.organisation, letter.language) == (
        "queued", "office@mektep.example", enrolment.organisation, "kk",
    )  # fmt: skip
    assert enrolment.person.full_name in letter.text
    assert "қатыспаған" not in letter.text
    assert enrolment.person.iin not in letter.text


def test_a_letter_to_an_employer_without_an_address_is_printed_and_posted(by: User) -> None:
    expelling.expel(studying(), RULING, order_date=date(2026, 3, 17), by=by)
    assert OutboxMessage.objects.get().state == "to_post"


@pytest.mark.parametrize(
    "table", ["people_outboxmessage", "courses_commissiondecision", "courses_order", "courses_enrolmentevent"]
)
def test_an_expulsion_whose_letter_or_papers_fail_has_not_happened(table: str, by: User) -> None:
    enrolment = studying()
    before = everything()
    with refusing(table), pytest.raises(DatabaseError), transaction.atomic():
        expelling.expel(enrolment, RULING, order_date=date(2026, 3, 17), by=by)
    assert everything() == before


@pytest.mark.parametrize(
    ("decided", "ordered", "field"),
    [(date(2026, 3, 16), date(2026, 3, 15), "order_date"), (date(2026, 3, 1), date(2026, 3, 17), "decided_on")],
)
def test_dates_of_an_expulsion_follow_each_other(decided: date, ordered: date, field: str, by: User) -> None:
    ruling = Ruling(decided, "А", "Б")
    with pytest.raises(ValidationError) as refusal:
        expelling.expel(studying(), ruling, order_date=ordered, by=by)
    assert list(refusal.value.message_dict) == [field]


def test_a_long_ground_is_shortened_in_the_history_only(by: User) -> None:
    grounds = "Себепсіз қатыспаған. " * 40
    done = expelling.expel(studying(), Ruling(date(2026, 3, 16), "А", grounds), order_date=date(2026, 3, 17), by=by)
    assert (len(done.enrolment.events.get().why), done.decision.grounds) == (300, grounds)


def test_of_two_who_expel_the_same_person_the_second_is_told(by: User) -> None:
    enrolment = studying()
    stale = Enrolment.objects.get(pk=enrolment.pk)
    expelling.expel(enrolment, RULING, order_date=date(2026, 3, 17), by=by)
    with pytest.raises(ValidationError) as refusal:
        expelling.expel(stale, RULING, order_date=date(2026, 3, 17), by=by)
    assert refusal.value.code == "illegal_move"
    assert (Order.objects.filter(kind="expulsion").count(), OutboxMessage.objects.count()) == (1, 1)


# ---- the next stream


def failed() -> Enrolment:
    return studying(status="not_passed", result_date=date(2026, 3, 20))


def test_who_did_not_pass_joins_a_later_cohort_as_applied(by: User) -> None:
    old, later = failed(), autumn()
    opened = continuing.join_next(old, later, by=by)
    assert (opened.status, opened.cohort, opened.continues, opened.position) == ("applied", later, old, "директор")
    assert not opened.carried_hours.exists()
    old.refresh_from_db()
    assert old.status == "not_passed"


def test_the_next_stream_is_a_later_one() -> None:
    old = failed()
    spring(starts_on=date(2026, 2, 1))
    assert continuing.streams_of(old) == []
    obstacle = continuing.obstacle(old, [])
    assert obstacle is not None
    assert obstacle.messages == ["No later cohort of this programme takes people now."]


def test_who_is_in_another_cohort_is_told_where() -> None:
    old, later = failed(), autumn()
    other = make_enrolment(later, old.person, status="applied")
    obstacle = continuing.obstacle(old, continuing.streams_of(old))
    assert obstacle is not None
    assert (obstacle.code, (obstacle.params or {})["enrolment"]) == ("active_elsewhere", other.pk)


def test_nobody_joins_two_next_streams(by: User) -> None:
    old, one, other = failed(), autumn(), autumn()
    stale = Enrolment.objects.get(pk=old.pk)
    continuing.join_next(old, one, by=by)
    with pytest.raises(ValidationError) as refusal:
        continuing.join_next(stale, other, by=by)
    assert refusal.value.code == "active_elsewhere"
    assert Enrolment.objects.filter(person=old.person).count() == 2


def test_only_who_did_not_pass_joins_the_next_stream(by: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        continuing.join_next(studying(), autumn(), by=by)
    assert refusal.value.code == "not_failed"


# ---- the date of an order


def expelled_on(day: date, enrolment: Enrolment, by: User) -> None:
    expelling.expel(enrolment, RULING, order_date=day, by=by)


def completed_on(day: date, enrolment: Enrolment, by: User) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(status="passed", result_date=date(2026, 3, 20))
    completing.complete(enrolment.cohort, order_date=day, by=by)


def transferred_on(day: date, enrolment: Enrolment, by: User) -> None:
    transferred(enrolment, autumn(), by, order_date=day)


@pytest.mark.parametrize(
    ("act", "day"),
    [(expelled_on, date(3026, 3, 21)), (completed_on, date(3026, 3, 21)), (transferred_on, date(2026, 11, 29))],
)
def test_no_order_is_dated_further_ahead_than_a_week(
    act: Callable[[date, Enrolment, User], None], day: date, by: User
) -> None:
    with pytest.raises(ValidationError) as refusal:
        act(day, studying(), by)
    assert refusal.value.message_dict == {"order_date": [f"{day:%d.%m.%Y} is more than a week ahead: check the date."]}
    assert (Counter.objects.count(), Order.objects.exclude(kind="admission").count()) == (0, 0)


@pytest.mark.parametrize("act", [expelled_on, completed_on, transferred_on])
def test_no_order_comes_before_the_order_of_admission(act: Callable[[date, Enrolment, User], None], by: User) -> None:
    enrolment = studying()
    Order.objects.update(dated=date(2026, 3, 22))
    with pytest.raises(ValidationError) as refusal:
        act(date(2026, 3, 21), enrolment, by)
    assert refusal.value.message_dict == {
        "order_date": ["The order of admission is dated 22.03.2026: this one cannot come before it."]
    }
    assert not Counter.objects.exists()


# ---- completion


def test_one_order_of_completion_names_all_who_passed(by: User) -> None:
    cohort = spring(status="defending")
    passed = [studying(cohort, status="passed", result_date=date(2026, 3, 20)) for _ in range(3)]
    studying(cohort, status="not_passed", result_date=date(2026, 3, 20))
    order = completing.complete(cohort, order_date=date(2026, 3, 21), paper_number="9-қ", by=by)
    assert set(order.lines.values_list("enrolment", flat=True)) == {row.pk for row in passed}
    assert (order.kind, len(order.snapshot["rows"]), order.snapshot["rows"][0]["attested_on"]) == (
        "completion", 3, "2026-03-20",
    )  # fmt: skip
    with pytest.raises(ValidationError) as refusal:
        completing.complete(cohort, order_date=date(2026, 3, 21), by=by)
    assert refusal.value.messages == [
        "Nobody waits for an order of completion: everybody who passed is named in one already."
    ]
    again = studying(cohort, status="passed", result_date=date(2026, 6, 1))
    second = completing.complete(cohort, order_date=date(2026, 6, 2), by=by)
    assert (second.number, [line.enrolment for line in second.lines.all()]) == (2, [again])


def test_an_order_of_completion_follows_the_attestation(by: User) -> None:
    cohort = spring(status="defending")
    studying(cohort, status="passed", result_date=date(2026, 3, 20))
    with pytest.raises(ValidationError) as refusal:
        completing.complete(cohort, order_date=date(2026, 3, 19), by=by)
    assert refusal.value.message_dict == {"order_date": ["The order follows the attestation of 20.03.2026."]}


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_write_one_order_of_completion() -> None:
    cohort, organiser = spring(status="defending"), aigul()
    for _ in range(3):
        studying(cohort, status="passed", result_date=date(2026, 3, 20))
    gate = threading.Barrier(2)
    outcomes: list[Any] = []

    def press() -> None:
        gate.wait()
        try:
            outcomes.append(completing.complete(cohort, order_date=date(2026, 3, 21), by=organiser).number)
        except ValidationError as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    hands = [threading.Thread(target=press) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(outcomes, key=str) == [1, "nobody_passed"]
    assert OrderLine.objects.filter(order__kind="completion").count() == 3


# ---- what is offered


@pytest.mark.parametrize(
    ("status", "offered", "blocked"),
    [
        ("applied", ["Admit", "Decline", "Withdraw"], []),
        ("admitted", ["Put on hold", "Withdraw", "Expel"], ["Transfer to another cohort"]),
        ("on_hold", ["Bring back from hold", "Withdraw", "Expel"], ["Transfer to another cohort"]),
        ("not_passed", [], ["Join the next stream", "Transfer to another cohort"]),
        ("declined", ["Put back on the list"], []),
        ("withdrawn", ["Put back on the list"], []),
        ("passed", [], []),
        ("transferred", [], []),
        ("expelled", [], []),
    ],
)
def test_what_cannot_be_done_is_not_offered_and_says_why(status: str, offered: list[str], blocked: list[str]) -> None:
    decided: dict[str, Any] = {"result_date": date(2026, 3, 20)} if status in {"passed", "not_passed"} else {}
    ways = ways_of(studying(status=status, **decided))
    assert [str(way.name) for way in ways if way.obstacle is None] == offered
    assert [str(way.name) for way in ways if way.obstacle and way.obstacle.messages] == blocked


def test_who_is_active_elsewhere_cannot_be_put_back_and_the_way_leads_there() -> None:
    left = studying(status="withdrawn")
    other = enrol(cohort=autumn(), person=left.person, organisation=left.organisation, by=None)
    way = ways_of(left)[0]
    assert (way.in_the_way, str(other.cohort) in way.obstacle.messages[0] if way.obstacle else None) == (other.pk, True)
