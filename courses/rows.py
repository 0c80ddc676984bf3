"""The rows of a list checked one by one and against each other, without a database."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from courses.headers import Field
from courses.listed import Check, RowCheck
from courses.problems import Level, Problem
from courses.reading import read_row
from courses.repeats import mark_duplicates, mark_shared
from courses.sheets import Row

TOTALS = re.compile(r"^\W*(барлығы|жиыны|жалпы саны|итого|всего|total)\b", re.IGNORECASE)


def check(rows: Sequence[Row], mapping: Mapping[int, Field], *, today: date, as_typed: bool = False) -> Check:
    """Every row of a list: alone, then against the others. With `as_typed` no suggested spelling is taken."""
    rows = [row for row in rows if not _is_counting(row)]
    checked = [read_row(row, mapping, today=today, as_typed=as_typed) for row in rows if _is_person(row, mapping)]
    skipped = [row for row in rows if not _is_person(row, mapping)]
    return Check(tuple(_complete(mark_shared(mark_duplicates(checked)))), tuple(skipped))


def _is_counting(row: Row) -> bool:
    """The line 1 | 2 | 3 | 4 under the headings of an official form."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]


def _is_person(row: Row, mapping: Mapping[int, Field]) -> bool:
    """Whether a line tells of a person: not a total, a heading over some rows, a note or a signature below."""
    filled = {column: cell for column, cell in enumerate(row.cells) if cell}
    if any(TOTALS.match(cell) for cell in filled.values()):
        return any(mapping.get(column) is Field.IIN and len(cell) > 8 for column, cell in filled.items())
    known = [column for column in filled if column in mapping]
    return len(known) > 1 or (len(known) == 1 and len(filled) > 1 and any(cell.isdecimal() for cell in filled.values()))


def _complete(rows: Iterable[RowCheck]) -> list[RowCheck]:
    """What is missing is said last, when a second row of the same person has had its chance to supply it."""
    return [row if row.duplicate_of else row.with_problems(*_missing(row)) for row in rows]


def _missing(row: RowCheck) -> list[Problem]:
    said = {problem.field for problem in row.problems if problem.level is Level.ERROR}
    values = row.values
    found = []
    if not values.iin and Field.IIN not in said:
        found.append(Problem(Level.ERROR, "iin_missing", Field.IIN))
    if not values.surname and not said & {Field.SURNAME, Field.FULL_NAME}:
        found.append(Problem(Level.ERROR, "surname_missing", Field.SURNAME))
    elif not values.given_name and not said & {Field.GIVEN_NAME, Field.FULL_NAME}:
        found.append(Problem(Level.ERROR, "given_name_missing", Field.GIVEN_NAME))
    if not (values.organisation or values.bin) and Field.ORGANISATION not in said:
        found.append(Problem(Level.ERROR, "organisation_missing", Field.ORGANISATION))
    if not values.email and not any(problem.field is Field.EMAIL for problem in row.problems):
        found.append(Problem(Level.WARNING, "email_missing", Field.EMAIL))
    return found
