"""Coursework points that are missing although the defence is near, on the home of the organiser and of the trainer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.lacking import lacking_points
from config.home_task import Task
from courses.models import Cohort

NEAR = timedelta(days=7)


def points_to_give(now: datetime) -> Iterator[Task]:
    return points_to_give_in(Cohort.objects.all(), now)


def points_to_give_in(cohorts: QuerySet[Cohort], now: datetime) -> Iterator[Task]:
    """One line for each cohort, the one that defends first at the top; red on the day itself."""
    today = timezone.localdate(now)
    for row in lacking_points(cohorts, until=today + NEAR):
        title = ngettext(
            "Coursework points of %(n)s participant are missing",
            "Coursework points of %(n)s participants are missing",
            row["n"],
        ) % {"n": row["n"]}
        note = _("%(cohort)s, defence on %(day)s") % {"cohort": row["name"], "day": f"{row['first']:%d.%m.%Y}"}
        tone = "bad" if row["first"] <= today else "warn"
        yield Task(tone, "pen", title, note, reverse("assessment:gradebook", args=[row["cohort"]]), _("Give them"))
