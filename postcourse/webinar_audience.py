"""For whom a webinar is: the people of its cohorts and those who have passed its programmes, each human once."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from courses.models import Enrolment
from people.models import Person
from postcourse.models import Webinar, WebinarGuest
from postcourse.models.webinar import IN_COHORT, OF_PROGRAMME


def audience_of(webinar: Webinar) -> QuerySet[Person]:
    """The kept records of everybody it is for, as the lists stand now."""
    return people_of(webinar.cohorts.order_by().values("pk"), webinar.programmes.order_by().values("pk"))


def people_of(cohorts: QuerySet[Any, Any], programmes: QuerySet[Any, Any]) -> QuerySet[Person]:
    """`cohorts` and `programmes` are keys, as part of a question."""
    in_cohort = Q(cohort__in=cohorts, status__in=IN_COHORT)
    of_programme = Q(programme__in=programmes, status__in=OF_PROGRAMME)
    enrolments = Enrolment.objects.filter(in_cohort | of_programme).order_by()
    kept = enrolments.annotate(kept=Coalesce("person__merged_into", "person")).values("kept")
    return Person.objects.current().filter(pk__in=kept)


def not_told(webinar: Webinar) -> QuerySet[Person]:
    """Of those it is for who stands on no list of its guests yet, on whichever of their records."""
    guests = WebinarGuest.objects.filter(webinar=webinar).order_by()
    there = guests.annotate(kept=Coalesce("person__merged_into", "person")).values("kept")
    return audience_of(webinar).exclude(pk__in=there)


def unreachable(people: QuerySet[Person]) -> int:
    """How many of them no letter reaches: without an address, or with one that others have, too."""
    shared = Person.objects.with_shared_email().filter(Q(email="") | Q(email_is_shared=True))
    return shared.filter(pk__in=people.order_by().values("pk")).count()


def is_meant(webinar: Webinar, person: Person) -> bool:
    """Whether a place is theirs to take: it is for them, or they were told of it once."""
    records = Person.objects.records_of(person).order_by().values("pk")
    return webinar.guests.filter(person__in=records).exists() or audience_of(webinar).filter(pk=person.pk).exists()
