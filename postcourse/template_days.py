"""On which days a template falls: arithmetic only, for what is promised and for the preview of a version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from postcourse import steps
from postcourse.calendar import add_months, next_working_day
from postcourse.template_content import TemplateContent

CONTACT, TARGETED, WEBINAR, MILESTONE, ANALYSIS = "contact", "targeted", "webinar", "milestone", "analysis"
# The preview shows somebody with so many weak criteria.
WEAK_IN_PREVIEW = 2
_WEAK = {"label_ru": "", "label_en": "", "points": "0", "maximum": "1"}


@dataclass(frozen=True)
class PromisedDay:
    """A day of the support; `n` is the month, for a webinar the week, for a targeted consultation which one it is."""

    kind: str
    day: date
    n: int


def webinar_monday(content: TemplateContent, issued_on: date) -> date | None:
    """The Monday of the week in which the webinar of the cohort is promised.

    >>> from postcourse.template_content import usual
    >>> from dataclasses import replace
    >>> webinar_monday(replace(usual(), webinar_week=6), date(2026, 10, 23))
    datetime.date(2026, 11, 30)
    """
    return None if content.webinar_week is None else monday_after(issued_on, content.webinar_week)


def monday_after(issued_on: date, weeks: int) -> date:
    """The Monday of the week that is so many weeks later."""
    day = issued_on + timedelta(weeks=weeks)
    return day - timedelta(days=day.weekday())


def milestone_days(content: TemplateContent, issued_on: date) -> list[tuple[int, date]]:
    """Each milestone of the project: after how many months, and on which working day."""
    return [(month, next_working_day(add_months(issued_on, month))) for month in content.milestone_months]


def analysis_day(content: TemplateContent, issued_on: date) -> date:
    return next_working_day(add_months(issued_on, content.analysis_month))


def days_of(content: TemplateContent, issued_on: date, *, weak: int = WEAK_IN_PREVIEW) -> list[PromisedDay]:
    """The whole way of somebody with so many weak criteria, the earliest first."""
    criteria = [{**_WEAK, "label_kk": str(n)} for n in range(1, weak + 1)]
    planned = steps.support(criteria, issued_on=issued_on, earliest=issued_on, policy=content.policy)
    targeted = [step for step in planned if step.kind == steps.TARGETED]
    days = [
        *(PromisedDay(CONTACT, step.day, step.month or 0) for step in planned if step.kind == steps.CONTACT),
        *(PromisedDay(TARGETED, step.day, n) for n, step in enumerate(targeted, 1)),
        *(PromisedDay(MILESTONE, day, month) for month, day in milestone_days(content, issued_on)),
        PromisedDay(ANALYSIS, analysis_day(content, issued_on), content.analysis_month),
    ]
    if monday := webinar_monday(content, issued_on):
        days.append(PromisedDay(WEBINAR, monday, content.webinar_week or 0))
    return sorted(days, key=lambda each: each.day)
