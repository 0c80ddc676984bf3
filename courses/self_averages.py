"""What a cohort's self-assessments say together: means over at least five people, never one person's levels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from courses.models import Cohort, Module, SelfAssessment
from courses.self_assessing import Moment
from people import charts
from people.languages import in_language

# Fewer could be told apart by whoever knows the group (the same floor as in the reports on surveys).
FEWEST = 5


def averages_of(cohort: Cohort, modules: Sequence[Module]) -> list[charts.Change]:
    """A mean before and after for each module with an expected result, suppressed below five people."""
    rows = SelfAssessment.objects.filter(enrolment__cohort=cohort).values_list("moment", "levels")
    said: dict[str, list[dict[str, int]]] = {moment: [] for moment in Moment.values}
    for moment, levels in rows:
        said[moment].append(levels)
    return [
        _change(module, _levels(said[Moment.BEFORE], module), _levels(said[Moment.AFTER], module))
        for module in modules
        if not module.is_attestation and in_language(module, "result")
    ]


def own_levels(own: Iterable[SelfAssessment], modules: Sequence[Module]) -> list[charts.Change]:
    """One participant's own levels, for their own eyes."""
    by_moment = {row.moment: row.levels for row in own}
    return [
        charts.Change(
            f"{module.order}. {in_language(module, 'title')}",
            *(by_moment.get(moment, {}).get(str(module.order)) for moment in (Moment.BEFORE, Moment.AFTER)),
        )
        for module in modules
    ]


def _change(module: Module, before: list[int], after: list[int]) -> charts.Change:
    return charts.Change(
        f"{module.order}. {in_language(module, 'title')}",
        _mean(before),
        _mean(after),
        _count(before),
        _count(after),
    )


def _levels(rows: Iterable[dict[str, int]], module: Module) -> list[int]:
    return [levels[str(module.order)] for levels in rows if str(module.order) in levels]


def _mean(levels: list[int]) -> Decimal | None:
    if len(levels) < FEWEST:
        return None
    return (Decimal(sum(levels)) / len(levels)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _count(levels: list[int]) -> int:
    return len(levels) if len(levels) >= FEWEST else 0
