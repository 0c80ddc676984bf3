"""Who is expected when, and when a trainer has said to be free: what every choice of a time looks at."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from people.models import Person, User
from postcourse.holding import BINDING, places_of, places_touched
from postcourse.models import Consultation, Discussion, FreeHours, HoursException, Webinar
from postcourse.week import Hours, Otherwise, Week


def week_of(trainer: User | None) -> Week:
    """What the trainer has published; of absences those that are not over."""
    if trainer is None:
        return Week()
    hours = FreeHours.objects.filter(trainer=trainer)
    otherwise = HoursException.objects.filter(trainer=trainer, last__gte=timezone.localdate() - timedelta(days=1))
    return Week(
        tuple(Hours(row.weekday, row.begins, row.ends, row.place) for row in hours),
        tuple(Otherwise(row.first, row.last, row.is_free, row.begins, row.ends, row.place) for row in otherwise),
    )


def busy(trainer: User | None, *, besides: Consultation | None = None) -> set[datetime]:
    """When somebody is expected at the trainer's, one person or several, or at a webinar that they hold."""
    if trainer is None:
        return set()
    alone = Consultation.objects.filter(trainer=trainer, discussion=None)
    several = Discussion.objects.filter(trainer=trainer, status=Discussion.Status.OPEN)
    group = {
        at for starts_at, minutes in several.values_list("starts_at", "minutes") for at in places_of(starts_at, minutes)
    }
    return _times(alone, besides) | group | _hosted(trainer)


def _hosted(trainer: User) -> set[datetime]:
    announced = Webinar.objects.announced().filter(host=trainer).order_by()
    return {at for times in announced.values_list("starts_at", "ends_at") for at in places_touched(*times)}


def engaged(consultation: Consultation) -> set[datetime]:
    """When the same person is expected elsewhere."""
    return _times(_of(consultation.person), consultation)


def engaged_of(person: Person) -> set[datetime]:
    return _times(_of(person), None)


def bound(consultation: Consultation) -> set[datetime]:
    """When the same person was invited elsewhere: what is only planned gives way."""
    return _times(_of(consultation.person).filter(status__in=BINDING), consultation)


def _of(person: Person) -> QuerySet[Consultation]:
    kept = person.merged_into_id or person.pk
    whose = Q(plan__attempt__enrolment__person=kept) | Q(plan__attempt__enrolment__person__merged_into=kept)
    return Consultation.objects.filter(whose)


def _times(consultations: QuerySet[Consultation], besides: Consultation | None) -> set[datetime]:
    taken = consultations.filter(status__in=Consultation.OPEN).values_list("pk", "starts_at", "minutes")
    return {
        at
        for pk, starts_at, minutes in taken
        if besides is None or pk != besides.pk
        for at in places_of(starts_at, minutes)
    }
