"""Every message to a person or an organisation is a row first, written with what causes it (design §3.7)."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from people import letters, tasks
from people.models import Organisation, OutboxMessage, Person, Provider, User
from people.nudging import nudge

State = OutboxMessage.State

# Sending has its own half of the table in `people.delivering`: queued or failed → sending → sent, failed or given up.
MOVES: dict[State, frozenset[State]] = {
    State.FAILED: frozenset({State.QUEUED}),
    State.GIVEN_UP: frozenset({State.QUEUED, State.POSTED}),
    State.TO_POST: frozenset({State.QUEUED, State.POSTED}),
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
) -> OutboxMessage:
    """Write the message once per cause, in the caller's transaction; without an address it is to be printed and posted.

    `text` is paragraphs; `people.letters` closes it with the provider's name and makes the HTML where none is given.
    Whoever writes many at once brings the address that they have looked up, and the provider.
    """
    if existing := OutboxMessage.objects.filter(cause=cause).first():
        return existing
    address = to_email or address_of(person, organisation)
    title = " ".join(line.strip() for line in subject.splitlines())
    plain, page = letters.written(text, title=title, language=language, provider=provider or Provider.objects.first())
    message = OutboxMessage(
        cause=cause,
        kind=kind,
        person=person,
        organisation=organisation,
        to_email=address,
        language=language,
        subject=title,
        text=plain,
        html=html or page,
        calendar=calendar,
        message_id=message_id(cause),
        state=State.QUEUED if address else State.TO_POST,
    )
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


def message_id(cause: str) -> str:
    """The same for ever for one cause of one installation, and nothing that can be read out of it."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{salted_hmac('people.outbox', cause, algorithm='sha256').hexdigest()[:40]}@{host}>"


def address_of(person: Person | None, organisation: Organisation | None = None) -> str:
    """Where e-mail reaches them, if anywhere: an address that several people share is nobody's own (design §2)."""
    if person is not None:
        person = person.merged_into or person  # one human has one address: that of the record that was kept
        others = Person.objects.filter(email=person.email, merged_into=None).exclude(pk=person.pk)
        return "" if not person.email or others.exists() else person.email
    return organisation.email if organisation is not None else ""


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
