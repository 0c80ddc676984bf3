"""A cohort that is ready for its documents, and documents that are issued the way the head issues them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from assessment.models import Result
from certificates import issuing, reissuing
from certificates.models import Batch, Document
from courses.models import Cohort
from people.models import User
from tests.cast import aigul, bolat, make_cohort, make_enrolment, make_person, make_provider, make_result


def user(email: str) -> User | None:
    return User.objects.filter(email=email).first()


def organiser() -> User:
    return user("aigul@institute.example") or aigul()


def head() -> User:
    return user("bolat@institute.example") or bolat()


def ready_cohort(*exact: str, attested_on: date | None = None, **fields: Any) -> Cohort:
    """A cohort of so many people with these points; the provider and the head are on record."""
    make_provider()
    head()
    cohort = make_cohort(**fields)
    for points in exact or ("89.5",):
        add_result(cohort, points, attested_on=attested_on)
    return cohort


def add_result(cohort: Cohort, exact: str, *, attested_on: date | None = None, **person: Any) -> Result:
    made = make_person(**person)
    enrolment = make_enrolment(cohort, made, name_confirmed_at=timezone.now(), confirmed_name=made.full_name)
    return make_result(enrolment, exact, attested_on=attested_on or timezone.localdate())


def prepared(*exact: str, issued_on: date | None = None, **fields: Any) -> Batch:
    day = issued_on or timezone.localdate()
    return issuing.prepare(ready_cohort(*exact, attested_on=day, **fields), issued_on=day, by=organiser())


def issued(*exact: str, issued_on: date | None = None, **fields: Any) -> list[Document]:
    """Certificates first, then statements, as the batch orders them."""
    return issuing.sign(prepared(*exact, issued_on=issued_on, **fields), by=head())


def certificate(**fields: Any) -> Document:
    return issued("89.5", **fields)[0]


def statement(**fields: Any) -> Document:
    return issued("44", **fields)[0]


def duplicate_of(old: Document, number: int = 214) -> Document:
    """Another paper for the same result, as the flow of duplicates issues it: one that says what it replaces."""
    printed = f"{old.year}-{number:05d}"
    return Document.objects.create(
        kind=Document.Kind.DUPLICATE,
        is_specimen=old.is_specimen,
        year=old.year,
        number=number,
        code="Z" * 15 + "0",
        result=old.result,
        person=old.person,
        issued_on=timezone.localdate(),
        valid_through=old.valid_through,
        supersedes=old,
        snapshot={**old.snapshot, "kind": "duplicate", "number": printed},
    )


def as_user(user: User) -> Client:
    """A browser of theirs, in English, so that sentences can be compared."""
    user.language = "en"
    user.save()
    client = Client()
    client.force_login(user)
    return client


def asked(old: Document, reason: str = "lost", *, issued_on: date | None = None, **fields: Any) -> Batch:
    """The organiser asks for another paper in place of this one."""
    day = issued_on or timezone.localdate()
    wanted = {"ground": "өтініш № 12", "by": organiser(), **fields}
    return reissuing.request(old, reason=reason, issued_on=day, **wanted)


def reissued(old: Document, reason: str = "lost", **fields: Any) -> Document:
    """The same, signed by the head."""
    return reissuing.sign(asked(old, reason, **fields), by=head())[0]


def rename(document: Document, surname: str) -> None:
    """The name is put right on the person's page, and confirmed by its bearer."""
    person = document.person
    person.surname = surname
    person.save()
    enrolment = document.result.attempt.enrolment
    enrolment.confirmed_name, enrolment.name_confirmed_at = person.full_name, timezone.now()
    enrolment.save()
