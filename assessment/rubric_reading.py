"""A table of criteria to be read: what a scorer looks for, levels and bands; and who changed a cohort's rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from assessment.grading import to_halves
from assessment.models import CohortRules, Criterion, Rubric
from assessment.rubric_words import STEP_WORDS
from assessment.scales import Sign, signs_of
from courses.models import Task
from people.languages import in_language
from people.models import User


@dataclass(frozen=True)
class Row:
    criterion: Criterion
    number: int
    tasks: str
    step: str
    described: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    rows: Sequence[Row]
    levels: Sequence[tuple[str, int]]
    signs: Sequence[Sign]

    @property
    def pass_floor(self) -> int | None:
        return min((sign.floor for sign in self.signs if sign.passed), default=None)

    def halves(self, stage: str = "") -> int:
        return sum(to_halves(row.criterion.maximum) for row in self.rows if stage in ("", row.criterion.stage))

    @property
    def at_defence(self) -> int:
        return self.halves(Criterion.Stage.DEFENCE)

    @property
    def of_coursework(self) -> int:
        return self.halves(Criterion.Stage.COURSEWORK)


@dataclass(frozen=True)
class RulesChange:
    at: datetime
    by: User | None
    label: str
    old: str
    new: str


def table_of(rubric: Rubric) -> Table:
    return Table(
        [_row(rubric, criterion, number) for number, criterion in enumerate(rubric.criteria.all(), start=1)],
        [(in_language(level, "label"), int(level["floor"])) for level in rubric.levels],
        signs_of(list(rubric.bands.all())),
    )


def changes_of(rules: CohortRules) -> list[RulesChange]:
    """Who changed the rules of a cohort, from what to what, the newest first; one query."""
    history: Any = rules.history
    rows = list(history.select_related("history_user", "rubric__version").order_by("-history_id"))
    found = []
    for new, old in pairwise(rows):
        if old.rubric_id != new.rubric_id:
            found.append(_change(new, _("Table of criteria"), old.rubric, new.rubric))
        if old.spread_limit != new.spread_limit:
            found.append(_change(new, _("Limit of the difference"), old.spread_limit, new.spread_limit))
    return found


def _row(rubric: Rubric, criterion: Criterion, number: int) -> Row:
    described = [
        (in_language(level, "label"), text)
        for level in rubric.levels
        if (text := in_language(criterion.descriptors.get(level["key"], {})))
    ]
    kinds = ", ".join(str(Task.Kind(kind).label) for kind in criterion.task_kinds)
    return Row(criterion, number, kinds, str(STEP_WORDS[to_halves(criterion.step)]), described)


def _change(row: Any, label: str, old: object, new: object) -> RulesChange:
    return RulesChange(row.history_date, row.history_user, label, str(old), str(new))
