"""The results of a person, on the person's page: each attempt with its day, who decided and who signed."""

from __future__ import annotations

from assessment.models import Result
from assessment.own_result import sign_of_result
from people.dossier import Section
from people.models import Person, User


def results_of(person: Person, user: User) -> Section | None:
    """The latest first, those of records merged into theirs, too; nothing without a result."""
    records = Person.objects.records_of(person).order_by().values("pk")
    rows = Result.objects.current().filter(attempt__enrolment__person__in=records)
    shown = rows.select_related("attempt__enrolment__cohort", "finalised_by", "confirmed_by")
    found = [(row, sign_of_result(row)) for row in shown.order_by("-attested_on", "-pk")]
    return Section("assessment/_results_of_person.html", {"results": found}) if found else None
