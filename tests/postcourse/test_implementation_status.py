"""On track, late, stuck or done, and what is due when: arithmetic over tables."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from postcourse.implementation_status import Facts, GoalFacts, reckon
from postcourse.milestones import dues, reminders
from postcourse.policy import Policy
from postcourse.template_content import usual

BEGUN = date(2026, 10, 24)


def goal(
    latest: str | None = None, *, due: int = 200, number: int = 1, baseline: str = "4", target: str = "12"
) -> GoalFacts:
    last = None if latest is None else Decimal(latest)
    return GoalFacts(number, Decimal(baseline), Decimal(target), last, BEGUN, BEGUN + timedelta(days=due))


def found(day: int, *goals: GoalFacts, heard: int | None = None, overdue: int | None = None) -> tuple[str, list[Any]]:
    facts = Facts(
        goals, BEGUN, None if heard is None else BEGUN + timedelta(days=heard),
        None if overdue is None else BEGUN + timedelta(days=overdue),
    )  # fmt: skip
    reckoned = reckon(facts, today=BEGUN + timedelta(days=day))
    return reckoned.status.value, [(cause.reason.value, cause.goal) for cause in reckoned.causes]


@pytest.mark.parametrize(
    ("day", "latest", "heard", "overdue", "expected"),
    [
        (0, None, 0, None, ("on_track", [("in_time", None)])),
        (50, None, 0, None, ("on_track", [("in_time", None)])),  # a quarter of its time is gone, exactly
        (51, None, 0, None, ("late", [("goal_behind", 1)])),
        (100, "6", 90, None, ("on_track", [("in_time", None)])),
        (100, "5.9", 90, None, ("late", [("goal_behind", 1)])),
        (100, "8", 90, 100, ("on_track", [("in_time", None)])),  # due today
        (100, "8", 90, 99, ("late", [("milestone_past", None)])),
        (200, "11", 190, None, ("on_track", [("in_time", None)])),
        (201, "11", 190, None, ("late", [("goal_past", 1)])),
        (290, "11", 190, None, ("late", [("goal_past", 1)])),
        (291, "11", 190, None, ("stuck", [("goal_long_past", 1)])),
        (220, "8", 100, 180, ("late", [("milestone_past", None), ("goal_past", 1)])),
        (221, "8", 100, 180, ("stuck", [("silent", None)])),
        (400, "12", 100, 180, ("done", [("all_reached", None)])),
        (10, "13", 10, None, ("done", [("all_reached", None)])),
    ],
)
def test_a_status_and_its_causes(
    day: int, latest: str | None, heard: int | None, overdue: int | None, expected: tuple[str, list[Any]]
) -> None:
    assert found(day, goal(latest), heard=heard, overdue=overdue) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(45, ("on_track", [("new", None)])), (46, ("late", [("no_goals", None)])), (121, ("stuck", [("silent", None)]))],
)
def test_without_goals_it_is_new_then_late_then_stuck(day: int, expected: tuple[str, list[Any]]) -> None:
    assert found(day) == expected


def test_every_goal_counts_and_is_named() -> None:
    goals = goal("12"), goal("4", number=2, due=100), goal("12", number=3)
    assert found(110, *goals, heard=100) == ("late", [("goal_past", 2)])


@pytest.mark.parametrize(
    ("baseline", "target", "latest", "percent"),
    [("4", "12", "8", 50), ("8", "3", "5.5", 50), ("8", "3", "2", 100), ("8", "3", "9", 0), ("0", "1", "1", 100),
     ("-5", "5", "0", 50), ("0", "3", "1", 33)],
)  # fmt: skip
def test_progress_is_the_way_gone_whichever_way_it_leads(baseline: str, target: str, latest: str, percent: int) -> None:
    assert int(goal(latest, baseline=baseline, target=target).share * 100) == percent


def due_days(started: date, today: date) -> list[tuple[str, int, str]]:
    return [(due.kind, due.month, due.due_on.isoformat()) for due in dues(usual(Policy()), started, today=today)]


def test_goals_reports_and_the_analysis_are_due_by_months_after_the_issue() -> None:
    assert due_days(date(2026, 10, 23), date(2026, 10, 24)) == [
        ("goals", 1, "2026-11-23"),
        ("report", 2, "2026-12-23"),
        ("report", 6, "2027-04-23"),
        ("report", 11, "2027-09-23"),
        ("analysis", 12, "2027-10-26"),
    ]


def test_who_is_found_late_gets_three_weeks_and_is_asked_for_no_report_of_the_past() -> None:
    assert due_days(date(2026, 10, 23), date(2027, 5, 3)) == [
        ("goals", 1, "2027-05-24"),
        ("report", 11, "2027-09-23"),
        ("analysis", 12, "2027-10-26"),
    ]
    assert due_days(date(2024, 10, 23), date(2027, 5, 3)) == [
        ("goals", 1, "2027-05-24"),
        ("analysis", 12, "2027-05-24"),
    ]


def test_reminders_go_out_in_the_morning_two_weeks_before_and_a_week_after() -> None:
    assert [(step, at.isoformat()) for step, at in reminders(date(2026, 12, 23))] == [
        ("before", "2026-12-09T10:00:00+05:00"),
        ("after", "2026-12-30T10:00:00+05:00"),
    ]
