"""The figures of the support after the course, which the programme leaves open (Programme §9).

What a provider promises differently is a setting (docs/configuration.md); the rest is how the calendar works.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from fractions import Fraction

from django.conf import settings


@dataclass(frozen=True)
class Policy:
    # Contacts, in months after the issue date.
    months: tuple[int, ...] = (1, 3, 6, 12)
    # A criterion below this share of its maximum gets a consultation of its own.
    weak_share: Fraction = Fraction(60, 100)
    targeted_after: timedelta = timedelta(weeks=2)
    targeted_every: timedelta = timedelta(weeks=1)
    # The webinar of the cohort, in weeks after the issue date; none is promised unless a template says so.
    webinar_week: int | None = None
    # When the graduate reports how far the project is, and when its results are analysed, in months.
    milestone_months: tuple[int, ...] = (2, 6, 11)
    analysis_month: int = 12
    # A step of the plan is moved, or added, up to so many months after the last that the template promises.
    grace_months: int = 3
    # The retake is open for this many months from the failed attestation; the last talk is so many months before.
    retake_months: int = 12
    last_talk_before: int = 2
    # The grid of times: one consultation of a trainer in each place of it.
    minutes: int = 30
    opens: time = time(9)
    closes: time = time(18)
    # Times that nobody chose begin here.
    planned_from: time = time(10)
    # The first day that may be planned without asking anybody.
    earliest_after: timedelta = timedelta(days=2)
    invite_before: timedelta = timedelta(days=7)
    remind_before: timedelta = timedelta(days=1)
    # A new time is chosen at least so long before, and not further away than this.
    notice: timedelta = timedelta(hours=24)
    horizon: timedelta = timedelta(weeks=6)
    # A missed consultation is planned once more, so much later.
    again_after: timedelta = timedelta(weeks=1)


POLICY = Policy(
    months=tuple(settings.SUPPORT_MONTHS),
    weak_share=Fraction(settings.SUPPORT_WEAK_PERCENT, 100),
    notice=timedelta(hours=settings.SUPPORT_NOTICE_HOURS),
)
