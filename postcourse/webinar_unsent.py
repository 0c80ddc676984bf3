"""Letters that have not gone out yet, through the night or while the mail server is away, and that are true no more."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from people import outbox
from people.models import OutboxMessage
from postcourse.models import Webinar

State = OutboxMessage.State
INVITATION = "invite"
# What tells of a time and a link. Not what concerns a place alone: with it an entry leaves a calendar.
TIMELY = (INVITATION, "change", "remind-week", "remind-day", "remind-hour")


def take_back(webinar: Webinar) -> set[int]:
    """They never will. The keys of the people whose invitation was among them: they know nothing of it yet."""
    unread = _about(webinar, INVITATION).filter(state__in=(State.QUEUED, State.FAILED))
    people = set(unread.select_for_update().order_by("pk").values_list("person", flat=True))
    outbox.withdraw(_about(webinar, *TIMELY))
    return people


def _about(webinar: Webinar, *acts: str) -> QuerySet[OutboxMessage, OutboxMessage]:
    causes = (Q(cause__startswith=f"webinar-{act}:{webinar.pk}:") for act in acts)
    return OutboxMessage.objects.filter(reduce(or_, causes))
