"""Whoever wants no digest gets none: by the link in each one without signing in, or on the page of the network."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from people import outbox
from people.locking import lock
from people.models import OutboxMessage, Person
from postcourse.models import DigestRefusal

KIND = "network-digest"
_signer = Signer(salt="postcourse.digest")


def token_of(person: Person) -> str:
    """The number of the record and a signature: nothing else of them can be read out of the link."""
    return _signer.sign(str(person.pk))


def way_out(person: Person) -> str:
    """A page with one button, in the language of the letter; a mail program presses it by itself (RFC 8058)."""
    page = reverse("postcourse:digest_refuse", args=[token_of(person)])
    return f"{settings.SITE_URL}{page}?{urlencode({'lang': person.language})}"


def person_of(token: str) -> Person | None:
    """By the kept record; nobody where the link is not ours, or the person was erased."""
    try:
        number = _signer.unsign(token)
    except BadSignature:
        return None
    person = Person.objects.select_related("merged_into").filter(pk=int(number)).first()
    kept = (person.merged_into or person) if person else None
    return kept if kept and kept.erased_at is None else None


@transaction.atomic
def refuse(person: Person) -> None:
    """From this moment on; a digest that is being written waits here, and one that has not gone out never will."""
    lock([person.pk])
    DigestRefusal.objects.get_or_create(person=person)
    records = Person.objects.records_of(person).order_by().values("pk")
    outbox.withdraw(OutboxMessage.objects.filter(kind=KIND, person__in=records))


@transaction.atomic
def accept(person: Person) -> None:
    """Again; a refusal on a record that was merged into this one ends, too."""
    lock([person.pk])
    refusals_of(person).delete()


def refuses(person: Person) -> bool:
    return refusals_of(person).exists()


def refusals_of(person: Person) -> QuerySet[DigestRefusal]:
    return DigestRefusal.objects.filter(Q(person=person) | Q(person__merged_into=person))
