"""Goals, reports, the trainer's status and feedback, the analysis: what is taken, what is refused and why."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from people.models import OutboxMessage, Upload
from postcourse import expert_feedback, goal_setting, progress_reporting, result_analysing, status_judging
from postcourse.expert_feedback import Criterion, Level
from postcourse.implementation_reading import Line, for_reading, line_of
from postcourse.models import Goal, GoalOutcome, Implementation, ResultAnalysis, Standing
from postcourse.result_analysing import Outcome
from tests.at_once import at_once
from tests.postcourse.implementation_scenes import (
    a_goal,
    days_on,
    evidence,
    graduate_of,
    make_done,
    make_implementation,
    report,
    set_goal,
    trainer_of,
)

pytestmark = pytest.mark.django_db


def read(row: Implementation, day: int) -> Line:
    found = for_reading(Implementation.objects.filter(pk=row.pk)).get()
    return line_of(found, today=timezone.localdate(days_on(day)))


def refused(act: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)
    return refusal.value.messages[0]


# ---- goals


def test_a_goal_is_numbered_and_meets_its_milestone() -> None:
    row = make_implementation()
    first, second = set_goal(row), set_goal(row, title="Қағаз азаяды", baseline=Decimal(6), target=Decimal(3))
    assert (first.number, second.number) == (1, 2)
    assert row.milestones.get(kind="goals").met_at == days_on(10)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"target": Decimal(4)}, "The target is the value of today: say what is to change."),
        ({"due_on": timezone.localdate(days_on(10))}, "Choose a day after today, up to 26.10.2027."),
        ({"due_on": timezone.localdate(days_on(400))}, "Choose a day after today, up to 26.10.2027."),
        ({"title": ""}, "This field cannot be blank."),
    ],
)
def test_a_goal_that_cannot_be_followed_is_refused(fields: dict[str, Any], sentence: str) -> None:
    row = make_implementation()
    assert refused(set_goal, row, **fields) == sentence
    assert not row.goals.exists()


def test_a_year_of_silence_is_not_the_end_of_a_project() -> None:
    row = make_implementation()
    in_three_weeks = timezone.localdate(days_on(421))
    late = timezone.localdate(days_on(422))
    assert refused(set_goal, row, day=400, due_on=late).endswith(f"up to {in_three_weeks:%d.%m.%Y}.")
    goal = set_goal(row, day=400, due_on=in_three_weeks)
    report(row, goal, "9", day=401)
    assert analyse(row, goal, day=402).number == 1


def test_there_are_not_more_goals_than_anybody_reaches() -> None:
    row = make_implementation()
    for _ in range(7):
        set_goal(row)
    assert refused(set_goal, row) == "At most 7 goals: fewer are easier to reach."


def test_what_values_were_reported_against_stays_and_the_words_may_change() -> None:
    row = make_implementation()
    goal = set_goal(row)
    report(row, goal, "6", day=20)
    goal.target = Decimal(10)
    assert refused(goal_setting.change_goal, goal, by=graduate_of(row)).startswith("Values were reported for this goal")
    goal.refresh_from_db()
    goal.title = "Сабаққа ену мен талдау"
    goal_setting.change_goal(goal, by=graduate_of(row), now=days_on(21))
    assert Goal.objects.get().title == "Сабаққа ену мен талдау"


def test_a_goal_is_dropped_for_a_reason_and_never_the_last_one() -> None:
    row = make_implementation()
    goal, user = set_goal(row), graduate_of(row)
    assert refused(goal_setting.drop_goal, goal, why="x", by=user).startswith("It is the only goal")
    other = set_goal(row)
    assert refused(goal_setting.drop_goal, other, why=" ", by=user) == "Say why the goal is dropped."
    goal_setting.drop_goal(other, why="Қаржы жоқ", by=user, now=days_on(12))
    assert [each.goal for each in read(row, 12).goals] == [goal]
    assert refused(goal_setting.change_goal, other, by=user) == "The goal was dropped."


# ---- reports


def test_a_report_keeps_values_words_and_files() -> None:
    row = make_implementation()
    goal = set_goal(row)
    made = report(row, goal, "8", day=100, words=" Кесте бекітілді ", files=[evidence()])
    assert (made.number, made.words, made.uploads.get().name) == (1, "Кесте бекітілді", "кесте.pdf")
    line = read(row, 100)
    assert (line.percent, line.standing, line.waits_for_feedback) == (50, Standing.ON_TRACK, True)


def test_the_newest_value_counts_and_what_was_left_out_stays_as_it_was() -> None:
    row = make_implementation()
    goal, other = set_goal(row), set_goal(row, baseline=Decimal(10), target=Decimal(0))
    report(row, goal, "12", day=50)
    report(row, other, "5", day=60)
    assert [each.percent for each in read(row, 60).goals] == [100, 50]


@pytest.mark.parametrize("why", ["empty", "foreign", "no goals", "seen", "dropped", "file"])
def test_a_report_that_is_none_leaves_nothing_behind(why: str) -> None:
    row = make_implementation()
    said: dict[str, Any] = {"values": {}, "words": "Сөз", "files": [evidence()], "by": graduate_of(row)}
    if why != "no goals":
        goal = set_goal(row)
        said["values"] = {goal.pk: Decimal(5)}
    if why == "empty":
        said |= {"values": {}, "words": " "}
    elif why == "foreign":
        said["values"] = {set_goal(make_implementation()).pk: Decimal(5)}
    elif why == "seen":
        report(row, goal, "5", day=20)
        said["seen"] = 0
    elif why == "dropped":
        set_goal(row)
        goal_setting.drop_goal(goal, why="x", by=graduate_of(row))
    elif why == "file":
        said["files"] = [evidence("кесте.exe")]
    before = row.reports.count()
    refused(progress_reporting.report, row, **said)
    assert row.reports.count() == before
    assert not Upload.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.pdf"))


# ---- the status by the trainer, and feedback


def test_the_trainer_s_status_goes_first_until_the_next_report() -> None:
    row = make_implementation()
    goal = set_goal(row)
    status_judging.judge(row, Standing.STUCK, why="Жөндеу", by=trainer_of(row), now=days_on(15))
    assert read(row, 15).standing == Standing.STUCK
    assert read(row, 15).reckoned.status == "on_track"
    report(row, goal, "5", day=20)
    row.refresh_from_db()
    assert (row.judged, row.judged_why, row.judged_by) == ("", "", None)
    said = [(event.old, event.new, event.by, event.why) for event in row.events.all()]
    assert said == [("", "stuck", trainer_of(row), "Жөндеу"), ("stuck", "", None, "")]
    assert refused(status_judging.judge, row, Standing.LATE, why=" ", by=trainer_of(row)).startswith("Say why")


def test_feedback_is_by_criterion_on_the_newest_report_and_the_graduate_is_told_once() -> None:
    row = make_implementation()
    made = report(row, set_goal(row), "5", day=20)
    criteria = {Criterion.EVIDENCE: (Level.PARTLY, "Дәлел аз"), Criterion.TEAM: (None, "")}
    feedback = expert_feedback.give(row, criteria=criteria, words="Жақсы", by=trainer_of(row), seen=0)
    assert feedback.report == made
    assert [(each.criterion, each.level, each.words) for each in feedback.criteria.all()] == [
        ("evidence", 2, "Дәлел аз")
    ]
    [told] = OutboxMessage.objects.filter(kind="implementation-feedback")
    assert (told.person, told.cause) == (row.person, f"expert-feedback:{feedback.pk}")
    assert not read(row, 21).waits_for_feedback
    again: dict[str, Any] = {"criteria": criteria, "by": trainer_of(row)}
    assert refused(expert_feedback.give, row, **again, seen=0).startswith("Meanwhile a feedback was given")
    assert refused(expert_feedback.give, row, criteria={}, by=trainer_of(row)).startswith("Choose a level")


def test_feedback_is_on_the_report_that_was_read_and_a_newer_one_goes_on_waiting() -> None:
    row = make_implementation()
    goal = set_goal(row)
    read_by_trainer = report(row, goal, "5", day=20)
    report(row, goal, "6", day=21)
    feedback = expert_feedback.give(row, criteria={}, words="Жақсы", by=trainer_of(row), on=read_by_trainer.pk)
    assert (feedback.report, read(row, 22).waits_for_feedback) == (read_by_trainer, True)
    foreign = make_implementation()
    theirs = report(foreign, set_goal(foreign), "5", day=20)
    assert expert_feedback.give(row, criteria={}, words="Тағы", by=trainer_of(row), on=theirs.pk).report is None


# ---- the analysis


def analyse(row: Implementation, goal: Goal, *, day: int = 101, **fields: Any) -> ResultAnalysis:
    said: dict[str, Any] = {
        "outcomes": {goal.pk: Outcome(GoalOutcome.Reached.FULLY, Decimal(12), "Кесте арқылы")},
        "effect": "Сабақ сапасы", "reflection": "Сенім артты", "by": graduate_of(row), "now": days_on(day), **fields,
    }  # fmt: skip
    return result_analysing.hand_in(row, **said)


def test_the_results_are_analysed_early_where_every_goal_is_reached_and_then_it_is_complete() -> None:
    row = make_implementation()
    made = analyse(row, make_done(row))
    row.refresh_from_db()
    assert (row.state, made.number, made.outcomes.get().reached) == ("analysed", 1, "fully")
    assert set(row.milestones.exclude(kind="goals").values_list("met_at", flat=True)) <= {days_on(100), days_on(101)}
    assert refused(report, row, row.goals.get(), "13", day=102).startswith("The implementation is")
    result_analysing.accept(row, by=trainer_of(row), now=days_on(103))
    row.refresh_from_db()
    assert (row.state, read(row, 500).standing) == ("closed", Standing.DONE)
    [told] = OutboxMessage.objects.filter(kind="implementation-analysis")
    assert told.subject == "Your project is completed"


def test_otherwise_it_is_too_early_until_two_months_before_its_day() -> None:
    row = make_implementation()
    goal = set_goal(row)
    assert refused(analyse, row, goal, day=300).startswith("The results are analysed from 27.08.2027 on")
    assert analyse(row, goal, day=310).number == 1


def test_what_lacks_something_is_handed_back_with_a_reason_and_handed_in_again() -> None:
    row = make_implementation()
    goal = make_done(row)
    analyse(row, goal)
    assert refused(result_analysing.hand_back, row, why="", by=trainer_of(row)).startswith("Say what is missing")
    result_analysing.hand_back(row, why="Әсерін сипаттаңыз", by=trainer_of(row), now=days_on(102))
    [told] = OutboxMessage.objects.filter(kind="implementation-analysis")
    assert "Әсерін сипаттаңыз" in told.text
    assert analyse(row, goal, day=104).number == 2
    assert row.analyses.count() == 2


def test_who_has_analysed_was_heard_and_is_neither_silent_nor_what_was_said_before() -> None:
    row = make_implementation()
    goal = set_goal(row, due_on=timezone.localdate(days_on(360)))
    report(row, goal, "11", day=200)
    status_judging.judge(row, Standing.STUCK, why="Жөндеу", by=trainer_of(row), now=days_on(210))
    analyse(row, goal, day=325)
    result_analysing.hand_back(row, why="Толықтырыңыз", by=trainer_of(row), now=days_on(330))
    line = read(row, 330)
    assert (line.implementation.judged, line.standing) == ("", Standing.ON_TRACK)
    assert line.facts.heard_on == timezone.localdate(days_on(325))


@pytest.mark.parametrize("fields", [{"outcomes": {}}, {"effect": " "}, {"reflection": ""}])
def test_an_analysis_that_says_too_little_is_refused(fields: dict[str, Any]) -> None:
    row = make_implementation()
    goal = make_done(row)
    refused(analyse, row, goal, **fields)
    assert not row.analyses.exists()


def test_a_goal_is_saved_with_who_set_it() -> None:
    row = make_implementation()
    goal = a_goal(row)
    goal_setting.set_goal(goal, by=graduate_of(row), now=days_on(2))
    history: Any = Goal.history.model
    assert history.objects.get(id=goal.pk).history_user == graduate_of(row)


@pytest.mark.django_db(transaction=True)
def test_a_report_that_is_pressed_twice_at_the_same_moment_is_one() -> None:
    row = make_implementation()
    goal = set_goal(row)
    assert sorted(at_once(*[lambda: report(row, goal, "5", day=20, seen=0, files=[evidence()])] * 2)) == ["", "newer"]
    assert (row.reports.count(), Upload.objects.count()) == (1, 1)
