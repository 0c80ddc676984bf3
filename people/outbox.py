"""Every message to a person or an organisation is a row first, written with what causes it (design §3.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people import tasks
from people.addressing import address_of as address_of
from people.addressing import addresses_of as addresses_of
from people.letters import written
from people.message_ids import message_id as message_id
from people.models import Organisation, OutboxMessage, Person, Provider, User
from people.nudging import nudge

State = OutboxMessage.State
AT_ONCE = 500  # rows of a statement

# Sending has its own half of the table in `people.delivering`: queued or failed → sending → sent, failed or given up.
MOVES: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.WITHDRAWN}),
    # It may arrive all the same, and is noted as sent then; what is refused now is never tried again.
    State.SENDING: frozenset({State.WITHDRAWN}),
    State.FAILED: frozenset({State.QUEUED, State.WITHDRAWN}),
    State.GIVEN_UP: frozenset({State.QUEUED, State.POSTED, State.WITHDRAWN}),
    State.TO_POST: frozenset({State.QUEUED, State.POSTED, State.WITHDRAWN}),
}


def post(
    *,
    cause: str,
    kind: str,
    language: str,
    subject: str,
    text: str,
    html: str = "",
    calendar: str = "",
    person: Person | None = None,
    organisation: Organisation | None = None,
    to_email: str = "",
    provider: Provider | None = None,
    unsubscribe: str = "",
) -> OutboxMessage:
    """Write the message once per cause, in the caller's transaction; without an address it is to be printed and posted.

    `text` is paragraphs; `people.letters` closes it with the provider's name and makes the HTML where none is given.
    Whoever writes many at once brings the address that they have looked up, and the provider.
    """
    if existing := OutboxMessage.objects.filter(cause=cause).first():
        return existing
    letter = Letter(cause, kind, language, subject, text, html, calendar, person, organisation, unsubscribe)
    address = to_email or address_of(person, organisation)
    message = _message(letter, address=address, provider=provider or Provider.objects.first())
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if existing := OutboxMessage.objects.filter(cause=cause).first():  # written at the same moment elsewhere
            return existing
        raise
    if address:
        nudge(tasks.deliver, message.pk)
    return message


@dataclass(frozen=True)
class Letter:
    """What is said once to one reader, because of one cause."""

    cause: str
    kind: str
    language: str
    subject: str
    text: str
    html: str = ""
    calendar: str = ""
    person: Person | None = None
    organisation: Organisation | None = None
    unsubscribe: str = ""


def post_all(letters: Iterable[Letter], *, addresses: Mapping[int, str]) -> None:
    """The same for many people at once, whose `addresses_of` are known: a few statements, and one nudge for all."""
    provider = Provider.objects.first()
    messages = [
        _message(letter, address=addresses[letter.person.pk] if letter.person else "", provider=provider)
        for letter in letters
    ]
    # What a cause has said already stands.
    OutboxMessage.objects.bulk_create(messages, batch_size=AT_ONCE, ignore_conflicts=True)
    if any(message.to_email for message in messages):
        nudge(tasks.send_outbox)


def _message(letter: Letter, *, address: str, provider: Provider | None) -> OutboxMessage:
    title = " ".join(line.strip() for line in letter.subject.splitlines())
    plain, page = written(letter.text, title=title, language=letter.language, provider=provider)
    return OutboxMessage(
        cause=letter.cause,
        kind=letter.kind,
        person=letter.person,
        organisation=letter.organisation,
        to_email=address,
        language=letter.language,
        subject=title,
        text=plain,
        html=letter.html or page,
        calendar=letter.calendar,
        unsubscribe=letter.unsubscribe,
        message_id=message_id(letter.cause),
        state=State.QUEUED if address else State.TO_POST,
    )


def mark_posted(message: OutboxMessage, *, by: User, on: date) -> OutboxMessage:
    """The printed message went out on that day."""
    today = timezone.localdate()
    if not timezone.localdate(message.created_at) <= on <= today:
        raise ValidationError(_("It was posted between the day it was written and today."))
    return _move(message, State.POSTED, posted_on=on, posted_by=by)


def retry(message: OutboxMessage, *, by: User, now: datetime | None = None) -> OutboxMessage:
    """Send it (again), to the address that is on record today, with the same Message-ID."""
    address = address_of(message.person, message.organisation) or (
        message.to_email if message.person is None and message.organisation is None else ""
    )
    if not address:
        raise ValidationError(_("There is no e-mail address of their own on record: add it first, or post the letter."))
    at = now or timezone.now()
    with transaction.atomic():
        row = _move(
            message, State.QUEUED, to_email=address, attempts=0, due_at=at, error="", retried_by=by, retried_at=at
        )
        nudge(tasks.deliver, row.pk)
    return row


def retry_all(messages: Iterable[OutboxMessage], *, by: User, now: datetime | None = None) -> tuple[int, int]:
    """Each through the same door: how many are sent again, and how many have no address or have moved on meanwhile."""
    again, left = 0, 0
    for message in messages:
        try:
            retry(message, by=by, now=now)
            again += 1
        except ValidationError:
            left += 1
    return again, left


def withdraw(messages: QuerySet[OutboxMessage, OutboxMessage]) -> int:
    """Whoever it concerns wants it no more: what has not gone out never will. Returns how many that were.

    One that is on its way at this moment may arrive.
    """
    old = [state for state, allowed in MOVES.items() if State.WITHDRAWN in allowed]
    return messages.filter(state__in=old).order_by().update(state=State.WITHDRAWN)


def _move(message: OutboxMessage, to: State, **fields: object) -> OutboxMessage:
    """The one door for people; a worker may hold the row at the same moment, so the old state is a condition."""
    old = [state for state, allowed in MOVES.items() if to in allowed]
    moved = OutboxMessage.objects.filter(pk=message.pk, state__in=old).update(state=to, **fields)
    message.refresh_from_db()
    if not moved:
        raise ValidationError(
            _("The message is in the state “%(state)s”: that cannot be done now."),
            params={"state": message.get_state_display()},
        )
    return message
