"""What waits in the home of an organiser about certificates that expire: nobody can be offered a place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, F, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.home_task import Task
from postcourse.expiring import PROGRAMME, expiring
from postcourse.next_cohort import next_cohort
from postcourse.renewal_days import STEPS


def renewals_to_offer(now: datetime) -> Iterator[Task]:
    """One line for each programme whose certificates expire soon while none of its cohorts takes people."""
    today = timezone.localdate(now)
    rows = expiring(today, today + timedelta(days=max(STEPS))).filter(enrolled=False).order_by()
    soon = rows.values(programme=F(PROGRAMME), is_demo=F("result__attempt__enrolment__cohort__is_demo"))
    for row in soon.annotate(n=Count("pk"), first=Min("valid_through")).order_by("first"):
        if next_cohort(row["programme"], is_demo=row["is_demo"], today=today) is None:
            n = row["n"]
            title = ngettext("%(n)s certificate expires soon", "%(n)s certificates expire soon", n) % {"n": n}
            note = _("The first on %(day)s, and no cohort is enrolling") % {"day": f"{row['first']:%d.%m.%Y}"}
            yield Task("warn", "calendar", title, note, reverse("postcourse:expiring"), _("Look"))
