"""The rows of a list against each other: the same person twice, one address for several people."""

from collections.abc import Iterable
from dataclasses import fields, replace

from courses.headers import Field
from courses.listed import RowCheck, Values
from courses.problems import Level, Problem
from people import names


def mark_duplicates(rows: Iterable[RowCheck]) -> list[RowCheck]:
    """The second row of an IIN goes into the first, which takes from it what it lacks itself."""
    marked: list[RowCheck] = []
    firsts: dict[str, int] = {}
    for row in rows:
        place = firsts.get(row.values.iin)
        if place is None or not row.values.iin:
            firsts[row.values.iin] = len(marked)
            marked.append(row)
            continue
        first = marked[place]
        if _is_another_person(first.values, row.values):
            marked.append(
                row.with_problems(Problem(Level.ERROR, "iin_of_another", Field.IIN, {"row": str(first.number)}))
            )
            continue
        marked[place] = replace(first, values=_filled(first.values, row.values))
        marked.append(replace(row.with_problems(_repetition(first, row)), duplicate_of=first.number))
    return marked


def _is_another_person(one: Values, other: Values) -> bool:
    """Neither surname nor given name agrees, by sound: somebody's number was copied into the next row."""
    pairs = ((one.surname, other.surname), (one.given_name, other.given_name))
    return all(first and second and names.fold(first) != names.fold(second) for first, second in pairs)


def _repetition(first: RowCheck, row: RowCheck) -> Problem:
    params = {"row": str(first.number)}
    if names.fold(first.values.full_name) == names.fold(row.values.full_name) or not row.values.full_name:
        return Problem(Level.NOTE, "duplicate", Field.IIN, params)
    return Problem(Level.WARNING, "duplicate_differs", Field.SURNAME, {**params, "first": first.values.full_name})


def _filled(values: Values, other: Values) -> Values:
    missing = {part.name: getattr(other, part.name) for part in fields(values) if not getattr(values, part.name)}
    return replace(values, **missing)


def mark_shared(rows: list[RowCheck]) -> list[RowCheck]:
    holders: dict[str, list[RowCheck]] = {}
    for row in rows:
        if row.values.email and row.duplicate_of is None:
            holders.setdefault(row.values.email, []).append(row)
    marked = []
    for row in rows:
        others = [other for other in holders.get(row.values.email, ()) if other is not row]
        if others and row.duplicate_of is None:
            row = row.with_problems(Problem(Level.WARNING, "email_shared", Field.EMAIL, {"row": str(others[0].number)}))
        marked.append(row)
    return marked
