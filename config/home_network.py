"""What waits for a moderator of the network: practices to be read, and what somebody has reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.home_task import Task
from people.models import User
from postcourse.models import Practice, PracticeReport


def practices_to_moderate(now: datetime) -> Iterator[Task]:
    """All of them, for the organiser."""
    yield from _lines(Practice.objects.waiting().count(), PracticeReport.objects.to_settle().count())


def waiting_for_moderator(user: User) -> Iterator[Task]:
    """For a trainer: those that are not about what they have written themselves."""
    waiting = Practice.objects.waiting().exclude(author__in=user.own_records)
    yield from _lines(waiting.count(), PracticeReport.objects.to_settle_by(user).count())


def _lines(waiting: int, reported: int) -> Iterator[Task]:
    url = reverse("postcourse:network_moderation")
    if reported:
        title = ngettext("%(n)s report from the network", "%(n)s reports from the network", reported)
        note = _("Somebody thinks that it should not stand there")
        yield Task("bad", "flag", title % {"n": reported}, note, url, _("Look"))
    if waiting:
        title = ngettext("%(n)s practice waits to be published", "%(n)s practices wait to be published", waiting)
        note = _("Graduates have submitted it to the network of principals")
        yield Task("info", "book", title % {"n": waiting}, note, url, _("Read"))
