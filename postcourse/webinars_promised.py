"""The webinar that a template promises a cohort in a certain week: which cohorts have none when the week is near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from postcourse.models import Plan, PlanTemplate, Webinar
from postcourse.template_content import MOST_WEEKS
from postcourse.template_days import webinar_monday
from postcourse.templates_of import content_of

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
        return self.monday - BEFORE <= today < self.monday + AFTER

    def is_kept_by(self, day: date) -> bool:
        return self.monday - BEFORE <= day < self.monday + AFTER


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
    """Of each cohort with certificates by the newest template of its programme, counted from the first of them."""
    newest = {row.programme_id: row for row in PlanTemplate.objects.order_by("number")}
    templates = {key: content_of(row) for key, row in newest.items() if row.webinar_week}
    if not templates:
        return
    supported = Plan.objects.filter(
        kind=Plan.Kind.SUPPORT, attempt__enrolment__cohort__ends_on__gte=today - RECENT,
        attempt__enrolment__cohort__version__programme__in=templates,
    )  # fmt: skip
    cohort = "attempt__enrolment__cohort"
    rows = supported.values_list(cohort, f"{cohort}__name", f"{cohort}__version__programme")
    for key, name, programme, first in rows.annotate(first=Min("counted_from")).order_by("first", f"{cohort}__name"):
        monday = webinar_monday(templates[programme], first)
        if monday is not None:
            yield Promise(key, name, programme, monday)


def _days(audience: str, since: date) -> dict[int, set[date]]:
    """On which days there are webinars, by the key of the cohort or programme they are for."""
    rows = Webinar.objects.exclude(status=Status.CANCELLED).filter(starts_at__date__gte=since)
    found: dict[int, set[date]] = defaultdict(set)
    for key, at in rows.exclude(**{audience: None}).order_by().values_list(audience, "starts_at"):
        found[key].add(timezone.localdate(at))
    return found
