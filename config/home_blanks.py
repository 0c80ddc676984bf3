"""What needs an organiser of the protected blanks: a print job that nobody confirmed, and a stock that runs low."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.blanks.stock import kinds, spoiled
from certificates.models import PrintJob
from config.home_task import Task


def blanks_to_see_to(now: datetime) -> Iterator[Task]:
    """Open jobs first: until they are confirmed nobody knows which blank carries what."""
    jobs: Iterable[Any] = PrintJob.objects.open()  # annotated with `pages`
    for job in jobs:
        title = ngettext("%(n)s page on a blank is not confirmed", "%(n)s pages on blanks are not confirmed", job.pages)
        note = _("%(printer)s, since %(day)s") % {
            "printer": job.printer,
            "day": f"{timezone.localtime(job.at):%d.%m.%Y, %H:%M}",
        }
        url = reverse("certificates:print_job", args=[job.pk])
        yield Task("warn", "print", title % {"n": job.pages}, note, url, _("Confirm"))
    for kind in kinds(timezone.localdate(now)):
        if kind.is_low:
            title = ngettext("%(n)s protected blank is left", "%(n)s protected blanks are left", kind.ready)
            note = _("Words on them: %(language)s. Order new ones") % {"language": kind.label}
            yield Task("warn", "file", title % {"n": kind.ready}, note, reverse("certificates:blanks"), _("Look"))
    if waiting := spoiled():
        title = ngettext("%(n)s blank waits to be written off", "%(n)s blanks wait to be written off", waiting)
        note = _("One act is enough for all of them")
        yield Task("mute", "file", title % {"n": waiting}, note, reverse("certificates:write_off"), _("Write off"))
