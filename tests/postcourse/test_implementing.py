"""From a plan to an implementation, once; its moves; reminders; two at the same moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import OutboxMessage, Person
from postcourse import implementing, milestone_reminding, planning, templating
from postcourse.models import Implementation, ImplementationEvent, Milestone, MilestoneReminder, Plan
from postcourse.template_content import usual
from tests.at_once import at_once
from tests.cast import aigul, make_enrolment, make_result
from tests.courses.way_scenes import refusing
from tests.postcourse.implementation_scenes import BEGUN, days_on, graduate_of, make_implementation, report, set_goal
from tests.postcourse.scenes import ISSUED, at, make_plan, make_signed, sign

pytestmark = pytest.mark.django_db
State = Implementation.State


def reminded() -> list[str]:
    return list(
        OutboxMessage.objects.filter(kind="implementation-reminder").order_by("pk").values_list("subject", flat=True)
    )


def test_who_passed_gets_one_and_who_failed_none() -> None:
    passed, failed = make_plan("80"), make_plan("40")
    assert (implementing.sweep(now=BEGUN), implementing.sweep(now=BEGUN)) == (1, 0)
    row = Implementation.objects.get()
    assert (row.plan, row.state) == (passed, "running")
    assert failed.kind == Plan.Kind.RETAKE
    assert row.milestones.count() == 5
    assert MilestoneReminder.objects.count() == 10


def test_the_topic_is_that_of_the_defence() -> None:
    result = make_signed("80")
    enrolment = result.attempt.enrolment
    enrolment.project_topic, enrolment.project_type = "Тәлімгерлік мектебі", "decision"
    enrolment.save()
    row = implementing.begin(planning.plan_for(result, now=BEGUN), now=BEGUN)
    assert row is not None
    assert (row.topic, row.get_project_type_display()) == ("Тәлімгерлік мектебі", "Managerial decision")


def test_the_topic_is_that_of_the_paper_whatever_was_put_right_before_it_is_begun() -> None:
    enrolment = make_enrolment(project_topic="Тәлімгерлік мектебі")
    result = sign(make_result(enrolment), on=ISSUED)
    enrolment.project_topic = "Тәлімгерлік мектебі (түзетілген)"
    enrolment.save()
    row = implementing.begin(planning.plan_for(result, now=BEGUN), now=BEGUN)
    assert row is not None
    assert row.topic == "Тәлімгерлік мектебі"


def test_nobody_is_asked_whose_year_is_over() -> None:
    make_plan("80")
    assert implementing.sweep(now=at("2027-10-23")) == 0
    assert implementing.sweep(now=at("2027-10-22")) == 1


def test_reports_and_analysis_are_due_when_the_template_of_the_plan_says() -> None:
    plan, by = make_plan("80"), aigul()
    content = replace(usual(), milestone_months=(3, 18), analysis_month=24)
    version = templating.write(plan.attempt.enrolment.programme, content, seen=0, by=by, now=BEGUN)
    Plan.objects.filter(pk=plan.pk).update(template=version)
    assert implementing.sweep(now=at("2028-11-01")) == 0
    assert implementing.sweep(now=at("2027-12-01")) == 1, "its year is over, its two years are not"
    found = Implementation.objects.get().milestones.values_list("kind", "month", "due_on")
    assert [(kind, month, f"{day}") for kind, month, day in found] == [
        ("goals", 1, "2027-12-22"), ("report", 18, "2028-04-24"), ("analysis", 24, "2028-10-23"),
    ]  # fmt: skip


def test_nobody_who_was_erased_gets_one() -> None:
    plan = make_plan("80")
    Person.objects.filter(pk=plan.person.pk).update(erased_at=BEGUN)
    assert (implementing.sweep(now=BEGUN), implementing.begin(plan, now=BEGUN)) == (0, None)


@pytest.mark.parametrize("old", State)
def test_only_legal_moves_are_made_and_each_is_an_event(old: State) -> None:
    row = make_implementation()
    for new in State:
        Implementation.objects.filter(pk=row.pk).update(state=old)
        legal = new in implementing.MOVES[old]
        if legal:
            implementing.move(row, new, by=None, why="себебі")
            assert row.events.latest("pk").new == new
        else:
            with pytest.raises(ValidationError):
                implementing.move(row, new, by=None)
    assert row.events.count() == len(implementing.MOVES[old])


def test_an_appeal_that_fails_somebody_ends_it_and_another_one_takes_it_up_again() -> None:
    row = make_implementation()
    for kind, state in (("retake", "ended"), ("support", "running")):
        Plan.objects.filter(pk=row.plan_id).update(kind=kind)
        implementing.sweep(now=days_on(1))
        row.refresh_from_db()
        assert row.state == state
    assert [event.new for event in row.events.all()] == ["ended", "running"]


def test_one_that_cannot_be_moved_keeps_nobody_else_from_beginning() -> None:
    row = make_implementation()
    Plan.objects.filter(pk=row.plan_id).update(kind="retake")
    plan = make_plan("80")
    with refusing("postcourse_implementationevent"):
        assert implementing.sweep(now=BEGUN) == 1
    row.refresh_from_db()
    assert (row.state, Implementation.objects.filter(plan=plan).count()) == ("running", 1)
    implementing.sweep(now=BEGUN)
    row.refresh_from_db()
    assert row.state == "ended"


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_the_same_moment_begin_it_once_and_remind_once() -> None:
    make_plan("80")
    at_once(*[lambda: implementing.sweep(now=BEGUN)] * 2)
    assert Implementation.objects.count() == 1
    at_once(*[lambda: milestone_reminding.sweep(now=days_on(17, "10:00"))] * 2)
    assert len(reminded()) == 1


def test_the_database_keeps_one_per_plan_and_a_status_of_the_trainer_with_its_moment() -> None:
    row = make_implementation()
    with pytest.raises(IntegrityError), transaction.atomic():
        Implementation.objects.create(plan=row.plan)
    with pytest.raises(IntegrityError), transaction.atomic():
        Implementation.objects.filter(pk=row.pk).update(judged="stuck")


# ---- reminders


def test_reminders_go_out_once_each_on_their_days_and_lead_to_the_page() -> None:
    row = make_implementation()
    written = [milestone_reminding.sweep(now=days_on(day, "10:00")) for day in (15, 16, 16, 36, 37, 38)]
    assert written == [0, 1, 0, 0, 1, 0]
    near, past = OutboxMessage.objects.filter(kind="implementation-reminder").order_by("pk")
    assert near.subject == "Your project: write its goals by 23.11.2026"
    assert f"/implementations/{row.pk}/" in near.text
    assert "were due on 23.11.2026" in past.text
    assert [near.person, past.person] == [row.person] * 2


def test_what_is_done_is_not_reminded_of() -> None:
    row = make_implementation()
    goal = set_goal(row, day=5)
    report(row, goal, "5", day=45)
    assert milestone_reminding.sweep(now=days_on(90)) == 0
    assert not MilestoneReminder.objects.due(days_on(90)).exists()


def test_a_sweep_that_was_away_writes_the_nearest_reminder_of_each_milestone_only() -> None:
    make_implementation()
    assert milestone_reminding.sweep(now=days_on(60)) == 2
    subjects = reminded()
    assert subjects == ["Your project: we wait for you", "Your project: report by 23.12.2026"]
    assert milestone_reminding.sweep(now=days_on(61)) == 0


@pytest.mark.parametrize("why", ["erased", "no address", "ended"])
def test_who_cannot_be_written_to_is_not(why: str) -> None:
    row = make_implementation()
    if why == "erased":
        Person.objects.filter(pk=row.person.pk).update(erased_at=BEGUN)
    elif why == "no address":
        Person.objects.filter(pk=row.person.pk).update(email="")
    else:
        implementing.move(row, State.ENDED, by=aigul())
    assert milestone_reminding.sweep(now=days_on(60)) == 0
    assert not OutboxMessage.objects.filter(kind="implementation-reminder").exists()
    assert not MilestoneReminder.objects.due(days_on(60)).exists()


def test_a_report_counts_for_the_milestones_that_are_open_and_not_for_those_ahead() -> None:
    row = make_implementation()
    goal = set_goal(row, day=5)
    report(row, goal, "5", day=20)
    assert not row.milestones.filter(kind="report", met_at__isnull=False).exists(), "a month too early"
    report(row, goal, "6", day=150)
    met = list(row.milestones.filter(kind="report").values_list("month", "met_at"))
    assert met == [(2, days_on(150)), (6, None), (11, None)]
    assert graduate_of(row).person == row.person


def test_milestones_are_counted_from_the_day_of_the_certificate() -> None:
    row = make_implementation(on=at("2026-06-05").date())
    first = row.milestones.get(kind=Milestone.Kind.GOALS)
    assert first.due_on == timezone.localdate(BEGUN + timedelta(days=23)), "three weeks, and the next working day"
    assert not ImplementationEvent.objects.exists()
