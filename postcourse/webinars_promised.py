"""The webinar that a template promises a cohort in a certain week: which cohorts have none when the week is near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from postcourse.models import Plan, Webinar
from postcourse.template_content import MOST_WEEKS
from postcourse.template_days import monday_after

Status = Webinar.Status
# From so long before the week it is asked for; and so long after it, it still keeps the promise.
BEFORE, AFTER = timedelta(weeks=2), timedelta(weeks=5)
# Certificates are issued within a year of the last day of a cohort: older cohorts are not looked at.
RECENT = timedelta(weeks=MOST_WEEKS + 52) + AFTER


@dataclass(frozen=True)
class Promise:
    """The webinar of a cohort, in the week that begins on that Monday."""

    cohort: int
    name: str
    programme: int
    monday: date

    def is_due(self, today: date) -> bool:
        return is_near(today, self.monday)

    def is_kept_by(self, day: date) -> bool:
        return is_near(day, self.monday)


def is_near(day: date, monday: date) -> bool:
    """On that day it is asked for; a webinar on that day is the one that was promised for the week."""
    return monday - BEFORE <= day < monday + AFTER


def without_webinar(now: datetime) -> list[Promise]:
    """The promises that are due and that no draft, announced or held webinar of cohort or programme keeps."""
    today = timezone.localdate(now)
    due = [promise for promise in _promises(today) if promise.is_due(today)]
    if not due:
        return []
    since = min(promise.monday for promise in due) - BEFORE
    of_cohort, of_programme = _days("cohorts", since), _days("programmes", since)
    return [
        promise for promise in due
        if not any(map(promise.is_kept_by, of_cohort[promise.cohort] | of_programme[promise.programme]))
    ]  # fmt: skip


def _promises(today: date) -> Iterator[Promise]:
    """Of each cohort with certificates by the templates that its plans keep, counted from the first of them."""
    supported = Plan.objects.filter(
        kind=Plan.Kind.SUPPORT, attempt__enrolment__cohort__ends_on__gte=today - RECENT,
        template__webinar_week__isnull=False,
    )  # fmt: skip
    cohort, week = "attempt__enrolment__cohort", "template__webinar_week"
    rows = supported.values_list(cohort, f"{cohort}__name", f"{cohort}__version__programme", week)
    found = [
        Promise(key, name, programme, monday_after(first, weeks))
        for key, name, programme, weeks, first in rows.annotate(first=Min("counted_from")).order_by()
    ]
    seen: set[int] = set()
    for promise in sorted(found, key=lambda each: (each.monday, each.name, each.cohort)):
        if promise.cohort not in seen:
            seen.add(promise.cohort)
            yield promise


def _days(audience: str, since: date) -> dict[int, set[date]]:
    """On which days there are webinars, by the key of the cohort or programme they are for."""
    rows = Webinar.objects.exclude(status=Status.CANCELLED).filter(starts_at__date__gte=since)
    found: dict[int, set[date]] = defaultdict(set)
    for key, at in rows.exclude(**{audience: None}).order_by().values_list(audience, "starts_at"):
        found[key].add(timezone.localdate(at))
    return found
