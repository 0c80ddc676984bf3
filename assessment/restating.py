"""The result that takes another's place: frozen like the first one, with the points that the commission changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.consensus import require_halves
from assessment.grading import HALVES, TWELFTHS, from_twelfths, rounded, shown, to_points
from assessment.models import CommissionMember, CourseworkMark, Criterion, Result, Review
from assessment.recording import save_by
from assessment.rules import rules_of
from people.models import User

IN_A_HALF = TWELFTHS // HALVES


def restate(
    review: Review,
    halves: Mapping[int, int],
    *,
    reason: str,
    took_part: Collection[CommissionMember],
    by: User,
    now: datetime,
) -> Result:
    """Write the new result; what is not in `halves` stays to the twelfth of a point."""
    old = review.result
    criteria = list(rules_of(old.attempt.enrolment.cohort).rubric.criteria.all())
    changed = _changes(review, criteria, halves)
    rows = [_row(row, changed.get(place)) for place, row in enumerate(old.criteria)]
    twelfths = sum(_twelfths(row) for row in rows)
    total = rounded(from_twelfths(twelfths))
    band = max((each for each in old.bands if each["floor"] <= total), key=lambda each: int(each["floor"]))
    if review.kind == Review.Kind.CORRECTION:
        _correct_coursework(review, criteria, changed, reason=reason, by=by, now=now)
    return Result.objects.create(
        attempt=old.attempt,
        criteria=rows,
        members=old.members,
        twelfths=twelfths,
        total=total,
        band_key=band["key"],
        **{f"band_{code}": band[f"label_{code}"] for code in ("kk", "ru", "en")},
        bands=old.bands,
        passed=band["passed"],
        rule=review.kind,
        spread_reason=reason,
        resolution={
            "took_part": [{"user": member.user_id, "name": str(member)} for member in took_part],
            "before": {"exact": f"{old.exact}", "total": old.total, "band": old.band_key},
        },
        attested_on=old.attested_on,
        finalised_at=now,
        finalised_by=by,
        supersedes=old,
    )


def starting_points(result: Result) -> list[tuple[Criterion, Fraction]]:
    """The criteria of the cohort with the points of the result, exact."""
    criteria = rules_of(result.attempt.enrolment.cohort).rubric.criteria.all()
    return [
        (criterion, from_twelfths(_twelfths(row))) for criterion, row in zip(criteria, result.criteria, strict=True)
    ]


def _changes(review: Review, criteria: list[Criterion], halves: Mapping[int, int]) -> dict[int, int]:
    """Halves by place, as far as they are other than what stands."""
    places = {criterion.pk: place for place, criterion in enumerate(criteria)}
    if halves.keys() - places.keys():
        raise ValidationError(
            _("This criterion is not among those that the commission scores in this cohort."), code="unknown_criterion"
        )
    changed = {}
    for criterion in criteria:
        if criterion.pk not in halves:
            continue
        place = places[criterion.pk]
        if halves[criterion.pk] * IN_A_HALF == _twelfths(review.result.criteria[place]):
            continue
        if criterion.is_coursework and review.kind == Review.Kind.APPEAL:
            raise ValidationError(
                _("“%(criterion)s”: the points of the coursework change by a correction only."),
                code="coursework",
                params={"criterion": criterion},
            )
        require_halves(criterion, halves[criterion.pk])
        changed[place] = halves[criterion.pk]
    if not changed:
        raise ValidationError(
            _("No points change: give other points for a criterion, or reject the request."), code="unchanged"
        )
    return changed


def _row(row: dict[str, Any], halves: int | None) -> dict[str, Any]:
    if halves is None:
        return row
    points = Fraction(halves, HALVES)
    return {**row, "points": f"{shown(points)}", "twelfths": halves * IN_A_HALF}


def _twelfths(row: dict[str, Any]) -> int:
    return int(row["twelfths"])


def _correct_coursework(
    review: Review, criteria: list[Criterion], changed: Mapping[int, int], *, reason: str, by: User, now: datetime
) -> None:
    """A retake carries the points of the coursework: they are put right where they are kept, too."""
    for place, halves in changed.items():
        if not criteria[place].is_coursework:
            continue
        mark = CourseworkMark.objects.filter(
            enrolment=review.result.attempt.enrolment_id, criterion=criteria[place]
        ).first()
        if mark is not None:
            mark.points, mark.reason, mark.given_by, mark.given_at = to_points(halves), reason[:300], by, now
            save_by(mark, by)
