"""What a graduate sees of the renewal: each certificate that they hold, when they are reminded, and what is offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from certificates.models import Document
from certificates.verifying import days_left
from courses.models import Enrolment
from people.models import Person
from postcourse.expiring import KINDS, expiring, last_day_of
from postcourse.models import RenewalReminder
from postcourse.next_cohort import Offer, next_cohort
from postcourse.renewal_days import STEPS


@dataclass(frozen=True)
class Reminder:
    """A day on which they are reminded, or were."""

    on: date
    step: int
    written: bool
    past: bool


@dataclass(frozen=True)
class OwnRenewal:
    document: Document
    left: int
    # None of them where a newer certificate took its place, or they are enrolled again.
    reminders: list[Reminder]
    offer: Offer | None
    enrolled: bool
    renewed: bool

    @property
    def is_over(self) -> bool:
        return self.left < 0


def renewals_of(person: Person, today: date) -> list[OwnRenewal]:
    """The certificates in force, the newest first; the offer alone is asked for each."""
    records = Person.objects.records_of(person).order_by().values("pk")
    rows = Document.objects.filter(person__in=records, kind__in=KINDS, standing__since=None)
    again = Enrolment.objects.active().filter(
        person__in=Person.objects.records_of(person).values("pk"),
        programme=OuterRef("result__attempt__enrolment__programme"),
    )
    rows = rows.select_related("result__attempt__enrolment__cohort__version").prefetch_related("renewals")
    found = list(rows.annotate(enrolled=Exists(again)).order_by("-valid_through", "-pk"))
    days = [row.valid_through for row in found if row.valid_through]
    if not days:
        return []
    current = set(expiring(min(days), max(days)).filter(person__in=records).values_list("pk", flat=True))
    return [_of(row, today, renewed=row.pk not in current) for row in found]


def _of(document: Document, today: date, *, renewed: bool) -> OwnRenewal:
    cohort = document.result.attempt.enrolment.cohort
    enrolled: bool = document.enrolled  # type: ignore[attr-defined]
    goes_on = not renewed and not enrolled
    return OwnRenewal(
        document=document,
        left=days_left(last_day_of(document), today),
        reminders=_reminders(document, today) if goes_on else [],
        offer=next_cohort(cohort.version.programme_id, is_demo=cohort.is_demo, today=today) if goes_on else None,
        enrolled=enrolled,
        renewed=renewed,
    )


def _reminders(document: Document, today: date) -> list[Reminder]:
    written = {row.step: row for row in document.renewals.all()}
    last = last_day_of(document)
    days = {step: _day(written.get(step), last - timedelta(days=step)) for step in STEPS}
    return [Reminder(day, step, step in written, day < today) for step, day in days.items()]


def _day(row: RenewalReminder | None, planned: date) -> date:
    return timezone.localdate(row.written_at) if row else planned
