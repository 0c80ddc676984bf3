"""The answers that were handed in, counted question by question, and what of the counts may be told of a group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from assessment.disclosure import FEWEST, Counts, Group, Place, Range, Told, count_in, range_of, ranges_of, told_of
from assessment.instrument import Content, Item
from assessment.models import Instrument, SurveyResponse, SurveyWave
from assessment.readiness import band_of, mean_of

YES, NO = "yes", "no"
HUNDREDTH = Decimal("0.01")
ValueOf = Callable[["Answered"], str]


@dataclass(frozen=True)
class Answered:
    """One response that was handed in. `human` is the kept record and the programme: it joins entry and exit."""

    human: tuple[int, int]
    place: Place
    answers: Mapping[str, Any]
    content: Content

    @property
    def band(self) -> str:
        return band_of(self.content.levels_of(self.answers), self.content.floors)

    def names(self, item: str, option: str) -> bool:
        return option in self.answers.get(item, [])

    def mean(self, module: int | None = None) -> Fraction | None:
        """Over all statements, or those of one module; an older version may have none for it."""
        items = [item for item in self.content.statements if module in (None, item.module)]
        return mean_of([self.answers[item.key] for item in items]) if items else None


def handed_in() -> dict[str, list[Answered]]:
    """By the kind of the wave; two queries however many there are."""
    contents = {row.pk: row.content for row in Instrument.objects.all()}
    rows = SurveyResponse.objects.filter(submitted_at__isnull=False).order_by("pk").values_list(
        "wave__kind", "wave__instrument", "wave__cohort", "wave__cohort__version__programme",
        "enrolment__organisation__region", "enrolment__person", "enrolment__person__merged_into", "answers",
    )  # fmt: skip
    found: dict[str, list[Answered]] = {kind: [] for kind in SurveyWave.Kind.values}
    for kind, instrument, cohort, programme, region, person, kept, answers in rows:
        place = Place(programme, cohort, region)
        found[kind].append(Answered((kept or person, programme), place, answers, contents[instrument]))
    return found


@dataclass(frozen=True)
class Cell:
    """A count of so many, where it is told; else what may be said of it, if anything."""

    of: int
    count: int | None = None
    range: Range | None = None


@dataclass(frozen=True)
class Tally:
    """One question in one wave: what each place gave, and which groups may be told of."""

    counts: Counts
    told: Told
    base: Told

    def cell(self, group: Group, value: str) -> Cell | None:
        """Nothing for a group of whom not even the number is told."""
        if group not in self.base:
            return None
        given = count_in(group, self.counts)
        of = sum(given.values())
        if group in self.told:
            return Cell(of, given.get(value, 0))
        if not self.told.groups:  # no sum is known that a range could be narrowed with
            return Cell(of, None, range_of(given.get(value, 0), of))
        return Cell(of, None, ranges_of(value, self.counts, self._pool(group)).get(group))

    def _pool(self, group: Group) -> list[Group]:
        """The groups that are not told of and whose sum is known: of a cohort those of its programme."""
        alike = [each for each in self.base.groups if each.kind == group.kind and each not in self.told]
        if group.kind == "cohort":
            theirs = {place.cohort: place.programme for place in self.counts}
            known = Group("programme", theirs[_number(group)])
            if known in self.told:
                alike = [each for each in alike if theirs[_number(each)] == known.key]
        return alike


def _number(group: Group) -> int:
    return int(str(group.key))


class WaveTallies:
    """Everything that is counted of one wave, over all cohorts: what is told of one group depends on the others."""

    def __init__(self, rows: list[Answered]) -> None:
        self.rows = rows

    @cached_property
    def base(self) -> Told:
        """The groups of which anything at all is told."""
        return told_of(self._count(lambda row: YES))

    def has(self, group: Group) -> bool:
        """Whether anybody of the group has answered."""
        return any(group.has(row.place) for row in self.rows)

    def people(self, group: Group) -> int | None:
        return sum(group.has(row.place) for row in self.rows) if group in self.base else None

    def bands(self) -> Tally:
        return self._tally(lambda row: row.band)

    def named(self, item: str, option: str) -> Tally:
        return self._tally(lambda row: YES if row.names(item, option) else NO)

    def chosen(self, item: Item) -> Tally:
        """The options of a question with one answer; "" for who would rather not say."""
        return self._tally(lambda row: str(row.answers.get(item.key, "")))

    def matched(self, humans: set[tuple[int, int]]) -> Tally:
        return self._tally(lambda row: YES if row.human in humans else NO)

    def mean(self, group: Group, module: int | None = None) -> Decimal | None:
        """A mean over all of a group, to two decimals, half up; none where the versions of some do not ask for it."""
        if group not in self.base:
            return None
        found = [row.mean(module) for row in self.rows if group.has(row.place)]
        means = [mean for mean in found if mean is not None]
        return _rounded(sum(means, Fraction(0)) / len(means)) if means and len(means) == len(found) else None

    def _tally(self, value: ValueOf) -> Tally:
        counts = self._count(value)
        return Tally(counts, told_of(counts, self.base), self.base)

    def _count(self, value: ValueOf) -> dict[Place, dict[str, int]]:
        found: dict[Place, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in self.rows:
            found[row.place][value(row)] += 1
        return {place: dict(values) for place, values in found.items()}


def _rounded(exact: Fraction) -> Decimal:
    """Exact, then rounded once; levels are positive."""
    hundredths = (exact * 200 + 1) // 2
    return (Decimal(int(hundredths)) / 100).quantize(HUNDREDTH)


def own_words(rows: Iterable[Answered]) -> list[str]:
    """What people wrote of their own, in the order of the alphabet; nothing while fewer than five people wrote."""
    said = [(row.human, str(row.answers["other_barrier"])) for row in rows if row.answers.get("other_barrier")]
    if len({human for human, _words in said}) < FEWEST:
        return []
    return sorted({words for _human, words in said}, key=str.casefold)
