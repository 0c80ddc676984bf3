"""The real beat wakes the real worker: plans are made, invitations written and sent, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from people.models import OutboxMessage
from postcourse import invitation, planning
from postcourse.models import Plan
from tests.cast import daulet, make_cohort
from tests.mail_server import mail_server
from tests.postcourse.scenes import make_signed
from tests.services import Worker, needs_services, wait_until


@needs_services
@pytest.mark.timeout(240)
def test_beat_plans_invites_and_sends(celery_worker: Worker) -> None:
    cohort = make_cohort(trainer=daulet())
    # A month after this issue date is within a few days, so the first invitation is due at once.
    issued = timezone.localdate() - timedelta(days=28)
    plan = planning.plan_for(make_signed("100", on=issued, cohort=cohort), now=timezone.now())
    owed = make_signed("100", on=issued, cohort=cohort)
    first = plan.consultations.earliest("starts_at")
    with mail_server() as server:
        celery_worker.start(EMAIL_URL=server.url)
        celery_worker.start_beat()
        wait_until(lambda: Plan.objects.filter(attempt=owed.attempt).exists(), what=celery_worker.logs)
        invite = OutboxMessage.objects.filter(cause=f"invite:{first.pk}:0", state="sent")
        wait_until(invite.exists, what=celery_worker.logs)
        celery_worker.stop()
        letters = [letter for letter in server.letters if letter["To"] == plan.person.email]
    assert [letter["Message-ID"] for letter in letters] == [invite.get().message_id]
    [part] = [part for part in letters[0].walk() if part.get_filename() == "invite.ics"]
    [event] = Calendar.from_ical(part.get_content()).walk("VEVENT")
    first.refresh_from_db()
    assert (event["UID"], event["SEQUENCE"]) == (invitation.uid(first), 0)
    assert event.decoded("DTSTART") == first.starts_at
    assert first.status == "invited"
