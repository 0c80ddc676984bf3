"""The people of the two months: certificates that expire one after the other, schools that may be told or not."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.db import connection

from assessment.models import Attempt, Result
from certificates.models import Document
from courses.models import Enrolment
from people.models import Organisation, Person
from postcourse.models import SchoolConsent
from tests.cast import make_cohort, make_enrolment, make_person, make_provider, make_result
from tests.crowd import AT_ONCE, _copy
from tests.faults.post import NOBODY

# Of a hundred: whose address does not exist, and whose school is told.
GONE, AGREE = 3, 15
LONGEST = 150  # days from the first one to the last day


def make_many(count: int, *, begins: date, random: Random) -> list[Document]:
    """So many people, each with a certificate in force."""
    make_provider()
    cohort = make_cohort(starts_on=begins, ends_on=begins, status="closed")
    pattern = make_result(make_enrolment(cohort, make_person(email="pattern@mektep.example")), attested_on=begins)
    people = _people(count, random)
    enrolment = pattern.attempt.enrolment
    enrolments = Enrolment.objects.bulk_create((_copy(enrolment, person=who) for who in people), AT_ONCE)
    attempts = Attempt.objects.bulk_create((Attempt(enrolment=each) for each in enrolments), AT_ONCE)
    results = Result.objects.bulk_create((_copy(pattern, attempt=each) for each in attempts), AT_ONCE)
    documents = Document.objects.bulk_create(
        (
            Document(
                kind="certificate", is_specimen=False, year=2026, number=n + 1, code=f"MONTH{n:011d}", result=result,
                person=people[n], issued_on=begins, valid_through=begins + timedelta(days=random.randint(1, LONGEST)),
                snapshot={"number": f"2026-{n + 1:05d}", "name": {"full": people[n].full_name}},
            )
            for n, result in enumerate(results)
        ),
        AT_ONCE,
    )  # fmt: skip
    agreed = [who for who in people if random.randrange(100) < AGREE]
    SchoolConsent.objects.bulk_create(SchoolConsent(person=who, text="Келісемін", language="kk") for who in agreed)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # nobody waits here until the database finds out how many there are
    return documents


def _people(count: int, random: Random) -> list[Person]:
    schools = Organisation.objects.bulk_create(
        Organisation(name=f"№ {n} мектеп", locality="Теміртау", email=f"school{n}@mektep.example") for n in range(count)
    )
    names = [NOBODY if random.randrange(100) < GONE else "principal" for _n in range(count)]
    return Person.objects.bulk_create(
        (
            Person(
                iin=str(10**11 + n), surname="Нұрғалиева", given_name=f"Гүл{n}", email=f"{name}{n}@mektep.example",
                organisation=schools[n],
            )
            for n, name in enumerate(names)
        ),
        AT_ONCE,
    )  # fmt: skip
