"""A result as it is frozen: the marks, means, criteria and bands as they stood when the chair decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from assessment.grading import Grade, shown, to_points, to_twelfths
from assessment.judging import Judgement, Seat
from assessment.models import Band, Result
from people.models import User

Rule = Result.Rule


def freeze(judgement: Judgement, *, by: User, now: datetime) -> Result:
    """Write the result of a defence whose sheets are all in; from here on nothing is read from live rows again."""
    grade, band = judgement.grade, judgement.band
    if grade is None or band is None:
        raise ValueError("the sheets are not all in")
    return Result.objects.create(
        attempt=judgement.defence.attempt,
        defence=judgement.defence,
        criteria=_criteria_snapshot(judgement, grade),
        members=[_member_snapshot(seat) for seat in judgement.seats],
        twelfths=to_twelfths(grade.exact),
        total=grade.total,
        band_key=band.key,
        band_kk=band.label_kk,
        band_ru=band.label_ru,
        band_en=band.label_en,
        bands=[_band_snapshot(each) for each in judgement.bands],
        passed=band.passed,
        rule=judgement.rule,
        spread_reason=_reason(judgement),
        resolution=_resolution_snapshot(judgement),
        attested_on=judgement.defence.day.held_on,
        finalised_at=now,
        finalised_by=by,
    )


def _reason(judgement: Judgement) -> str:
    if judgement.resolution is not None:
        return judgement.resolution.reason
    return judgement.call.reason if judgement.call is not None and judgement.rule == Rule.THIRD else ""


def _resolution_snapshot(judgement: Judgement) -> dict[str, Any]:
    """By which other rule than the mean of the day's members the points came about."""
    if judgement.resolution is not None:
        agreed = set(judgement.resolution.took_part.values_list("pk", flat=True))
        halves = {mark.criterion_id: mark.points for mark in judgement.resolution.marks.all()}
        return {
            "took_part": [_who(seat) for seat in judgement.seats if seat.member.pk in agreed],
            "points": [f"{halves[each.pk].normalize():f}" for each in judgement.criteria if each.pk in halves],
        }
    return _who(judgement.third) if judgement.third is not None and judgement.rule == Rule.THIRD else {}


def _who(seat: Seat) -> dict[str, Any]:
    return {"user": seat.member.user_id, "name": str(seat.member)}


def _criteria_snapshot(judgement: Judgement, grade: Grade) -> list[dict[str, Any]]:
    return [
        {
            "label_kk": criterion.label_kk,
            "label_ru": criterion.label_ru,
            "label_en": criterion.label_en,
            "short_kk": criterion.short_kk,
            "short_ru": criterion.short_ru,
            "short_en": criterion.short_en,
            "maximum": f"{criterion.maximum.normalize():f}",
            "points": f"{shown(mean)}",
            "twelfths": to_twelfths(mean),
            "stage": criterion.stage,
            # A retake scores the defence anew; what was earned during the course is carried along.
            "carried": criterion.is_coursework and judgement.defence.attempt.number > 1,
        }
        for criterion, mean in zip(judgement.criteria, grade.means, strict=True)
    ]


def _member_snapshot(seat: Seat) -> dict[str, Any]:
    return {
        "user": seat.member.user_id,
        "name": str(seat.member),
        "chair": seat.member.is_chair,
        "points": [f"{to_points(mark or 0)}" for mark in seat.halves] if seat.is_submitted else [],
        "total": f"{to_points(seat.sum_halves)}" if seat.is_submitted else "",
        "excused": seat.excused_reason,
    }


def _band_snapshot(band: Band) -> dict[str, Any]:
    return {
        "key": band.key,
        "floor": band.floor,
        "passed": band.passed,
        "label_kk": band.label_kk,
        "label_ru": band.label_ru,
        "label_en": band.label_en,
    }
