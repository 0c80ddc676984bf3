"""What a commission agreed on, before it is written: the arithmetic and the checks of a reasoned consensus."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.grading import HALVES, mean, rounded, to_halves
from assessment.judging import Judgement
from assessment.models import Criterion
from courses.half_points import in_words

# Nobody agrees with themselves alone.
FEWEST = 2


@dataclass(frozen=True)
class Consensus:
    """Halves by defence criterion; the members (keys of their seats) who agreed; why."""

    halves: Mapping[int, int]
    took_part: Collection[int]
    reason: str


def offered(judgement: Judgement) -> dict[int, int]:
    """The mean of the members for each defence criterion, half up to its step: what the chair starts from."""
    found = {}
    for place, criterion in enumerate(judgement.criteria):
        if criterion.is_coursework:
            continue
        unit, given = to_halves(criterion.step), [seat.halves[place] or 0 for seat in judgement.counted]
        found[criterion.pk] = min(rounded(mean(given) * HALVES / unit) * unit, to_halves(criterion.maximum))
    return found


def require_sound(judgement: Judgement, consensus: Consensus) -> None:
    """Every criterion of the defence, within its maximum and step; at least two who submitted; a reason."""
    if not consensus.reason.strip():
        raise ValidationError(_("Say why the commission agreed on these points: it is printed in the protocol."),
                              code="no_reason")  # fmt: skip
    for criterion in judgement.criteria:
        if not criterion.is_coursework:
            require_halves(criterion, consensus.halves.get(criterion.pk))
    if consensus.halves.keys() - {each.pk for each in judgement.criteria if not each.is_coursework}:
        raise ValidationError(_("This criterion is not among those that the commission scores in this cohort."),
                              code="unknown_criterion")  # fmt: skip
    counted = {seat.member.pk for seat in judgement.counted}
    if set(consensus.took_part) - counted:
        raise ValidationError(
            _("Only members whose sheets are submitted take part in a consensus."), code="not_counted"
        )
    if len(set(consensus.took_part)) < FEWEST:
        raise ValidationError(_("At least two members agree on a consensus: name them."), code="too_few")


def require_halves(criterion: Criterion, halves: int | None) -> None:
    if halves is None:
        raise ValidationError(
            _("“%(criterion)s”: the points are missing."), code="incomplete", params={"criterion": criterion}
        )
    if not 0 <= halves <= to_halves(criterion.maximum):
        raise ValidationError(
            _("“%(criterion)s”: from 0 to %(maximum)s points."),
            code="out_of_range",
            params={"criterion": criterion, "maximum": f"{criterion.maximum.normalize():f}"},
        )
    if halves % to_halves(criterion.step):
        raise ValidationError(
            _("“%(criterion)s”: points are given in steps of %(step)s."),
            code="step",
            params={"criterion": criterion, "step": in_words(criterion.step)},
        )
