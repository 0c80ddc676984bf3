"""Webinars as their readers meet them: one's own with one's place, and what waits for the staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from people.models import Person, User
from postcourse.models import Webinar, WebinarGuest
from postcourse.models.webinar import WebinarQuerySet

Status = Webinar.Status
# A draft that begins so soon should be announced, or given up; and an announced one have its link.
NEAR, LINK_DUE = timedelta(days=14), timedelta(days=2)


@dataclass(frozen=True)
class Own:
    """A webinar, and the reader's place at it; takes a webinar from `with_counts()`."""

    webinar: Webinar
    guest: WebinarGuest | None
    now: datetime

    @property
    def has_place(self) -> bool:
        return self.guest is not None and self.guest.has_place

    @property
    def is_coming(self) -> bool:
        """It is announced and not over: a place can be taken and given up."""
        return self.webinar.is_open and self.webinar.ends_at > self.now

    @property
    def may_join(self) -> bool:
        """Until it ends, also once it is on record that it took place: the host may tick people from its beginning."""
        status = self.webinar.status
        return self.has_place and self.webinar.ends_at > self.now and status in (Status.ANNOUNCED, Status.HELD)

    @property
    def is_full(self) -> bool:
        capacity = self.webinar.capacity
        return capacity is not None and getattr(self.webinar, "places", 0) >= capacity

    @property
    def may_register(self) -> bool:
        return self.is_coming and not self.has_place and not self.is_full


def own_of(webinars: Iterable[Webinar], person: Person, now: datetime) -> list[Own]:
    """One query for the places, however many webinars; of two merged records the one with a place counts."""
    rows = list(webinars)
    records = Person.objects.records_of(person).order_by().values("pk")
    places: dict[int, WebinarGuest] = {}
    for guest in WebinarGuest.objects.of(records).filter(webinar__in=rows).order_by("pk"):
        if (known := places.get(guest.webinar_id)) is None or not known.has_place:
            places[guest.webinar_id] = guest
    return [Own(row, places.get(row.pk), now) for row in rows]


def meant_for(person: Person) -> WebinarQuerySet:
    """Every webinar that this human knows or knew of, on whichever record."""
    records = Person.objects.records_of(person).order_by().values("pk")
    return Webinar.objects.meant_for(records).with_counts().select_related("host")


def coming_of(person: Person, now: datetime, most: int = 2) -> list[Own]:
    """The next ones, those with a place and those without: for the home, and for a plan's timeline."""
    return own_of(meant_for(person).coming(now).order_by("starts_at", "pk")[:most], person, now)


def unrecorded(user: User, now: datetime) -> QuerySet[Webinar]:
    """Those of this host that are over, and of which nobody said who came."""
    return Webinar.objects.to_record(now).filter(host=user).order_by("starts_at", "pk")


def waiting(now: datetime) -> QuerySet[Webinar]:
    """Over and not recorded; drafts that begin soon, or should have begun; and those that nobody holds or can join."""
    over = Q(pk__in=Webinar.objects.to_record(now).order_by().values("pk"))
    near = Q(status=Webinar.Status.DRAFT, starts_at__lte=now + NEAR)
    without = Q(status=Webinar.Status.ANNOUNCED, link="", starts_at__gt=now, starts_at__lte=now + LINK_DUE)
    left = Q(status=Webinar.Status.ANNOUNCED, host__is_active=False, starts_at__gt=now)
    return Webinar.objects.filter(near | over | without | left).select_related("host").order_by("starts_at", "pk")
