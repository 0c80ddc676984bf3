"""The panel of the person's page that leads to what is held on them, and, for the administrator, to its erasure."""

from __future__ import annotations

from people.dossier import Section
from people.former import erased_by
from people.models import Person, User
from people.roles import Role


def personal_data(person: Person, user: User) -> Section:
    may_erase = user.has_role(Role.ADMINISTRATOR) and not person.erased_at and not person.merged_into_id
    author = erased_by(person) if person.erased_at else None
    return Section("config/_data_of_person.html", {"person": person, "may_erase": may_erase, "erased_by": author})
