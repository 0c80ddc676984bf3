"""Where e-mail reaches somebody: the address on record on the day on which it goes out."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from people.models import Organisation, OutboxMessage, Person

AT_ONCE = 500  # addresses of a question


def address_of(person: Person | None, organisation: Organisation | None = None) -> str:
    """Where e-mail reaches them, if anywhere: an address that several people share is nobody's own (design §2)."""
    if person is not None:
        person = person.merged_into or person  # one human has one address: that of the record that was kept
        others = Person.objects.filter(email=person.email, merged_into=None).exclude(pk=person.pk)
        return "" if not person.email or others.exists() else person.email
    return organisation.email if organisation is not None else ""


def addresses_of(people: Iterable[Person]) -> dict[int, str]:
    """`address_of` of many people, by their keys, with a query for every few hundred of them."""
    kept = {person.pk: person.merged_into or person for person in people}
    emails = sorted({person.email for person in kept.values()} - {""})
    shared: set[str] = set()
    for start in range(0, len(emails), AT_ONCE):
        held = Person.objects.filter(email__in=emails[start : start + AT_ONCE], merged_into=None)
        counted = held.order_by().values("email").annotate(n=Count("pk"))
        shared |= set(counted.filter(n__gt=1).values_list("email", flat=True))
    return {pk: "" if person.email in shared else person.email for pk, person in kept.items()}


def address_today(message: OutboxMessage) -> str:
    """Its own while it is still on record of whoever it is for, or is nobody's on record; else the one that is."""
    person, organisation = message.person, message.organisation
    if person is not None:
        known = {person.email, person.merged_into.email if person.merged_into else ""}
    else:
        known = {organisation.email if organisation else message.to_email}
    return message.to_email if message.to_email in known else address_of(person, organisation)
