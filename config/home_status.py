"""What waits in the home of an organiser about the work in the background: it stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from config.home_task import Task
from config.status import parts


def work_standing_still(now: datetime) -> Iterator[Task]:
    """Of what has ever shown itself here, and shows itself no more."""
    silent = [part for part in parts(now) if part.signs and not part.alive]
    if silent:
        title = _("The work in the background stands still")
        note = _("Messages and papers wait. Tell the administrator")
        yield Task("bad", "alert", title, note, reverse("status"), _("Look"))
