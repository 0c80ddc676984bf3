"""What a participant reads of their own result: everything from the frozen rows, nothing of anybody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

from assessment.grading import TWELFTHS, from_twelfths, shown, to_twelfths
from assessment.medians import median_of
from assessment.models import Defence, DefenceFeedback, PlanNotice, Result
from assessment.retake_standing import Stage, Standing, standing_of
from assessment.scales import Sign, chart_bands
from assessment.what_next import NextStep, steps_after
from courses.continuing import streams_of
from courses.models import Cohort, Enrolment
from people import charts
from people.languages import in_language


@dataclass(frozen=True)
class CriterionLine:
    """Points against the maximum; `done` and `of` are both in twelfths of a point, for the bar."""

    label: str
    points: Decimal
    maximum: str
    done: int
    of: int
    carried: bool


@dataclass(frozen=True)
class Part:
    """The criteria of one stage, with what they come to."""

    stage: str
    lines: Sequence[CriterionLine]

    @property
    def points(self) -> Decimal:
        return shown(from_twelfths(sum(line.done for line in self.lines)))

    @property
    def maximum(self) -> Decimal:
        return shown(from_twelfths(sum(line.of for line in self.lines)))

    @property
    def carried(self) -> bool:
        return any(line.carried for line in self.lines)


@dataclass(frozen=True)
class OwnAttempt:
    """One attestation. Until the head has signed it, only its points and its band are told."""

    result: Result
    sign: Sign
    bands: Sequence[charts.Band]
    parts: Sequence[Part] = field(default_factory=list)
    words: str = ""

    @property
    def is_confirmed(self) -> bool:
        return self.result.confirmed_at is not None

    @property
    def is_rounded(self) -> bool:
        return self.result.exact_sum != self.result.total


@dataclass(frozen=True)
class OwnResult:
    """The page: the attempts, the newest first, and what follows from them."""

    enrolment: Enrolment
    attempts: Sequence[OwnAttempt]
    standing: Standing
    stage: Stage
    left: int | None
    median: Fraction | None
    counted: int
    next: Sequence[NextStep]
    streams: Sequence[Cohort]
    told: PlanNotice | None

    @property
    def newest(self) -> OwnAttempt:
        return self.attempts[0]

    @property
    def middle(self) -> Decimal | None:
        return None if self.median is None else shown(self.median)


def own_result(enrolment: Enrolment, now: datetime) -> OwnResult | None:
    """A fixed number of queries; nothing for who has no result."""
    results = list(
        Result.objects.current()
        .filter(attempt__enrolment=enrolment)
        .select_related("attempt")
        .order_by("-attempt__number")
    )
    if not results:
        return None
    today = timezone.localdate(now)
    standing = standing_of(enrolment)
    stage = standing.stage(today)
    words = _words(results)
    counted, median = _middle(enrolment.cohort) if results[0].confirmed_at else (0, None)
    return OwnResult(
        enrolment,
        [_attempt(each, words.get(each.attempt_id, "")) for each in results],
        standing,
        stage,
        standing.left(today),
        median,
        counted,
        steps_after(enrolment) if results[0].confirmed_at else [],
        streams_of(enrolment) if stage in {Stage.OPEN, Stage.USED, Stage.OVER} else [],
        told_of(standing),
    )


def can_transfer(enrolment: Enrolment, today: date) -> bool:
    """Whether it is still the calendar year in which a transfer for a valid reason is possible."""
    return enrolment.status == Enrolment.Status.NOT_PASSED and enrolment.cohort.starts_on.year == today.year


def _attempt(result: Result, words: str) -> OwnAttempt:
    sign, bands = sign_of_result(result), chart_bands(result.bands)
    if result.confirmed_at is None:
        return OwnAttempt(result, sign, bands)
    stages = dict.fromkeys(each.get("stage", "defence") for each in result.criteria)
    parts = [
        Part(stage, [_line(each) for each in result.criteria if each.get("stage", "defence") == stage])
        for stage in stages
    ]
    return OwnAttempt(result, sign, bands, parts, words)


def _line(row: dict[str, Any]) -> CriterionLine:
    most = to_twelfths(Fraction(str(row["maximum"])))
    earned = row["twelfths"] if "twelfths" in row else round(Fraction(str(row["points"])) * TWELFTHS)
    points = shown(from_twelfths(earned))
    return CriterionLine(in_language(row, "label"), points, str(row["maximum"]), earned, most, bool(row.get("carried")))


def sign_of_result(result: Result) -> Sign:
    """The band as it was frozen: passed is green, the lowest band that passes gold, not passed red."""
    floor = next(band["floor"] for band in result.bands if band["key"] == result.band_key)
    narrow = min((band["floor"] for band in result.bands if band["passed"]), default=0)
    word = in_language(result, "band")
    kind = "bad" if not result.passed else "gold" if floor == narrow else "ok"
    return Sign(floor, word[:1].upper() + word[1:], result.passed, kind, "check" if result.passed else "x")


def _words(results: Sequence[Result]) -> dict[int, str]:
    """The commission's words, by attempt, be its result another one since; only where the head has signed."""
    attempts = [result.attempt_id for result in results if result.confirmed_at]
    rows = DefenceFeedback.objects.filter(defence__attempt__in=attempts, defence__outcome=Defence.Outcome.DEFENDED)
    return dict(rows.values_list("defence__attempt", "text"))


def _middle(cohort: Cohort) -> tuple[int, Fraction | None]:
    first = Result.objects.current().confirmed().of_cohort(cohort).filter(attempt__number=1)
    totals = list(first.values_list("total", flat=True))
    return len(totals), median_of(totals)


def told_of(standing: Standing) -> PlanNotice | None:
    """When and where the retake is, as far as the plan was sent to them."""
    if standing.place is None:
        return None
    return PlanNotice.objects.held().filter(attempt=standing.place.attempt_id).first()
