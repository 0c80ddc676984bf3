"""Several messages that wait for one person become one: its text is fixed at once, so its Message-ID means one thing.

What was tried before stays alone: it may have arrived under its own Message-ID.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import ngettext, override

from people.kinds import DIGEST, GATHERED
from people.letters import CLOSING, written
from people.message_ids import message_id
from people.models import OutboxMessage, Provider

State = OutboxMessage.State
MOST = 20
LONGEST_SUBJECT = 200
RULE = "* * *"


def gather(message: OutboxMessage, *, now: datetime) -> int:
    """The key of what is sent in its place; its own where nothing else waits. The person is locked."""
    mates = list(_waiting_with(message, now)[:MOST])
    if len(mates) < 2 or message.pk not in {mate.pk for mate in mates}:
        return message.pk
    digest = _digest(mates, now)
    digest.save(force_insert=True)
    OutboxMessage.objects.filter(pk__in=[mate.pk for mate in mates]).update(state=State.GATHERED, digest=digest)
    return digest.pk


def _waiting_with(message: OutboxMessage, now: datetime) -> QuerySet[OutboxMessage, OutboxMessage]:
    rows = OutboxMessage.objects.select_for_update(of=("self",), no_key=True).filter(
        person=message.person_id, to_email=message.to_email, language=message.language, kind__in=GATHERED, calendar="",
        state=State.QUEUED, claimed_at=None, due_at__lte=now,
    )  # fmt: skip
    return rows.order_by("created_at", "pk")


def _digest(mates: Sequence[OutboxMessage], now: datetime) -> OutboxMessage:
    first = mates[0]
    cause, provider = f"{DIGEST}:{first.pk}", Provider.objects.first()
    with override(first.language):
        subject = subject_of([mate.subject for mate in mates])
        plain, page = written(text_of(mates), title=subject, language=first.language, provider=provider)
    return OutboxMessage(
        cause=cause, kind=DIGEST, person_id=first.person_id, to_email=first.to_email, language=first.language,
        subject=subject, text=plain, html=page, message_id=message_id(cause), created_at=now, due_at=now,
    )  # fmt: skip


def subject_of(subjects: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(subjects) - 1
    said = ngettext("%(first)s – and %(n)s more message", "%(first)s – and %(n)s more messages", more)
    return said % {"first": subjects[0][:LONGEST_SUBJECT], "n": more}


def text_of(mates: Sequence[OutboxMessage]) -> str:
    """One after the other under their subjects, without the names at the end of each; one greeting, if all have it."""
    bodies = [mate.text.rpartition(CLOSING)[0] or mate.text for mate in mates]
    heads = {body.partition("\n\n")[0] for body in bodies}
    greeting = [heads.pop()] if len(heads) == 1 else []
    if greeting:
        bodies = [body.partition("\n\n")[2] for body in bodies]
    said = [f"{mate.subject}\n\n{body.strip()}" for mate, body in zip(mates, bodies, strict=True)]
    return "\n\n".join([*greeting, f"\n\n{RULE}\n\n".join(said)])
