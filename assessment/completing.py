"""Who has passed is named in an order of completion once the day of the defence is closed and its protocol made."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessment.models import Defence
from courses.models import Cohort


def days_not_closed(cohort: Cohort) -> dict[int, str]:
    """By enrolment: the day on which they defended and on which others are still to be decided."""
    rows = Defence.objects.filter(
        attempt__enrolment__cohort=cohort, outcome=Defence.Outcome.DEFENDED, day__finalised_at=None
    )
    sentence = _("The defence day is not closed yet (%(day)s): its protocol comes with the last decision.")
    return {row.attempt.enrolment_id: sentence % {"day": row.day} for row in rows.select_related("attempt", "day")}
