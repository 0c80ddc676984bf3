"""What waits in the home of an organiser about papers that others hold for forged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.models import ForgeryReport
from config.home_task import Task


def forgeries_to_settle(now: datetime) -> Iterator[Task]:
    """Somebody may be about to accept a forged paper, so this waits for nobody."""
    found = ForgeryReport.objects.waiting().aggregate(n=Count("pk"), first=Min("sent_at"))
    if n := found["n"]:
        title = ngettext("%(n)s report of a forgery to look at", "%(n)s reports of a forgery to look at", n) % {"n": n}
        note = _("Since %(day)s") % {"day": f"{timezone.localdate(found['first']):%d.%m.%Y}"}
        yield Task("bad", "flag", title, note, reverse("certificates:forgeries"), _("Look"))
