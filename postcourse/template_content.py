"""What a template of support promises, as plain figures: from a version of a programme, or from the installation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from postcourse.policy import POLICY, Policy

# Three years are 36 months; whoever follows people longer may.
MOST_MONTHS = 60
MOST_CONTACTS = 12
MOST_WEEKS = 52


@dataclass(frozen=True)
class TemplateContent:
    """Months and weeks count from the issue date (Programme §9)."""

    months: tuple[int, ...]
    # A criterion below this share of its maximum gets a consultation of its own; 0: none does.
    weak_percent: int
    targeted_after_weeks: int
    targeted_every_weeks: int
    # None: no webinar is promised.
    webinar_week: int | None
    milestone_months: tuple[int, ...]
    analysis_month: int

    @property
    def last_month(self) -> int:
        return max((*self.months, *self.milestone_months, self.analysis_month))

    @property
    def policy(self) -> Policy:
        """The figures as the arithmetic of the steps takes them; all else is the installation's."""
        return replace(
            POLICY,
            months=self.months,
            weak_share=Fraction(self.weak_percent, 100),
            targeted_after=timedelta(weeks=self.targeted_after_weeks),
            targeted_every=timedelta(weeks=self.targeted_every_weeks),
            webinar_week=self.webinar_week,
            milestone_months=self.milestone_months,
            analysis_month=self.analysis_month,
        )


def usual(policy: Policy = POLICY) -> TemplateContent:
    """What holds where no template of the programme was written.

    >>> usual(Policy()).months, usual(Policy()).weak_percent
    ((1, 3, 6, 12), 60)
    """
    return TemplateContent(
        months=policy.months,
        weak_percent=round(policy.weak_share * 100),
        targeted_after_weeks=policy.targeted_after // timedelta(weeks=1),
        targeted_every_weeks=policy.targeted_every // timedelta(weeks=1),
        webinar_week=policy.webinar_week,
        milestone_months=policy.milestone_months,
        analysis_month=policy.analysis_month,
    )
