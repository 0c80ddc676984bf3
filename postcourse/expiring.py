"""Certificates that expire and that nobody has renewed yet: the same rows for the reminders and for the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, TruncQuarter

from certificates.models import Document
from courses.models import Enrolment
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
    rows = _issued().filter(kind__in=KINDS, valid_through__range=(first, last), standing__since=None)
    rows = rows.filter(person__erased_at=None, person__merged_into__erased_at=None).annotate(
        holder=Coalesce("person__merged_into", "person"),
        region=Coalesce("person__merged_into__organisation__region", "person__organisation__region"),
    )
    # A number is free of documents that only look newer: those of another programme, or out of force.
    newer, active = _newer(), _active()
    rows = rows.exclude(Exists(newer.filter(HIS))).exclude(Exists(newer.filter(HIS_MERGED)))
    again = Exists(active.filter(HIS)) | Exists(active.filter(HIS_MERGED))
    return rows.annotate(enrolled=again, told=Exists(_told()))


def _issued() -> Any:
    """Where real certificates are issued, specimens neither expire nor take the place of one."""
    rows = Document.objects.all()
    return rows if settings.DOCUMENTS_ARE_SPECIMENS else rows.filter(is_specimen=False)


# Each is a look-up by the key of one human. What else is asked of the row is wrapped, so that no index of days or of
# programmes leads a database through whatever lies in the future. Merged records are joined: selected within, they made
# PostgreSQL hold every document of a programme against each that expires.
HIS = Q(person=OuterRef("holder"))
HIS_MERGED = Q(person__merged_into=OuterRef("holder"))


def _newer() -> Any:
    rows = _issued().alias(last=Coalesce("valid_through", "issued_on"), of=Coalesce(PROGRAMME, 0))
    rows = rows.filter(kind__in=KINDS, standing__since=None, last__gt=OuterRef("valid_through"))
    return rows.filter(of=OuterRef(PROGRAMME)).order_by()


def _active() -> Any:
    return Enrolment.objects.active().alias(of=Coalesce("programme", 0)).filter(of=OuterRef(PROGRAMME)).order_by()


def _told() -> Any:
    """Of this document, or of the one in whose place it was issued with the same last day."""
    rows = RenewalReminder.objects.alias(
        last=Coalesce("document__valid_through", "document__issued_on"), of=Coalesce(f"document__{PROGRAMME}", 0)
    )
    theirs = rows.filter(document__person=OuterRef("person"), of=OuterRef(PROGRAMME))
    return theirs.filter(last=OuterRef("valid_through")).order_by()


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
