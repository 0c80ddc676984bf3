"""Whose support a report tells of: to whom it was promised in the period, and whoever had any in it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce

from postcourse.calendar import add_months
from postcourse.models import Consultation, ExpertFeedback, Plan, PlanTemplate, ProgressReport, WebinarGuest
from postcourse.models.support import PlanQuerySet
from postcourse.picturing import Status
from postcourse.policy import POLICY
from postcourse.support_report import Scope
from postcourse.templates_of import content_of

FIRST_YEAR = 2000


def plans_of(scope: Scope) -> PlanQuerySet:
    """Everybody to whom support was promised in these days, or of whom something happened in them."""
    rows = Plan.objects.filter(counted_from__lte=scope.last)
    whose = Q(attempt__enrolment__cohort=scope.cohort) if scope.cohort else Q(
        attempt__enrolment__cohort__is_demo=scope.demo
    )  # fmt: skip
    return rows.filter(whose).filter(_promised_since(scope.first) | _lived_in((scope.first, scope.last)))


def _promised_since(first: date) -> Q:
    """By the months of each version of a template; there are few of them."""
    support, found = Q(kind=Plan.Kind.SUPPORT), Q(
        kind=Plan.Kind.RETAKE, counted_from__gte=_months_before(first, POLICY.retake_months)
    )  # fmt: skip
    for template in [None, *PlanTemplate.objects.order_by("pk")]:
        since = _months_before(first, content_of(template).last_month)
        found |= support & Q(template=template, counted_from__gte=since)
    return found


def _lived_in(days: tuple[date, date]) -> Q:
    """Somebody talked with them, they came to a webinar, reported on their project or were answered."""
    talks = Consultation.objects.filter(status__in=(Status.HELD, Status.MISSED), starts_at__date__range=days)
    reports, answers = (each.objects.filter(at__date__range=days) for each in (ProgressReport, ExpertFeedback))
    guests = WebinarGuest.objects.filter(status=WebinarGuest.Status.CAME, webinar__starts_at__date__range=days)
    came = guests.order_by().values(human=Coalesce("person__merged_into", "person"))
    them = Q(attempt__enrolment__person__in=came) | Q(attempt__enrolment__person__merged_into__in=came)
    return (
        Q(pk__in=talks.order_by().values("plan")) | Q(pk__in=reports.order_by().values("implementation__plan"))
        | Q(pk__in=answers.order_by().values("implementation__plan")) | Q(them, kind=Plan.Kind.SUPPORT)
    )  # fmt: skip


def _months_before(day: date, months: int) -> date:
    """A slip of the hand may be any year: before that of the first plan there is nothing."""
    return add_months(day, -months) if day.year > FIRST_YEAR else date.min
