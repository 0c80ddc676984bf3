"""A list against the database: who is new, who is updated and how, who repeats, who cannot be admitted and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from courses.headers import NAMES, Field
from courses.listed import Check, RowCheck, Values
from courses.matching import Records, records_for
from courses.models import Enrolment, ListImport
from courses.problems import Level, Problem
from courses.rows import check
from courses.sheets import Row
from people.iin import birth_date
from people.models import Organisation, Person
from people.names import clean

Status = Enrolment.Status
# Whom the import admits: those who are not on the list yet, who have applied, and who were let go and come back.
ADMISSIBLE = frozenset({Status.APPLIED, Status.DECLINED, Status.WITHDRAWN})
# What a list and a record say in the same words.
PLAIN = (Field.EMAIL, Field.PHONE, Field.POSITION, Field.LANGUAGE)
GONE = frozenset({Status.TRANSFERRED, Status.EXPELLED})


class Kind(StrEnum):
    """What becomes of a row, in the order of the page: what needs a person first."""

    ERROR = "error"
    WARNING = "warning"
    UPDATE = "update"
    DUPLICATE = "duplicate"
    NEW = "new"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """What is on record and what the list says instead."""

    field: Field
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the list with what it would do."""

    row: RowCheck
    kind: Kind
    person: Person | None = None
    organisation: Organisation | None = None
    enrolment: Enrolment | None = None
    changes: tuple[Change, ...] = ()

    @property
    def values(self) -> Values:
        return self.row.values

    @property
    def is_taken(self) -> bool:
        """Whether admission reads this row: errors are left out, a repetition is in the first row already."""
        return self.kind is not Kind.ERROR and self.row.duplicate_of is None

    @property
    def is_admitted(self) -> bool:
        """Whether the person enters the cohort by this row."""
        return self.is_taken and (self.enrolment is None or self.enrolment.status in ADMISSIBLE)

    @property
    def is_updated(self) -> bool:
        """Whether what is on record of somebody who is in the cohort already changes."""
        return self.is_taken and not self.is_admitted and bool(self.changes)

    def change(self, field: Field) -> Change | None:
        return next((change for change in self.changes if change.field is field), None)


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole list, problems first, and what pressing the button would do."""

    entries: tuple[Entry, ...]
    skipped: tuple[Row, ...]
    missing: tuple[Field, ...]

    @property
    def counts(self) -> Counter[Kind]:
        return Counter(entry.kind for entry in self.entries)

    @property
    def admitted(self) -> int:
        return sum(entry.is_admitted for entry in self.entries)

    @property
    def updated(self) -> int:
        return sum(entry.is_updated for entry in self.entries)

    @property
    def rejected(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.kind is Kind.ERROR)

    @property
    def duplicates(self) -> int:
        return sum(entry.row.duplicate_of is not None for entry in self.entries)

    @property
    def missing_labels(self) -> str:
        return ", ".join(str(field.label) for field in self.missing)

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """The rows of one kind; all of them for a kind that is none."""
        chosen = tuple(entry for entry in self.entries if entry.kind == kind)
        return chosen if kind in set(Kind) else self.entries


def preview(listed: ListImport, *, today: date) -> Preview:
    """What the uploaded list would change; it changes nothing itself."""
    checked = check_of(listed, today=today)
    records = records_for(listed.cohort, (row.values for row in checked.rows))
    entries = _entries(checked.rows, records)
    order = {kind: place for place, kind in enumerate(Kind)}
    return Preview(
        tuple(sorted(entries, key=lambda entry: order[entry.kind])),
        checked.skipped,
        missing_columns(mapping_of(listed)),
    )


def check_of(listed: ListImport, *, today: date) -> Check:
    rows = [Row(number, tuple(cells)) for number, cells in listed.content["rows"]]
    return check(rows, mapping_of(listed), today=today, as_typed=bool(listed.content.get("as_typed")))


def mapping_of(listed: ListImport) -> dict[int, Field]:
    return {int(column): Field(name) for column, name in listed.mapping.items()}


def missing_columns(mapping: dict[int, Field]) -> tuple[Field, ...]:
    """The columns without which no row can be admitted, and that no heading named."""
    have = set(mapping.values())
    missing = [Field.IIN] if Field.IIN not in have else []
    if not have & NAMES:
        missing.append(Field.FULL_NAME)
    if not have & {Field.ORGANISATION, Field.BIN}:
        missing.append(Field.ORGANISATION)
    return tuple(missing)


def _entries(rows: Iterable[RowCheck], records: Records) -> list[Entry]:
    """Each row with what it would do; two IINs of records that were merged are one person, too."""
    entries: list[Entry] = []
    first_rows: dict[int, int] = {}
    for row in rows:
        person = records.people.get(row.values.iin)
        if person and row.duplicate_of is None and (first := first_rows.get(person.pk)):
            repeats = Problem(Level.NOTE, "duplicate", Field.IIN, {"row": str(first)})
            row = replace(row.with_problems(repeats), duplicate_of=first)
        entries.append(_entry(row, records))
        if person and entries[-1].is_taken:
            first_rows[person.pk] = row.number
    return entries


def _entry(row: RowCheck, records: Records) -> Entry:
    if row.duplicate_of is not None:
        return Entry(row, Kind.DUPLICATE)
    person = records.people.get(row.values.iin)
    organisation = records.organisation(row.values)
    enrolment = records.here.get(person.pk) if person else None
    row = _beside_the_record(row, person).with_problems(*_obstacles(row, person, organisation, enrolment, records))
    if row.has_errors:
        return Entry(row, Kind.ERROR, person, organisation, enrolment)
    changes = _changes(row.values, person, organisation, enrolment) if person else ()
    return Entry(row, _kind(row, enrolment, changes), person, organisation, enrolment, changes)


def _beside_the_record(row: RowCheck, person: Person | None) -> RowCheck:
    """Where the list has no e-mail, the one on record stays: that is said, for letters go there."""
    if person is None or not person.email or row.values.email:
        return row
    kept = Problem(Level.WARNING, "email_kept", Field.EMAIL, {"email": person.email})
    return replace(row, problems=(*(each for each in row.problems if each.code != "email_missing"), kept))


def _kind(row: RowCheck, enrolment: Enrolment | None, changes: tuple[Change, ...]) -> Kind:
    settled = enrolment is not None and enrolment.status not in ADMISSIBLE
    if settled and not changes:
        return Kind.SAME
    if row.has_warnings:
        return Kind.WARNING
    return Kind.UPDATE if changes else Kind.NEW


def _obstacles(
    row: RowCheck,
    person: Person | None,
    organisation: Organisation | None,
    enrolment: Enrolment | None,
    records: Records,
) -> list[Problem]:
    """What only the database knows: studies elsewhere, was here before, an unknown BIN, another's e-mail."""
    found = []
    if row.values.bin and not row.values.organisation and organisation is None:
        found.append(Problem(Level.ERROR, "organisation_unknown", Field.BIN))
    if person and enrolment is None and (other := records.elsewhere.get(person.pk)):
        where = {"cohort": other.cohort.name, "enrolment": str(other.pk)}
        found.append(Problem(Level.ERROR, "studies_elsewhere", Field.IIN, where))
    if enrolment and enrolment.status in GONE:
        found.append(Problem(Level.ERROR, "left_cohort", Field.IIN, {"status": enrolment.status}))
    elif enrolment and enrolment.status in ADMISSIBLE - {Status.APPLIED}:
        found.append(Problem(Level.WARNING, "comes_back", Field.IIN, {"status": enrolment.status}))
    if owner := records.other_owner(row.values, person):
        found.append(Problem(Level.WARNING, "email_on_record", Field.EMAIL, {"person": owner.full_name}))
    return found


