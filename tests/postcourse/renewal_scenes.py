"""Certificates with a last day, and their holders."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any

from django.utils import timezone

from certificates.models import Document, Standing
from certificates.models.imprint import Imprint
from courses.models import Cohort
from people.models import Person
from postcourse.calendar import ALMATY
from tests.cast import make_cohort, make_enrolment, make_person, make_result

LAST_DAY = date(2029, 10, 23)
_numbers = count(500)


def make_certificate(
    person: Person | None = None, *, last_day: date = LAST_DAY, cohort: Cohort | None = None, **fields: Any
) -> Document:
    """Valid through that day, of a course of three years before."""
    issued = last_day.replace(year=last_day.year - 3, day=min(last_day.day, 28))
    cohort = cohort or make_cohort(starts_on=issued, ends_on=issued)
    result = make_result(make_enrolment(cohort, person or make_person()), attested_on=issued)
    return issue(result, last_day=last_day, **fields)


def issue(result: Any, *, last_day: date = LAST_DAY, **fields: Any) -> Document:
    number, holder = next(_numbers), result.attempt.enrolment.person
    values = {
        "kind": "certificate", "is_specimen": False, "year": 2026, "number": number, "code": f"RENEW{number:011d}",
        "issued_on": last_day.replace(year=last_day.year - 3, day=min(last_day.day, 28)), "valid_through": last_day,
        "snapshot": {"number": f"2026-{number:05d}", "name": {"full": holder.full_name}},
    }  # fmt: skip
    return Document.objects.create(result=result, person=holder, **{**values, **fields})


def out_of_force(document: Document, state: str) -> None:
    """As a revocation or a replacement leaves it."""
    imprint, _made = Imprint.objects.get_or_create(digest="0" * 32, text="{}")
    day = document.issued_on
    Standing.objects.create(document=document, code=document.code, state=state, since=day, own={}, imprint=imprint)


def merged(person: Person, **fields: Any) -> Person:
    """Another record of the same human, kept in the place of theirs."""
    kept = make_person(**fields)
    Person.objects.filter(pk=person.pk).update(merged_into=kept)
    return kept


def offered(document: Document, **fields: Any) -> Cohort:
    """The next cohort of the programme, to which people apply by its link."""
    version = document.result.attempt.enrolment.cohort.version
    begins = document.issued_on.replace(year=document.issued_on.year + 3, month=12, day=1)
    values = {"version": version, "status": "enrolling", "starts_on": begins, "ends_on": begins, "apply_token": "join"}
    return make_cohort(**{**values, **fields})


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ALMATY)


def today() -> date:
    return timezone.localdate()
