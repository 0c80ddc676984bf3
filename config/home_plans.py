"""What needs an organiser of the plans: graduates whom nobody can invite, because their plan has no trainer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.home_task import Task
from postcourse.models import Consultation, Plan
from postcourse.models.support import without_trainer


def plans_without_trainer(now: datetime) -> Iterator[Task]:
    """One line for each cohort, also where the trainer has left; a plan with nothing left to hold needs nobody."""
    waiting = Consultation.objects.open().filter(without_trainer(), discussion=None)
    plans = Plan.objects.filter(without_trainer(), pk__in=waiting.values("plan"))
    rows = plans.values(cohort=F("attempt__enrolment__cohort"), name=F("attempt__enrolment__cohort__name"))
    for row in rows.annotate(n=Count("pk")).order_by("-n", "name"):
        title = ngettext("%(n)s plan of support has no trainer", "%(n)s plans of support have no trainer", row["n"])
        note = _("%(cohort)s. Nobody is invited before there is one") % {"cohort": row["name"]}
        url = reverse("postcourse:cohort_support", args=[row["cohort"]])
        yield Task("warn", "user", title % {"n": row["n"]}, note, url, _("Assign"))