def _changes(
    values: Values, person: Person, organisation: Organisation | None, enrolment: Enrolment | None
) -> tuple[Change, ...]:
    """What of a person on record the list contradicts; its silence contradicts nothing."""
    found = []
    if name_differs(values, person):
        found.append(Change(Field.FULL_NAME, person.full_name, values.full_name))
    if works_elsewhere(values, person, organisation):
        new = str(organisation) if organisation else ", ".join(filter(None, (values.organisation, values.locality)))
        found.append(Change(Field.ORGANISATION, str(person.organisation or ""), new))
    for field in PLAIN:
        new, old = getattr(values, field.value), getattr(person, field.value)
        if new and new != old:
            found.append(Change(field, old, new))
    if birth_date_differs(values, person):
        old = f"{person.birth_date:%d.%m.%Y}" if person.birth_date else ""
        found.append(Change(Field.BIRTH_DATE, old, f"{values.birth_date:%d.%m.%Y}"))
    if enrolment and enrolment.is_active and values.project_topic not in {"", enrolment.project_topic}:
        found.append(Change(Field.PROJECT_TOPIC, enrolment.project_topic, values.project_topic))
    return tuple(found)


def name_differs(values: Values, person: Person) -> bool:
    """Whether the list spells the name differently; a patronymic that it leaves out is not taken away."""
    parts = ((values.surname, person.surname), (values.given_name, person.given_name))
    return any(new != old for new, old in parts) or bool(values.patronymic and values.patronymic != person.patronymic)


def birth_date_differs(values: Values, person: Person) -> bool:
    """Whether the list itself gives another date of birth; one that follows from the IIN is no news."""
    return values.birth_date not in {None, person.birth_date, birth_date(values.iin)}


def works_elsewhere(values: Values, person: Person, organisation: Organisation | None) -> bool:
    """Whether the list names another place of work than the one on record."""
    on_record = person.organisation
    if on_record is None:
        return True
    if organisation is not None:
        return organisation.pk != on_record.pk
    same_name = clean(values.organisation).casefold() == on_record.name.casefold()
    return not (same_name and not values.locality and not values.bin)
