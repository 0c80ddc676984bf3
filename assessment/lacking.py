"""Whose coursework points are missing although the defence is near: without them no result becomes final."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, F, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessment.models import CourseworkMark, Criterion, Defence
from courses.models import Cohort


def lacking_points(cohorts: QuerySet[Cohort], *, until: date) -> QuerySet[Any, Any]:
    """By cohort: `cohort`, `name`, how many participants (`n`) of days up to `until`, and the first of those days.

    Their rules exist since they stand in the order of a day. One query, however many cohorts.
    """
    return (
        Defence.objects.pending()
        .filter(day__finalised_at=None, day__held_on__lte=until, attempt__enrolment__cohort__in=cohorts)
        .annotate(due=_due(), given=_given())
        .filter(given__lt=F("due"))
        .order_by()
        .values(cohort=F("attempt__enrolment__cohort"), name=F("attempt__enrolment__cohort__name"))
        .annotate(n=Count("attempt__enrolment", distinct=True), first=Min("day__held_on"))
        .order_by("first", "name")
    )


def _due() -> Coalesce:
    rows = Criterion.objects.of_coursework().filter(rubric__used__cohort=OuterRef("attempt__enrolment__cohort"))
    return _counted(rows, "rubric")


def _given() -> Coalesce:
    return _counted(CourseworkMark.objects.filter(enrolment=OuterRef("attempt__enrolment")), "enrolment")


def _counted(rows: QuerySet[Any], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")), 0)
