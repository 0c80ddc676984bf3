"""Which surname and which school somebody had, from when to when, and who wrote the change down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from people.models import Organisation, Person, User


@dataclass(frozen=True)
class Spell:
    """`until` is empty for what is on record today; `by` wrote down its beginning."""

    value: str
    since: datetime
    until: datetime | None
    by: User | None


@dataclass(frozen=True)
class Formerly:
    surnames: list[Spell]
    schools: list[Spell]

    def __bool__(self) -> bool:
        return len(self.surnames) > 1 or len(self.schools) > 1


def formerly(person: Person) -> Formerly:
    """The newest first. A school is called what it is called today; one query for the names of all."""
    history: Any = person.history
    rows = list(history.select_related("history_user").order_by("history_date", "history_id"))
    schools = Organisation.objects.in_bulk({row.organisation_id for row in rows if row.organisation_id})
    return Formerly(
        _spells(rows, lambda row: row.surname),
        _spells(rows, lambda row: str(schools.get(row.organisation_id) or "–")),
    )


def erased_by(person: Person) -> User | None:
    """Who erased the data: the author of the first state of the record that says so."""
    history: Any = person.history
    row = history.filter(erased_at__isnull=False).select_related("history_user").order_by("history_id").first()
    return row.history_user if row else None


def _spells(rows: Iterable[Any], value_of: Callable[[Any], str]) -> list[Spell]:
    spells: list[Spell] = []
    for row in rows:
        value = value_of(row)
        if spells and spells[-1].value == value:
            continue
        if spells:
            spells[-1] = Spell(spells[-1].value, spells[-1].since, row.history_date, spells[-1].by)
        spells.append(Spell(value, row.history_date, None, row.history_user))
    return spells[::-1]
