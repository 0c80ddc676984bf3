"""The quiet hours that people chose for themselves, in place of those of the setting."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from people.locking import lock
from people.models import Person, QuietHours, User
from people.quiet import Hours, quiet_until


@transaction.atomic
def choose(person: Person, hours: Hours, *, by: User, now: datetime | None = None) -> None:
    """On the record that was kept, and on no record that was erased meanwhile."""
    row = lock([person.pk])[person.pk]
    if row.erased_at is None:
        chosen = {"begin": hours[0], "end": hours[1], "by": by, "at": now or timezone.now()}
        QuietHours.objects.update_or_create(person_id=row.merged_into_id or row.pk, defaults=chosen)


@transaction.atomic
def forget(person: Person) -> None:
    """The usual hours apply again; what was chosen on a record that was merged into this one ends, too."""
    lock([person.pk])
    QuietHours.objects.filter(_of(person)).delete()


def chosen_by(person: Person) -> QuietHours | None:
    return in_force().filter(_of(person)).first()


def hours_of(person: Person | None) -> Hours | None:
    """Their own, else those of the setting; nobody chooses for a school. None where no hours are quiet."""
    own = chosen_by(person) if person is not None else None
    return (own.begin, own.end) if own else settings.QUIET_HOURS


def in_force() -> QuerySet[QuietHours, QuietHours]:
    """One choice for each human: of the record that was kept, else the latest on those that were merged into it."""
    kept = OuterRef("person__merged_into")
    before = QuietHours.objects.filter(Q(person=kept) | Q(person__merged_into=kept, at__gt=OuterRef("at")))
    return QuietHours.objects.filter(~Exists(before)).order_by("pk")


def quiet_now(now: datetime) -> dict[datetime, Q]:
    """Which of the hours that people chose are quiet at the moment, by when they end: as many as a day has at most."""
    found: dict[datetime, Q] = {}
    for begin, end in QuietHours.objects.order_by().values_list("begin", "end").distinct():
        if until := quiet_until(now, (begin, end)):
            found[until] = found.get(until, Q()) | Q(begin=begin, end=end)
    return found


def written_to(chosen: QuerySet[QuietHours, QuietHours]) -> Q:
    """Messages to whoever chose so, on whichever of their records."""
    kept = chosen.order_by().annotate(human=Coalesce(F("person__merged_into"), F("person"))).values("human")
    merged = Person.objects.filter(merged_into__in=kept).order_by().values("pk")
    return Q(person__in=kept) | Q(person__in=merged)


def _of(person: Person) -> Q:
    kept = person.merged_into_id or person.pk
    return Q(person=kept) | Q(person__merged_into=kept)
