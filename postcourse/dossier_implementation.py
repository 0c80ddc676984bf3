"""The projects of a person in practice, on the person's page."""

from __future__ import annotations

from people.dossier import Section
from people.models import Person, User
from postcourse.models import Implementation


def projects(person: Person, user: User) -> Section | None:
    """The newest first, those of records merged into theirs, too; nothing where there is none."""
    records = Person.objects.records_of(person).order_by().values("pk")
    rows = Implementation.objects.visible_to(user).filter(plan__attempt__enrolment__person__in=records)
    shown = list(rows.with_people().order_by("-created_at", "-pk"))
    return Section("postcourse/_projects_of_person.html", {"projects": shown}) if shown else None
