"""What waits at the end of the support: statements for who has completed it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.models import Batch
from config.home_task import Task
from postcourse.completing import completed_plans


def support_completed(now: datetime) -> Iterator[Task]:
    """One line for each cohort, unless its statements wait for the head already."""
    waiting = Batch.objects.of_support().filter(state=Batch.State.PREPARED).order_by().values("cohort")
    rows = completed_plans().exclude(attempt__enrolment__cohort__in=waiting).order_by()
    named = rows.values(cohort=F("attempt__enrolment__cohort"), name=F("attempt__enrolment__cohort__name"))
    for row in named.annotate(n=Count("pk")).order_by("-n", "name"):
        title = ngettext(
            "%(n)s person has completed the support", "%(n)s people have completed the support", row["n"]
        )  # fmt: skip
        note = _("%(cohort)s. A statement of it can be prepared") % {"cohort": row["name"]}
        url = reverse("postcourse:cohort_support", args=[row["cohort"]])
        yield Task("info", "file", title % {"n": row["n"]}, note, url, _("Look"))
