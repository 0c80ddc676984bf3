"""What is on record of the people and schools of a list: a handful of queries, however long the list."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from courses.listed import Values
from courses.models import Cohort, Enrolment
from people.models import Organisation, Person
from people.names import clean


@dataclass(frozen=True, slots=True)
class Records:
    """People by IIN, their enrolments in the programme, and the organisations that the list may mean."""

    people: dict[str, Person]
    here: dict[int, Enrolment]
    elsewhere: dict[int, Enrolment]
    by_bin: dict[str, Organisation]
    by_name: dict[tuple[str, str], Organisation]
    by_email: dict[str, list[Person]]

    def other_owner(self, values: Values, person: Person | None) -> Person | None:
        """Somebody else on record who has the e-mail of this row."""
        return next((each for each in self.by_email.get(values.email, ()) if each != person), None)

    def organisation(self, values: Values) -> Organisation | None:
        """The organisation on record with this BIN, or with this name and place."""
        if values.bin and (found := self.by_bin.get(values.bin)):
            return found
        found = self.by_name.get(_place(values.organisation, values.locality))
        return None if found and found.bin and values.bin else found


def records_for(cohort: Cohort, rows: Iterable[Values]) -> Records:
    """Everything that the check and the admission of these rows need to know."""
    wanted = list(rows)
    people = _people({values.iin for values in wanted if values.iin})
    keys = {person.pk for person in people.values()}
    enrolments = Enrolment.objects.filter(
        Q(person__in=keys) | Q(person__merged_into__in=keys), programme=cohort.version.programme_id
    ).select_related("cohort__version__programme", "person", "organisation")
    here, elsewhere = {}, {}
    for enrolment in enrolments:
        if enrolment.cohort_id == cohort.pk and enrolment.person_id in keys:
            here[enrolment.person_id] = enrolment
        elif enrolment.status in Enrolment.ACTIVE:
            elsewhere[enrolment.person.merged_into_id or enrolment.person_id] = enrolment
    organisations = list(
        Organisation.objects.filter(
            Q(bin__in={values.bin for values in wanted if values.bin})
            | Q(name__in={clean(values.organisation) for values in wanted if values.organisation})
        ).order_by("-pk")
    )
    return Records(
        people=people,
        here=here,
        elsewhere=elsewhere,
        by_bin={each.bin: each for each in organisations if each.bin},
        by_name={_place(each.name, each.locality): each for each in organisations},
        by_email=_owners({values.email for values in wanted if values.email}),
    )


def _people(numbers: Collection[str]) -> dict[str, Person]:
    """Who is on record under these IINs; of a record merged into another, the other."""
    found = Person.objects.filter(iin__in=numbers).select_related("organisation", "merged_into__organisation")
    return {person.iin: person.merged_into or person for person in found}


def _owners(addresses: Collection[str]) -> dict[str, list[Person]]:
    """Who on record has these addresses: schools share theirs, and a successor inherits a mailbox."""
    owners: dict[str, list[Person]] = {}
    for person in Person.objects.current().filter(email__in=addresses):
        owners.setdefault(person.email, []).append(person)
    return owners


def _place(name: str, locality: str) -> tuple[str, str]:
    return clean(name).casefold(), clean(locality).casefold()
