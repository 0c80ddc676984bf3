"""A cohort's coursework points as a table: participants by criteria, each cell given or suggested, and from what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from assessment.coursework import OPEN
from assessment.entering import NOTHING, Suggested
from assessment.grading import shown, to_halves, to_points
from assessment.models import CourseworkMark, Criterion, DefenceDay, Result, Rubric
from assessment.rules import rules_of
from assessment.suggesting import Suggestion, suggestions_for
from courses.half_points import in_words
from courses.models import Cohort, Enrolment

# Who is on the list: whoever was admitted and has not left.
LISTED = (*OPEN, Enrolment.Status.PASSED, Enrolment.Status.NOT_PASSED)


@dataclass(frozen=True)
class Cell:
    """The points of one participant for one criterion. `is_open`: they may still be given or changed."""

    enrolment: Enrolment
    criterion: Criterion
    mark: CourseworkMark | None
    suggestion: Suggestion
    is_open: bool

    @property
    def key(self) -> str:
        return f"{self.enrolment.pk}-{self.criterion.pk}"

    @property
    def halves(self) -> int | None:
        return None if self.mark is None else to_halves(self.mark.points)

    @property
    def seen(self) -> int:
        return NOTHING if self.halves is None else self.halves

    @property
    def value(self) -> str:
        """What stands in the field: 11,5; empty where nothing is given."""
        return "" if self.mark is None else in_words(self.mark.points)

    @property
    def suggested(self) -> str:
        return "" if self.suggestion.halves is None else in_words(to_points(self.suggestion.halves))

    @property
    def state(self) -> str:
        """`confirmed`, `changed` (with a reason), `suggested` or `none`."""
        if self.mark is not None:
            return "changed" if self.mark.reason else "confirmed"
        return "none" if self.suggestion.halves is None else "suggested"

    @property
    def is_confirmable(self) -> bool:
        return self.is_open and self.state == "suggested"

    @property
    def is_outdated(self) -> bool:
        """The tasks suggest something else now than when the points were given."""
        if self.mark is None or self.suggestion.halves is None or not self.is_open:
            return False
        return self.mark.suggested != to_points(self.suggestion.halves) and self.halves != self.suggestion.halves

    @property
    def exact(self) -> Decimal | None:
        """The share of the marks in points of the criterion, before it is rounded; to two decimals."""
        total = self.suggestion.total
        if not total.count:
            return None
        share = Fraction(min(total.points, total.maximum)) / Fraction(total.maximum)
        return shown(share * Fraction(self.criterion.maximum))


@dataclass(frozen=True)
class Row:
    enrolment: Enrolment
    cells: Sequence[Cell]

    @property
    def is_open(self) -> bool:
        return any(cell.is_open for cell in self.cells)

    @property
    def missing(self) -> int:
        return sum(cell.mark is None for cell in self.cells)

    @property
    def sum_halves(self) -> int:
        return sum(cell.halves or 0 for cell in self.cells)


@dataclass(frozen=True)
class Column:
    criterion: Criterion
    cells: Sequence[Cell]

    @property
    def given(self) -> int:
        return sum(cell.mark is not None for cell in self.cells)

    @property
    def confirmable(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_confirmable]


@dataclass(frozen=True)
class Book:
    """`criteria` is empty where the table of criteria has no coursework stage, or there is no table yet."""

    criteria: Sequence[Criterion]
    rows: Sequence[Row]

    @property
    def columns(self) -> list[Column]:
        return [Column(each, [row.cells[at] for row in self.rows]) for at, each in enumerate(self.criteria)]

    @property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row.cells]

    @property
    def maximum_halves(self) -> int:
        return sum(to_halves(each.maximum) for each in self.criteria)

    @property
    def confirmable(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_confirmable]

    @property
    def given(self) -> int:
        return sum(cell.mark is not None for cell in self.cells)


def book_of(cohort: Cohort, *, only: Collection[int] | None = None) -> Book:
    """The gradebook, of everybody or of some by the keys of their enrolments: the queries grow with neither."""
    rubric = _rubric_of(cohort)
    criteria = list(rubric.criteria.of_coursework()) if rubric else []
    if not criteria:
        return Book((), ())
    people = cohort.enrolments.filter(status__in=LISTED).select_related("person", "organisation")
    enrolments = list(people if only is None else people.filter(pk__in=only))
    keys = [enrolment.pk for enrolment in enrolments]
    marks = _marks_of(keys)
    decided = set(Result.objects.filter(attempt__enrolment__in=keys).values_list("attempt__enrolment", flat=True))
    found = suggestions_for(enrolments, criteria)
    return Book(criteria, [_row(each, criteria, marks, found[each.pk], decided) for each in enrolments])


def row_of(enrolment: Enrolment) -> Row | None:
    """One participant's row; nothing for who is not listed, or where nothing is earned during the course."""
    rows = book_of(enrolment.cohort, only=[enrolment.pk]).rows
    return rows[0] if rows else None


def graded_on(day: DefenceDay) -> QuerySet[Cohort]:
    """The cohorts of a defence day that have a gradebook."""
    stage = {"rules__rubric__criteria__stage": Criterion.Stage.COURSEWORK}
    return Cohort.objects.filter(enrolments__attempts__defences__day=day, **stage).distinct()


def as_suggested(cells: Iterable[Cell]) -> list[Suggested]:
    return [Suggested(each.enrolment.pk, each.criterion.pk, each.suggestion.halves or 0) for each in cells]


def _rubric_of(cohort: Cohort) -> Rubric | None:
    try:
        return rules_of(cohort).rubric
    except ValidationError:  # its programme is not decided yet
        return None


def _marks_of(keys: Sequence[int]) -> dict[tuple[int, int], CourseworkMark]:
    rows = CourseworkMark.objects.filter(enrolment__in=keys).select_related("given_by")
    return {(row.enrolment_id, row.criterion_id): row for row in rows}


def _row(
    enrolment: Enrolment,
    criteria: Sequence[Criterion],
    marks: Mapping[tuple[int, int], CourseworkMark],
    found: Mapping[int, Suggestion],
    decided: Collection[int],
) -> Row:
    is_open = enrolment.status in OPEN and enrolment.pk not in decided
    return Row(
        enrolment,
        [Cell(enrolment, each, marks.get((enrolment.pk, each.pk)), found[each.pk], is_open) for each in criteria],
    )
