"""A cohort of any size that is ready for its papers, made in a few statements: for faults and figures, not rules."""

from __future__ import annotations

from random import Random
from typing import Any, TypeVar

from django.utils import timezone

from assessment.models import Attempt, Result
from config.demo.names import Character, invent
from courses.models import Cohort, Enrolment
from people.models import Organisation, Person
from tests.certificates.issued import ready_cohort

AT_ONCE = 1_000
# One of ten did not pass, and gets a statement.
PASSED, NOT_PASSED, OF = "89.5", "44", 10
SCHOOLS = 50
Row = TypeVar("Row", Enrolment, Result)


def ready_crowd(size: int, *, seed: int = 1, **fields: Any) -> Cohort:
    """So many people (two at least) with results, with names as in life and an address of their own each.

    The first two are made as every test makes them; what the others have is copied from the one or the other.
    """
    cohort = ready_cohort(PASSED, NOT_PASSED, attested_on=timezone.localdate(), **fields)
    patterns = list(Result.objects.of_cohort(cohort).select_related("attempt__enrolment").order_by("-passed"))
    people = _people(size - len(patterns), Random(seed))
    kinds = [patterns[n % OF == 0] for n in range(len(people))]
    pairs = list(zip(kinds, people, strict=True))
    enrolments = Enrolment.objects.bulk_create(
        (_copy(kind.attempt.enrolment, person=who, confirmed_name=who.full_name) for kind, who in pairs), AT_ONCE
    )
    attempts = Attempt.objects.bulk_create((Attempt(enrolment=enrolment) for enrolment in enrolments), AT_ONCE)
    Result.objects.bulk_create(
        (_copy(kind, attempt=attempt) for kind, attempt in zip(kinds, attempts, strict=True)), AT_ONCE
    )
    return cohort


def _people(count: int, random: Random) -> list[Person]:
    """Nobody can have these IINs: they are counted."""
    first = 10**11 + Person.objects.count()
    schools = Organisation.objects.bulk_create(
        Organisation(name=f"№ {first + n} мектеп", locality="Қарағанды") for n in range(min(SCHOOLS, count))
    )
    who: list[Character] = [invent(random, n) for n in range(count)]
    return Person.objects.bulk_create(
        (
            Person(
                iin=str(first + n), surname=each.surname, given_name=each.given_name, patronymic=each.patronymic,
                email=f"principal{first + n}@mektep.example", organisation=schools[n % len(schools)],
            )
            for n, each in enumerate(who)
        ),
        AT_ONCE,
    )  # fmt: skip


def _copy(row: Row, **changes: Any) -> Row:
    fields = [field for field in row._meta.concrete_fields if not field.primary_key and field.name not in changes]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields}, **changes)
