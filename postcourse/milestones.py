"""What is due of an implementation, and when people are reminded of it: arithmetic only (figures: the policy)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from postcourse.calendar import ALMATY, add_months, next_working_day
from postcourse.implementation_policy import IMPLEMENTATION, ImplementationPolicy

GOALS, REPORT, ANALYSIS = "goals", "report", "analysis"
BEFORE, AFTER = "before", "after"
REMIND_AT = time(10)


@dataclass(frozen=True)
class Due:
    """One thing that is due: `opens_on` is from when on it can be done."""

    kind: str
    month: int
    opens_on: date
    due_on: date


def dues(
    started_on: date,
    *,
    today: date,
    months: Sequence[int] | None = None,
    analysis_month: int | None = None,
    policy: ImplementationPolicy = IMPLEMENTATION,
) -> list[Due]:
    """Goals, reports and the analysis, by months after the issue date; nothing is due sooner than in three weeks.

    Of reports that would be due sooner none is asked for; goals and analysis are always asked for.
    """
    earliest = today + policy.least_time
    reports = policy.report_months if months is None else months
    last = policy.analysis_month if analysis_month is None else analysis_month
    found = [Due(GOALS, policy.goals_month, started_on, _day(started_on, policy.goals_month, earliest))]
    for month in reports:
        day = next_working_day(add_months(started_on, month))
        if day >= earliest:
            found.append(Due(REPORT, month, day - policy.report_opens, day))
    day = _day(started_on, last, earliest)
    return [*found, Due(ANALYSIS, last, day - policy.analysis_opens, day)]


def _day(started_on: date, month: int, earliest: date) -> date:
    return next_working_day(max(add_months(started_on, month), earliest))


def reminders(due_on: date, *, policy: ImplementationPolicy = IMPLEMENTATION) -> list[tuple[str, datetime]]:
    """Each step with its moment: in the morning, Almaty time."""
    days = (BEFORE, due_on - policy.remind_before), (AFTER, due_on + policy.remind_after)
    return [(step, datetime.combine(day, REMIND_AT, ALMATY)) for step, day in days]
