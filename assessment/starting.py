"""When a cohort begins to defend: with the first mark that is saved, or the first absence that is recorded.

Opening a page changes nothing, and nobody has to remember a button on the morning of the defence. Before the day's
own date nothing of it is scored or decided.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import DefenceDay
from courses import running
from courses.models import Cohort
from people.models import User


def begin(cohort: Cohort, *, by: User) -> None:
    """Move a cohort that still studies to defending; in any later state it is left as it is."""
    if cohort.status != Cohort.Status.RUNNING:
        return
    row = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
    if row.status == Cohort.Status.RUNNING:
        running.move(row, Cohort.Status.DEFENDING, by=by)
    cohort.status = Cohort.Status.DEFENDING


def require_begun(day: DefenceDay, now: datetime) -> None:
    """Refuse before the day has come: its date goes into results, protocol and certificates as it stands."""
    if is_to_come(day, now):
        raise ValidationError(sentence_to_come(day), code="to_come")


def is_to_come(day: DefenceDay, now: datetime) -> bool:
    return day.held_on > timezone.localdate(now)


def sentence_to_come(day: DefenceDay) -> str:
    return _("The defence is planned for %(day)s. If it is held earlier, the organiser changes its date first.") % {
        "day": f"{day.held_on:%d.%m.%Y}"
    }
