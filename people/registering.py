"""People and organisations come on record here and are amended here; the keys of order and search are kept right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from people import indexing, refusals
from people.following import follow
from people.iin import birth_date as born
from people.iin import validate_bin, validate_iin
from people.languages import Language
from people.models import Organisation, Person, User
from people.names import clean

CLEANED = frozenset({"surname", "given_name", "patronymic", "position"})
BATCH = 500
AMENDABLE = CLEANED | {"iin", "birth_date", "email", "phone", "language", "organisation"}


@transaction.atomic
def register_person(
    *,
    iin: str,
    surname: str,
    given_name: str,
    patronymic: str = "",
    birth_date: date | None = None,
    email: str = "",
    phone: str = "",
    language: Language | str = Language.KK,
    organisation: Organisation | None = None,
    position: str = "",
    by: User | None,
) -> Person:
    """Put a person on record under their IIN, which nobody else may have."""
    validate_iin(iin)
    person = Person(
        iin=iin, birth_date=birth_date or born(iin), phone=phone.strip(), language=language, organisation=organisation,
        position=clean(position), email=email.strip().lower(),
        surname=clean(surname), given_name=clean(given_name), patronymic=clean(patronymic),
    )  # fmt: skip
    _save(person, by=by)
    return person


@transaction.atomic
def register_people(people: Sequence[Person], *, by: User | None) -> None:
    """Put many people on record, each checked as one would be, in a handful of statements."""
    for person in people:
        for name in CLEANED:
            setattr(person, name, clean(getattr(person, name)))
        validate_iin(person.iin)
        _make_ready(person, by=by)
    if Person.objects.filter(iin__in=[person.iin for person in people]).exists():
        raise _iin_taken()
    try:
        with transaction.atomic():
            bulk_create_with_history(people, Person, batch_size=BATCH, default_user=by)
            indexing.index(people)
    except IntegrityError as error:
        raise _iin_taken() from error


@transaction.atomic
def amend_person(person: Person, *, by: User | None, **fields: Any) -> Person:
    """Change what is given, and only if it differs: an amendment that changes nothing leaves no trace."""
    if unknown := fields.keys() - AMENDABLE:
        raise TypeError(f"not amendable: {', '.join(sorted(unknown))}")
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.erased_at:
        raise ValidationError(
            _("The data of this person were erased: nothing is written in their place."), code="erased"
        )
    cleaned = {name: clean(value) if name in CLEANED else value for name, value in fields.items()}
    if "email" in cleaned:
        cleaned["email"] = cleaned["email"].strip().lower()
    changed = {name: value for name, value in cleaned.items() if getattr(row, name) != value}
    if changed:
        if "email" in changed:
            refusals.clear(row.email)
        for name, value in changed.items():
            setattr(row, name, value)
        validate_iin(row.iin)
        _save(row, by=by)
        follow(row, by=by)
    return row


@transaction.atomic
def register_organisation(
    *,
    name: str,
    kind: str = "",
    locality: str = "",
    bin: str | None = None,
    region: str = "",
    email: str = "",
    phone: str = "",
    by: User | None,
) -> Organisation:
    """The organisation on record with this BIN, or this name and place; put on record if there is none."""
    name, locality, bin = clean(name), clean(locality), bin or None
    if bin:
        validate_bin(bin)
    found = _known(name, locality, bin)
    if found is not None and not (bin and found.bin is None):
        return found
    if not name:
        raise ValidationError(_("No organisation is on record with this BIN: write its name, too."), code="no_name")
    row = found or Organisation(name=name, kind=kind, locality=locality, region=region, email=email, phone=phone)
    row.bin = bin
    indexing.key_organisation(row)
    row._history_user = by  # type: ignore[attr-defined]
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # put on record meanwhile, by whoever else has it in their list
        if (first := _known(name, locality, bin)) is None:
            raise
        return first
    return row


@transaction.atomic
def register_organisations(organisations: Sequence[Organisation], *, by: User | None) -> None:
    """Put many organisations on record that nobody knew, in a handful of statements."""
    for row in organisations:
        row.name, row.locality = clean(row.name), clean(row.locality)
        indexing.key_organisation(row)
        row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            bulk_create_with_history(organisations, Organisation, batch_size=BATCH, default_user=by)
    except IntegrityError:  # one of them came on record meanwhile: each is looked for again
        for row in organisations:
            kept = register_organisation(
                name=row.name, locality=row.locality, region=row.region, email=row.email, phone=row.phone, by=by
            )
            row.pk, row._state.adding = kept.pk, False


def work_of(*, name: str, locality: str, bin: str, by: User | None) -> Organisation | None:
    """The place of work as a form has it; nothing where the form says nothing of it."""
    return register_organisation(name=name, locality=locality, bin=bin, by=by) if name or bin else None


@transaction.atomic
def amend_organisation(organisation: Organisation, *, by: User | None, **fields: Any) -> Organisation:
    """Correct what is on record of an organisation."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if fields.get("email", row.email) != row.email:
        refusals.clear(row.email)
    for name, value in fields.items():
        setattr(row, name, value)
    indexing.key_organisation(row)
    row._history_user = by  # type: ignore[attr-defined]
    row.full_clean()
    row.save()
    return row


def _known(name: str, locality: str, bin: str | None) -> Organisation | None:
    if bin and (by_number := Organisation.objects.filter(bin=bin).first()):
        return by_number
    same = Organisation.objects.filter(name__iexact=name, locality__iexact=locality)
    return (same.filter(bin=None) if bin else same).order_by("pk").first()


def _save(person: Person, *, by: User | None) -> None:
    _make_ready(person, by=by)
    if Person.objects.filter(iin=person.iin).exclude(pk=person.pk).exists():
        raise _iin_taken()
    try:
        with transaction.atomic():
            person.save()
            indexing.reindex(person)
    except IntegrityError as error:
        raise _iin_taken() from error


def _make_ready(person: Person, *, by: User | None) -> None:
    """The keys of order and search, the author of the history, and the check of every field."""
    indexing.key_person(person)
    person._history_user = by  # type: ignore[attr-defined]
    # What it refers to is a row in hand: no question to the database for each.
    person.full_clean(exclude={"organisation", "merged_into"}, validate_unique=False, validate_constraints=False)


def _iin_taken() -> ValidationError:
    return ValidationError(_("Another person is on record with this IIN."), code="iin_taken")
