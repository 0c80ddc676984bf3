"""The members' marks of one defence side by side, once they may be seen; and who of them is strict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessment.calling import could_be_third, obstacle_to_third
from assessment.forms_resolving import ThirdForm
from assessment.grading import HALVES, rounded, shown, to_points, to_twelfths
from assessment.judging import Judgement, Seat, judgements_of
from assessment.leaning import leanings
from assessment.models import Band, CommissionMember, Criterion, DefenceDay, Result
from assessment.scales import chart_bands, sign_of, signs_of
from people import charts


@dataclass(frozen=True)
class Row:
    """One criterion: what each member gave, how far they are apart, and what stands."""

    criterion: Criterion
    marks: Sequence[str]
    apart: Decimal | None
    mean: Decimal
    agreed: Decimal | None


@dataclass(frozen=True)
class Strictness:
    """How a member's totals lie beside the mean of the panel, in points; `n` defences were scored with others."""

    member: CommissionMember
    difference: Decimal | None
    n: int
    lean: int


def spread_page(judgement: Judgement) -> dict[str, Any]:
    """What the page of one defence shows when all have submitted."""
    grade, spread = judgement.grade, judgement.spread
    if grade is None or spread is None:
        raise ValueError("the sheets are not all in")
    signs, cohort = signs_of(judgement.bands), judgement.defence.attempt.enrolment.cohort
    return {
        "judgement": judgement,
        "columns": [(seat, sign_of(signs, rounded(seat.total))) for seat in judgement.seats],
        "rows": [_row(judgement, place, criterion) for place, criterion in enumerate(judgement.criteria)],
        "exact": shown(grade.exact),
        "seen": to_twelfths(grade.exact),
        "is_rounded": grade.exact != grade.total,
        "total": grade.total,
        "sign": sign_of(signs, grade.total),
        "spread": spread,
        "difference": shown(spread.difference),
        "between": floors_between(judgement),
        "picture": [spread_picture(judgement)],
        "bands": chart_bands(judgement.bands),
        "totals": list(Result.objects.current().of_cohort(cohort).values_list("total", flat=True)),
        "result": getattr(judgement.defence, "result", None),
    }


def ways_out(judgement: Judgement) -> dict[str, Any]:
    """How the chair can resolve it beside a consensus: a third member, or the sentence why there is none."""
    users = could_be_third(judgement.defence)
    obstacle = obstacle_to_third(judgement, users)
    return {"no_third": obstacle, "third": None if obstacle else ThirdForm(users=users)}


def floors_between(judgement: Judgement) -> list[Band]:
    """The bands whose floors lie between the members' totals, as each member saw the own one."""
    totals = [rounded(seat.total) for seat in judgement.counted]
    return [band for band in judgement.bands if min(totals) < band.floor <= max(totals)]


def spread_picture(judgement: Judgement) -> charts.Spread:
    return charts.Spread(
        label=str(judgement.defence.attempt.enrolment.person),
        totals=[(str(seat.member), to_points(seat.sum_halves)) for seat in judgement.counted],
        flagged=judgement.is_flagged,
    )


def strictness_of(day: DefenceDay) -> list[Strictness]:
    """Of everybody who scored on this day, over the defences whose marks are open to the chair."""
    open_ones = [each for each in judgements_of(day) if each.grade is not None]
    found = leanings({seat.member.pk: seat.total for seat in each.counted} for each in open_ones)
    lines = []
    for member in CommissionMember.everyone.filter(day=day).chair_first():
        leaning = found.get(member.pk)
        mean = leaning.mean if leaning else None
        difference = None if mean is None else _signed(mean)
        lean = 0 if not difference else 1 if difference > 0 else -1
        lines.append(Strictness(member, difference, leaning.n if leaning else 0, lean))
    return lines


def _signed(mean: Fraction) -> Decimal:
    """To two decimals, by the same rounding to both sides."""
    return shown(mean) if mean >= 0 else -shown(-mean)


def _row(judgement: Judgement, place: int, criterion: Criterion) -> Row:
    given = [seat.halves[place] or 0 for seat in judgement.counted]
    agreed = None
    if judgement.resolution is not None and judgement.grade is not None and not criterion.is_coursework:
        agreed = shown(judgement.grade.means[place])
    return Row(
        criterion,
        [_cell(seat, place) for seat in judgement.seats],
        None if criterion.is_coursework or len(given) == 1 else to_points(max(given) - min(given)),
        shown(Fraction(sum(given), HALVES * len(given))),
        agreed,
    )


def _cell(seat: Seat, place: int) -> str:
    mark = seat.halves[place]
    return f"{to_points(mark)}" if seat.is_submitted and mark is not None else ""
