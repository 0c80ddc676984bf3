"""Reminders that wait, for the morning or to be posted, while the certificate has come to expire for nobody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from certificates.models import Document
from people import outbox
from people.models import OutboxMessage
from postcourse.expiring import PROGRAMME, expiring
from postcourse.renewal_letters import KIND, TO_SCHOOL, document_of

State = OutboxMessage.State
AT_ONCE = 500
# What waits by itself is due by the day after tomorrow at the latest; what is to be posted lies there since it was due.
SOON, LONGEST = timedelta(days=2), timedelta(days=100)


def call_back(*, now: datetime) -> int:
    """Revoked, renewed, or its holder is enrolled again: it is not sent. Returns how many were called back."""
    by_itself = Q(state__in=(State.QUEUED, State.FAILED), due_at__lte=now + SOON)
    by_post = Q(state=State.TO_POST, due_at__range=(now - LONGEST, now))
    waiting = OutboxMessage.objects.filter(by_itself | by_post, kind__in=(KIND, TO_SCHOOL)).order_by("pk")
    rows = [(pk, document_of(cause)) for pk, cause in waiting.values_list("pk", "cause")]
    back = 0
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        concern = _still_concern({document for _pk, document in some})
        moot = [pk for pk, document in some if document not in concern]
        back += outbox.withdraw(OutboxMessage.objects.filter(pk__in=moot)) if moot else 0
    return back


def _still_concern(documents: Collection[int]) -> set[int]:
    """Those that expire, or in whose place another was issued that does: the reminder is of that one, too."""
    said = _what(Document.objects.filter(pk__in=documents))
    people = {person for person, _day, _programme in said.values()}
    expire = set(_what(expiring(date.min, date.max).filter(enrolled=False, person__in=people)).values())
    return {pk for pk, what in said.items() if what in expire}


def _what(documents: Any) -> dict[int, tuple[int, date, int]]:
    """Whose, until when and of which programme."""
    rows = documents.order_by().values_list("pk", "person", "valid_through", PROGRAMME)
    return {pk: (person, day, programme) for pk, person, day, programme in rows}
