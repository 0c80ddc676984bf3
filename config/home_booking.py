"""What waits for a trainer beside the consultations themselves: hours to publish, discussions to record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.home_task import Task
from people.models import User
from postcourse.expecting import published_by
from postcourse.hours import outside
from postcourse.models import Discussion, Plan


def consulting_of(user: User, now: datetime) -> Iterator[Task]:
    yield from _discussions(user, now)
    yield from _away(user, now)
    yield from _hours(user)


def _discussions(user: User, now: datetime) -> Iterator[Task]:
    rows = list(Discussion.objects.filter(trainer=user).to_record(now).order_by("starts_at"))
    if rows:
        title = ngettext("%(n)s discussion is not recorded", "%(n)s discussions are not recorded", len(rows))
        url = reverse("postcourse:discussion", args=[rows[0].pk])
        yield Task("warn", "users", title % {"n": len(rows)}, rows[0].topic, f"{url}#record", _("Record"))


def _away(user: User, now: datetime) -> Iterator[Task]:
    """They have said to be away, or teach or examine by now, and somebody is expected all the same."""
    n = len(outside(user, now=now))
    if n:
        title = ngettext(
            "%(n)s consultation meets an absence or another duty",
            "%(n)s consultations meet an absence or another duty",
            n,
        )
        url = reverse("postcourse:hours_of", args=[user.pk])
        yield Task("warn", "calendar", title % {"n": n}, _("Choose other times for them"), url, _("Look"))


def _hours(user: User) -> Iterator[Task]:
    if Plan.objects.filter(trainer=user).exists() and not published_by(user).is_published:
        note = _("Your graduates book within them by themselves")
        url = reverse("postcourse:hours_of", args=[user.pk])
        yield Task("info", "clock", _("Publish when you are free"), note, url, _("Publish"))
