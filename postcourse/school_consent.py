"""Whether the school of a graduate is told when the certificate expires: only if the graduate agreed, and until they
take it back."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from people import outbox
from people.locking import lock
from people.models import OutboxMessage, Person
from postcourse.models import SchoolConsent
from postcourse.renewal_letters import letters_to_schools_about


def wording(language: str) -> str:
    """What is agreed to, as the person reads it."""
    with override(language):
        return _(
            "I agree that the school where I work is told 90, 30 and 7 days before my certificate expires: my name, "
            "the number of the certificate and its last day. I may take this back at any time."
        )


def standing_consent(person: Person) -> SchoolConsent | None:
    """Given on any record of the human, and not withdrawn."""
    return _standing(person).first()


@transaction.atomic
def agree(person: Person, *, language: str, now: datetime | None = None) -> SchoolConsent:
    """Once while it is in force."""
    lock([person.pk])
    if given := standing_consent(person):
        return given
    return SchoolConsent.objects.create(
        person=person, text=wording(language), language=language, given_at=now or timezone.now()
    )


@transaction.atomic
def take_back(person: Person, *, now: datetime | None = None) -> int:
    """From now on no school is told; what has not gone out yet never will. Returns how many letters that were."""
    lock([person.pk])
    if not _standing(person).update(withdrawn_at=now or timezone.now()):
        raise ValidationError(_("There is no consent in force."))
    return outbox.withdraw(_letters(person))


def _standing(person: Person) -> QuerySet[SchoolConsent, SchoolConsent]:
    records = Person.objects.records_of(person).order_by().values("pk")
    return SchoolConsent.objects.filter(person__in=records, withdrawn_at=None)


def _letters(person: Person) -> QuerySet[OutboxMessage, OutboxMessage]:
    records = Person.objects.records_of(person).values_list("pk", flat=True)
    return letters_to_schools_about(list(records))
