"""What is due of an implementation, and when people are reminded of it: arithmetic only.

The months of reports and analysis are those that the template of the plan promises; the rest is the policy's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from postcourse.calendar import ALMATY, add_months, next_working_day
from postcourse.implementation_policy import IMPLEMENTATION, ImplementationPolicy
from postcourse.template_content import TemplateContent
from postcourse.template_days import milestone_days

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
    content: TemplateContent, started_on: date, *, today: date, policy: ImplementationPolicy = IMPLEMENTATION
) -> list[Due]:
    """Goals, reports and the analysis, by months after the issue date; nothing is due sooner than in three weeks.

    Of reports that would be due sooner none is asked for; goals and analysis are always asked for.
    """
    earliest = today + policy.least_time
    found = [Due(GOALS, policy.goals_month, started_on, _day(started_on, policy.goals_month, earliest))]
    for month, day in milestone_days(content, started_on):
        if day >= earliest:
            found.append(Due(REPORT, month, day - policy.report_opens, day))
    day = _day(started_on, content.analysis_month, earliest)
    return [*found, Due(ANALYSIS, content.analysis_month, day - policy.analysis_opens, day)]


def _day(started_on: date, month: int, earliest: date) -> date:
    return next_working_day(max(add_months(started_on, month), earliest))


def reminders(due_on: date, *, policy: ImplementationPolicy = IMPLEMENTATION) -> list[tuple[str, datetime]]:
    """Each step with its moment: in the morning, Almaty time."""
    days = (BEFORE, due_on - policy.remind_before), (AFTER, due_on + policy.remind_after)
    return [(step, datetime.combine(day, REMIND_AT, ALMATY)) for step, day in days]
