"""Which steps follow a result, and on which days."""

from __future__ import annotations

from datetime import date

import pytest

from postcourse.steps import Step, retake, support, weak_criteria


def criterion(points: str, maximum: str = "20", **more: object) -> dict[str, object]:
    return {"label_kk": points, "label_ru": "", "label_en": "", "points": points, "maximum": maximum, **more}


def days(steps: list[Step]) -> list[tuple[str, int | None, str]]:
    return [(step.kind, step.month, step.day.isoformat()) for step in steps]


def test_contacts_follow_1_3_6_and_12_months_after_the_issue_date() -> None:
    assert days(support([], issued_on=date(2026, 10, 23), earliest=date(2026, 10, 25))) == [
        ("contact", 1, "2026-11-23"),
        ("contact", 3, "2027-01-25"),
        ("contact", 6, "2027-04-23"),
        ("contact", 12, "2027-10-26"),
    ]


def test_a_contact_after_the_31st_falls_on_the_end_of_the_shorter_month() -> None:
    issued = support([], issued_on=date(2027, 3, 31), earliest=date(2027, 4, 2))
    assert [step.day.isoformat() for step in issued] == ["2027-04-30", "2027-06-30", "2027-09-30", "2028-03-31"]


@pytest.mark.parametrize(
    ("points", "maximum", "weak"),
    [("12", "20", False), ("11.99", "20", True), ("14.99", "25", True), ("15", "25", False), ("0", "10", True)],
)
def test_a_criterion_below_sixty_per_cent_of_its_maximum_is_weak(points: str, maximum: str, weak: bool) -> None:
    assert len(weak_criteria([criterion(points, maximum)])) == weak


def test_the_exact_mean_decides_not_the_two_decimals_that_are_shown() -> None:
    assert weak_criteria([criterion("12.00", twelfths=143)]) != []
    assert weak_criteria([criterion("11.99", twelfths=144)]) == []


def test_weak_criteria_get_one_consultation_a_week_from_two_weeks_after_the_issue() -> None:
    table = [criterion("5"), criterion("20"), criterion("6"), criterion("7")]
    targeted = support(table, issued_on=date(2026, 12, 2), earliest=date(2026, 12, 4))[:3]
    assert [(step.kind, step.day.isoformat(), step.key[2]) for step in targeted] == [
        ("targeted", "2026-12-17", "5"),  # the 16th is Independence Day
        ("targeted", "2026-12-23", "6"),
        ("targeted", "2026-12-30", "7"),
    ]


def test_contacts_that_a_late_sweep_finds_overdue_are_made_up_for_by_one() -> None:
    late = support([], issued_on=date(2026, 10, 23), earliest=date(2027, 2, 1))
    assert days(late) == [("contact", 3, "2027-02-01"), ("contact", 6, "2027-04-23"), ("contact", 12, "2027-10-26")]


def test_a_retake_is_prepared_two_weeks_after_and_two_months_before_the_year_is_over() -> None:
    steps = retake(issued_on=date(2026, 10, 23), attested_on=date(2026, 10, 21), earliest=date(2026, 10, 25))
    assert days(steps) == [("retake", None, "2026-11-06"), ("retake", 10, "2027-08-23")]


@pytest.mark.parametrize(
    ("earliest", "expected"),
    [
        ("2027-07-30", ["2027-07-30"]),
        ("2027-10-20", ["2027-10-20"]),
        ("2027-10-21", []),
    ],
)
def test_nothing_prepares_for_a_retake_that_is_not_open_any_more(earliest: str, expected: list[str]) -> None:
    found = retake(issued_on=date(2026, 10, 23), attested_on=date(2026, 10, 21), earliest=date.fromisoformat(earliest))
    assert [step.day.isoformat() for step in found] == expected
