"""What is due in the background and since when, kind by kind: asked as the sweeps ask it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import retake_reminding
from certificates.models import RenderJob
from people.claiming import due
from people.models import OutboxMessage
from postcourse import digesting, renewing
from postcourse.models import Consultation, MilestoneReminder, WebinarReminder
from postcourse.planning import without_plan
from postcourse.renewal_days import STEPS

State = OutboxMessage.State
# What is due is done within a minute or two; after so long somebody should look.
LATE = timedelta(minutes=15)
MOST = 1_000
Reminders = QuerySet[WebinarReminder] | QuerySet[MilestoneReminder]


@dataclass(frozen=True)
class Queue:
    """One kind of work: how much is due, since when, and how much is for later."""

    title: str
    due: int
    oldest: datetime | None
    later: int | None
    url: str
    now: datetime

    @property
    def is_late(self) -> bool:
        return self.oldest is not None and self.oldest < self.now - LATE


def queues(now: datetime) -> list[Queue]:
    return [queue(now) for queue in QUEUES]


def messages(now: datetime) -> Queue:
    waiting = Q(state__in=(State.QUEUED, State.FAILED, State.SENDING))
    found = OutboxMessage.objects.filter(waiting).aggregate(
        n=Count("pk", filter=due(now)), oldest=Min("due_at", filter=due(now)), all=Count("pk")
    )
    url = reverse("people:outbox") + "?show=waiting"
    return Queue(_("Messages"), found["n"], found["oldest"], found["all"] - found["n"], url, now)


def papers(now: datetime) -> Queue:
    waiting = RenderJob.objects.filter(state__in=(RenderJob.State.QUEUED, RenderJob.State.CLAIMED))
    found = waiting.aggregate(n=Count("pk", filter=Q(due_at__lte=now)), oldest=Min("due_at"), all=Count("pk"))
    later = found["all"] - found["n"]
    return Queue(_("PDFs"), found["n"], found["oldest"] if found["n"] else None, later, "", now)


def invitations(now: datetime) -> Queue:
    found = Consultation.objects.to_invite(now).aggregate(n=Count("pk"), oldest=Min("invite_at"))
    later = Consultation.objects.filter(status="planned", invite_at__gt=now).count()
    url = reverse("postcourse:consultations") + "?show=planned"
    return Queue(_("Invitations to consultations"), found["n"], found["oldest"], later, url, now)


def reminders(now: datetime) -> Queue:
    found = Consultation.objects.to_remind(now).aggregate(n=Count("pk"), oldest=Min("remind_at"))
    coming = Consultation.objects.filter(status__in=("invited", "confirmed"), reminded_at=None, remind_at__gt=now)
    url = reverse("postcourse:consultations") + "?show=coming"
    return Queue(_("Reminders of consultations"), found["n"], found["oldest"], coming.count(), url, now)


def plans(now: datetime) -> Queue:
    found = without_plan().order_by().aggregate(n=Count("pk"), oldest=Min("confirmed_at"))
    return Queue(_("Plans of support"), found["n"], found["oldest"], None, "", now)


def webinars(now: datetime) -> Queue:
    url = reverse("postcourse:webinars")
    return _unclaimed(_("Reminders of webinars"), WebinarReminder.objects.all(), url, now)


def milestones(now: datetime) -> Queue:
    return _unclaimed(_("Reminders of projects in practice"), MilestoneReminder.objects.all(), "", now)


def _unclaimed(title: str, reminders: Reminders, url: str, now: datetime) -> Queue:
    """Rows that are claimed once, when they are due."""
    found = reminders.filter(claimed_at=None).aggregate(
        n=Count("pk", filter=Q(due_at__lte=now)),
        oldest=Min("due_at", filter=Q(due_at__lte=now)),
        later=Count("pk", filter=Q(due_at__gt=now)),
    )
    return Queue(title, found["n"], found["oldest"], found["later"], url, now)


def renewals(now: datetime) -> Queue:
    """Counted as far as a sweep goes; the day on which a reminder fell due began at midnight."""
    n, oldest = 0, None
    for step in STEPS:
        rows = renewing.rows_due(step, now).order_by()
        n += len(list(rows.values_list("pk", flat=True)[:MOST]))
        first = rows.aggregate(first=Min("valid_through"))["first"]
        if first is not None:
            day = timezone.make_aware(datetime.combine(first - timedelta(days=step), time(0)))
            oldest = min(oldest, day) if oldest else day
    # A whole day is given to each: the sweep of the day has until midnight.
    since = oldest if oldest and oldest < now - timedelta(hours=1) else None
    return Queue(_("Reminders that a certificate expires"), n, since, None, reverse("postcourse:expiring"), now)


def retakes(now: datetime) -> Queue:
    """They are looked for once an hour, and each has weeks: none is late."""
    return Queue(_("Reminders of retakes"), len(retake_reminding.due(now)), None, None, "", now)


def digests(now: datetime) -> Queue:
    """One for each week that is over and of which somebody was not seen to."""
    until = None if digesting.is_done(now) else digesting.end_of_week(now)
    return Queue(_("Weekly digest"), int(until is not None), until, None, "", now)


QUEUES: list[Callable[[datetime], Queue]] = [
    messages,
    papers,
    invitations,
    reminders,
    webinars,
    milestones,
    plans,
    renewals,
    retakes,
    digests,
]
