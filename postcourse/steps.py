"""Which steps follow a result, and on which day: arithmetic only (Programme §9; the figures are in `policy`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from postcourse.calendar import add_months, next_working_day
from postcourse.policy import POLICY, Policy

CONTACT, TARGETED, RETAKE = "contact", "targeted", "retake"


@dataclass(frozen=True)
class Step:
    """A consultation to be planned on or after `day`; `month` and `criterion` tell it from its siblings."""

    kind: str
    day: date
    month: int | None = None
    criterion: Mapping[str, Any] | None = field(default=None, hash=False)

    @property
    def key(self) -> tuple[str, int | None, str]:
        return step_key(self.kind, self.month, self.criterion)


def step_key(kind: str, month: int | None, criterion: Mapping[str, Any] | None) -> tuple[str, int | None, str]:
    """What makes two steps of one plan the same step."""
    return kind, month, str(criterion["label_kk"]) if criterion else ""


def support(
    criteria: Iterable[Mapping[str, Any]], *, issued_on: date, earliest: date, policy: Policy = POLICY
) -> list[Step]:
    """Contacts so many months after the issue date, and one consultation a week for each weak criterion.

    What should have been before `earliest` (the sweep was away) is made up for by one contact, not by all of them.
    """
    return [*_targeted(criteria, issued_on, earliest, policy), *_contacts(issued_on, earliest, policy)]


def retake(*, issued_on: date, attested_on: date, earliest: date, policy: Policy = POLICY) -> list[Step]:
    """A talk two weeks after the statement, and one two months before the year of the retake is over."""
    deadline = add_months(attested_on, policy.retake_months)
    first = next_working_day(max(issued_on + policy.targeted_after, earliest))
    month = policy.retake_months - policy.last_talk_before
    last = next_working_day(add_months(attested_on, month))
    steps = [Step(RETAKE, first)]
    if add_months(first, 1) <= last:
        steps.append(Step(RETAKE, last, month=month))
    return [step for step in steps if step.day < deadline]


def weak_criteria(criteria: Iterable[Mapping[str, Any]], *, policy: Policy = POLICY) -> list[dict[str, Any]]:
    """The criteria below the share of their maximum, in the order of the table; exactly on it is not weak."""
    names = ("label_kk", "label_ru", "label_en", "points", "maximum")
    return [{name: criterion[name] for name in names} for criterion in criteria if _is_weak(criterion, policy)]


def _is_weak(criterion: Mapping[str, Any], policy: Policy) -> bool:
    exact = Fraction(criterion["twelfths"], 12) if "twelfths" in criterion else Fraction(str(criterion["points"]))
    return exact < policy.weak_share * Fraction(str(criterion["maximum"]))


def _targeted(criteria: Iterable[Mapping[str, Any]], issued_on: date, earliest: date, policy: Policy) -> list[Step]:
    first = max(issued_on + policy.targeted_after, earliest)
    return [
        Step(TARGETED, next_working_day(first + policy.targeted_every * week), criterion=criterion)
        for week, criterion in enumerate(weak_criteria(criteria, policy=policy))
    ]


def _contacts(issued_on: date, earliest: date, policy: Policy) -> list[Step]:
    contacts = [Step(CONTACT, next_working_day(add_months(issued_on, month)), month) for month in policy.months]
    overdue = [step for step in contacts if step.day < earliest]
    ahead = [step for step in contacts if step.day >= earliest]
    return [*(Step(CONTACT, next_working_day(earliest), step.month) for step in overdue[-1:]), *ahead]
