"""Who may still retake is reminded some weeks before the last day: found with <=, written once for each reminder."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from assessment.models import Result
from assessment.retake_days import first_to_remind, reminder_due
from assessment.retake_letters import remind, reminder_cause
from assessment.retake_standing import Stage, Standing, standing_of, standings_of
from courses.locking import lock_with_person
from courses.models import Enrolment
from people.models import OutboxMessage

log = structlog.get_logger()
# Who has a day, has retaken, or went on elsewhere is not reminded.
WAITING = (Stage.OPEN, Stage.ASKED, Stage.ADMITTED)


def sweep(*, now: datetime | None = None) -> int:
    """Write what is due; a sweep that was away writes the nearer reminder only. Returns how many."""
    at, written = now or timezone.now(), 0
    for standing, cause in due(at):
        try:
            written += _remind(standing.enrolment, cause, at)
        except Exception as error:
            log.error("retake_not_reminded", enrolment=standing.enrolment.pk, error=type(error).__name__)
    return written


def due(now: datetime) -> list[tuple[Standing, str]]:
    """Those who wait, with the cause of the reminder that is not written yet: six queries, however many."""
    first, last = first_to_remind(timezone.localdate(now))
    failed = Result.objects.current().confirmed().filter(attempt__number=1, passed=False)
    near = failed.filter(attested_on__gte=first, attested_on__lte=last).values("attempt__enrolment")
    rows = Enrolment.objects.filter(pk__in=near, status=Enrolment.Status.NOT_PASSED, person__erased_at=None)
    standings = standings_of(rows.select_related("person__merged_into", "cohort").order_by("pk"))
    due = [(each, cause) for each in standings if (cause := _cause(each, now))]
    written = set(
        OutboxMessage.objects.filter(cause__in=[cause for _each, cause in due]).values_list("cause", flat=True)
    )
    return [(each, cause) for each, cause in due if cause not in written]


def _cause(standing: Standing, now: datetime) -> str:
    today = timezone.localdate(now)
    if standing.first is None or standing.stage(today) not in WAITING:
        return ""
    days = reminder_due(standing.first.attested_on, today)
    return reminder_cause(standing, days) if days is not None else ""


@transaction.atomic
def _remind(enrolment: Enrolment, cause: str, now: datetime) -> bool:
    """As it stands once it is locked: who has chosen meanwhile is not written to."""
    standing = standing_of(lock_with_person(enrolment))
    if _cause(standing, now) != cause or standing.first is None:
        return False
    remind(standing, int(cause.rpartition(":")[2]))
    return True
