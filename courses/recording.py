"""What a checked list puts on record: schools, people, places in the cohort. Many at once where nobody knew them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses import enrolling
from courses.headers import Field
from courses.models import Cohort, Enrolment
from courses.previewing import Entry, Preview, birth_date_differs, works_elsewhere
from people.languages import Language
from people.locking import lock
from people.models import Organisation, Person, User
from people.names import clean
from people.registering import amend_person, register_organisation, register_organisations, register_people

COME_BACK = frozenset({Enrolment.Status.DECLINED, Enrolment.Status.WITHDRAWN})
SAID = ("surname", "given_name", "patronymic", "email", "phone", "position", "language")
Work = dict[int, Organisation]


def record(plan: Preview, cohort: Cohort, *, by: User | None) -> list[Enrolment]:
    """Record what the list says of everybody on it; returns those who now wait for their admission."""
    entries = [entry for entry in plan.entries if entry.is_admitted or entry.is_updated]
    known = lock(entry.person.pk for entry in entries if entry.person)
    if any(person.merged_into_id for person in known.values()):
        raise ValidationError(_("Records of this list were merged meanwhile: look at it again."), code="merged")
    work = _organisations(entries, by=by)
    people = _people(entries, work, cohort, by=by)
    newcomers = [
        Enrolment(
            person=people[entry.row.number],
            organisation=work[entry.row.number],
            position=entry.values.position,
            project_topic=entry.values.project_topic,
        )
        for entry in entries
        if entry.enrolment is None
    ]
    if newcomers:
        enrolling.enrol_together(cohort, newcomers, by=by)
    settled = [_keep_up(entry, entry.enrolment, work[entry.row.number], by=by) for entry in entries if entry.enrolment]
    return [row for row in (*newcomers, *settled) if row.status == Enrolment.Status.APPLIED]


def _organisations(entries: Iterable[Entry], *, by: User | None) -> Work:
    """The organisation of each row: the one on record, or a new one, the same for all rows that name it."""
    work: Work = {}
    new: dict[tuple[str, str], Organisation] = {}
    numbered = []
    for entry in entries:
        values, number = entry.values, entry.row.number
        if entry.person and entry.person.organisation and not works_elsewhere(values, entry.person, entry.organisation):
            work[number] = entry.person.organisation
        elif values.bin:
            numbered.append(entry)
        elif entry.organisation:
            work[number] = entry.organisation
        else:
            place = clean(values.organisation).casefold(), clean(values.locality).casefold()
            fresh = Organisation(name=values.organisation, locality=values.locality, region=values.region)
            work[number] = new.setdefault(place, fresh)
    register_organisations(list(new.values()), by=by)
    for entry in numbered:  # last, so that a school named above without its BIN gets it
        work[entry.row.number] = register_organisation(
            name=entry.values.organisation,
            locality=entry.values.locality,
            region=entry.values.region,
            bin=entry.values.bin,
            by=by,
        )
    return work


def _people(entries: Iterable[Entry], work: Work, cohort: Cohort, *, by: User | None) -> dict[int, Person]:
    """The person of each row: amended if on record, else put there."""
    people: dict[int, Person] = {}
    new: dict[int, Person] = {}
    for entry in entries:
        number, organisation = entry.row.number, work[entry.row.number]
        if entry.person:
            people[number] = amend_person(entry.person, organisation=organisation, by=by, **_said(entry))
        else:
            said: dict[str, Any] = {"language": Language(cohort.language), **_said(entry)}
            birth_date = entry.values.birth_date
            new[number] = Person(iin=entry.values.iin, birth_date=birth_date, organisation=organisation, **said)
    register_people(list(new.values()), by=by)
    return people | new


def _said(entry: Entry) -> dict[str, Any]:
    """What the list says of a person; where it is silent, the record stands."""
    said: dict[str, Any] = {name: text for name in SAID if (text := getattr(entry.values, name))}
    if entry.person and birth_date_differs(entry.values, entry.person):
        said["birth_date"] = entry.values.birth_date
    return said


def _keep_up(entry: Entry, enrolment: Enrolment, organisation: Organisation, *, by: User | None) -> Enrolment:
    """What the list says of the place in the cohort; an outcome that is decided is not touched any more."""
    if enrolment.status in COME_BACK:
        enrolment = enrolling.enrol(cohort=enrolment.cohort, person=enrolment.person, organisation=organisation, by=by)
    if not enrolment.is_active:
        return enrolment
    said: dict[str, Any] = {"position": entry.values.position, "project_topic": entry.values.project_topic}
    if entry.is_admitted or entry.change(Field.ORGANISATION):
        said["organisation"] = organisation
    return enrolling.amend(enrolment, by=by, **{name: value for name, value in said.items() if value})
