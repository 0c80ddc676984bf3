"""Who belongs to the network of principals: those who have passed a course, and the staff who accompany them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessment.models import Result
from courses.models import Module
from people.models import Person, User
from people.roles import Role

STAFF = (Role.ORGANISER, Role.TRAINER, Role.ADMINISTRATOR)


def passed() -> QuerySet[Result]:
    """Results that the head has confirmed and that no appeal has taken back."""
    return Result.objects.current().confirmed().filter(passed=True)


def is_graduate(user: User) -> bool:
    if not user.is_active or user.person_id is None:
        return False
    return passed().filter(attempt__enrolment__person__in=user.own_records).exists()


def moderates(user: User) -> bool:
    return user.has_role(*STAFF)


def belongs(user: User) -> bool:
    return moderates(user) or is_graduate(user)


def graduates() -> QuerySet[Person]:
    """Their records as they are kept, whichever record the result hangs on."""
    own = Q(attempt__enrolment__person=OuterRef("pk")) | Q(attempt__enrolment__person__merged_into=OuterRef("pk"))
    return Person.objects.current().filter(Exists(passed().filter(own)))


def topics_of(user: User) -> QuerySet[Module]:
    """The modules that they have studied: of each course that they have passed."""
    own = passed().filter(attempt__enrolment__person__in=user.own_records)
    versions = own.order_by().values("attempt__enrolment__cohort__version")
    rows = Module.objects.filter(version__in=versions, is_attestation=False, is_extra=False)
    return rows.order_by("version__programme", "-version__number", "order")
