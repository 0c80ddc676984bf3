"""What the page of a person says of their courses."""

from __future__ import annotations

from courses.models import Enrolment
from people.dossier import Section
from people.models import Person, User


def enrolments_of(person: Person, user: User) -> Section:
    rows = Enrolment.objects.visible_to(user).filter(person=person).select_related("cohort__version", "organisation")
    return Section("courses/_enrolments_of_person.html", {"enrolments": rows.order_by("-cohort__starts_on", "-pk")})
