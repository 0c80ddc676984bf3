"""Certificates that expire and that nobody has renewed yet: the same rows for the reminders and for the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncQuarter

from certificates.models import Document
from certificates.models.document import DocumentQuerySet
from courses.models import Enrolment
from people.models import Person
from postcourse.models import RenewalReminder
from postcourse.renewal_days import Quarter

KINDS = (Document.Kind.CERTIFICATE, Document.Kind.DUPLICATE)
PROGRAMME = "result__attempt__enrolment__programme"


def last_day_of(document: Document) -> date:
    """Of a certificate; what never expires has its last day at the end of time."""
    return document.valid_through or date.max


def expiring(first: date, last: date) -> Any:
    """In force, with their last day between these two, of people who hold no newer certificate of the programme.

    Annotated with the record that was kept (`holder`), its region, and whether somebody is enrolled again.
    """
    rows = Document.objects.filter(kind__in=KINDS, valid_through__range=(first, last), standing__since=None)
    rows = rows.filter(person__erased_at=None, person__merged_into__erased_at=None).annotate(
        holder=Coalesce("person__merged_into", "person"),
        region=Coalesce("person__merged_into__organisation__region", "person__organisation__region"),
    )
    # A number is free of documents that only look newer: those of another programme, or out of force.
    return rows.exclude(Exists(_newer())).annotate(enrolled=Exists(_active()), told=Exists(_told()))


def _records() -> QuerySet[Person, Person]:
    """The records of the human who holds the document of the outer query, seen from two queries further in."""
    holder = OuterRef(OuterRef("holder"))
    return Person.objects.filter(Q(pk=holder) | Q(merged_into=holder)).order_by()


def _newer() -> DocumentQuerySet:
    return Document.objects.filter(
        person__in=_records().values("pk"), kind__in=KINDS, standing__since=None,
        valid_through__gt=OuterRef("valid_through"), **{PROGRAMME: OuterRef(PROGRAMME)},
    ).order_by()  # fmt: skip


def _active() -> QuerySet[Enrolment, Enrolment]:
    rows = Enrolment.objects.active().filter(person__in=_records().values("pk"), programme=OuterRef(PROGRAMME))
    return rows.order_by()


def _told() -> QuerySet[RenewalReminder, RenewalReminder]:
    """Of this document, or of the one in whose place it was issued with the same last day."""
    return RenewalReminder.objects.filter(
        document__result__attempt__enrolment=OuterRef("result__attempt__enrolment"),
        document__valid_through=OuterRef("valid_through"),
    ).order_by()


def untold(step: int, first: date, last: date) -> Any:
    """Of whom nobody has been reminded at this step, and who have not enrolled again."""
    rows = expiring(first, last).filter(enrolled=False)
    return rows.exclude(Exists(_told().filter(step=step)))


@dataclass(frozen=True)
class Tally:
    """How many certificates, and how far their holders have come."""

    waiting: int = 0
    told: int = 0
    enrolled: int = 0

    @property
    def total(self) -> int:
        return self.waiting + self.told + self.enrolled

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.waiting + other.waiting, self.told + other.told, self.enrolled + other.enrolled)


def tallies(first: Quarter, last: Quarter) -> dict[tuple[Quarter, str], Tally]:
    """By quarter and region, in one query however many there are."""
    rows = (
        expiring(first.first, last.last)
        .order_by()
        .values("region", quarter=TruncQuarter("valid_through"))
        .annotate(
            n=Count("pk"),
            enrolled_n=Count("pk", filter=Q(enrolled=True)),
            told_n=Count("pk", filter=Q(enrolled=False, told=True)),
        )
        .values_list("quarter", "region", "n", "told_n", "enrolled_n")
    )
    found: dict[tuple[Quarter, str], Tally] = {}
    for day, region, n, told, enrolled in rows:
        key = Quarter.of(day), region or ""
        found[key] = found.get(key, Tally()) + Tally(n - told - enrolled, told, enrolled)
    return found


def listed(first: date, last: date, region: str | None) -> Any:
    """With what a line shows, those whose last day is nearest first; a region "" is that of nobody's school."""
    rows = expiring(first, last)
    if region is not None:
        rows = rows.filter(Q(region="") | Q(region=None)) if region == "" else rows.filter(region=region)
    rows = rows.select_related("person__merged_into__organisation", "person__organisation")
    rows = rows.select_related("result__attempt__enrolment__cohort")
    return rows.prefetch_related("renewals").order_by(F("valid_through").asc(), "pk")
