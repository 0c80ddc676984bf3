"""Sending the outbox: each row is claimed once, and a claim that a dead worker left behind is taken up again.

At least once with one stable Message-ID (design §3.7): a kill between the mail server's 250 and our own commit may
repeat the same Message-ID; nothing is lost, and no second Message-ID of one cause exists.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from enum import Enum
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from people import refusals
from people.claiming import STALE as STALE
from people.claiming import claim, due, hold_the_night
from people.languages import in_language
from people.models import OutboxMessage, Provider
from people.unsubscribing import headers_of

log = structlog.get_logger()
State = OutboxMessage.State

TRIES = 8
LONGEST_WAIT = timedelta(days=1)
# While the mail server itself is away, tries cost a letter nothing, for longer than any row of holidays.
PATIENCE = timedelta(days=10)
LONGEST_PAUSE = timedelta(minutes=30)
BATCH = 200
SECONDS = 10.0  # of a turn; then other tasks, as papers that are owed, have theirs
HELD = (State.SENDING, State.WITHDRAWN, State.ERASED)
CLOSING = 421  # RFC 5321, 3.8: the service is not available, and the line is closed


def wait_after(attempts: int) -> timedelta:
    """1, 4, 16, 64 minutes, 4 hours, 17 hours, a day: eight tries in two days for a letter that is refused.

    >>> wait_after(3)
    datetime.timedelta(seconds=960)
    """
    return min(timedelta(minutes=4 ** (attempts - 1)), LONGEST_WAIT)


def pause_after(waiting: timedelta) -> timedelta:
    """A minute at first, then a tenth of how long the letter has waited, up to half an hour.

    >>> pause_after(timedelta(hours=2))
    datetime.timedelta(seconds=720)
    """
    return min(max(waiting / 10, timedelta(minutes=1)), LONGEST_PAUSE)


class Outcome(Enum):
    NOTHING_TO_DO = "nothing to do"
    SENT = "sent"
    FAILED = "failed"
    SERVER_AWAY = "server away"


def send_due(*, seconds: float = SECONDS, now: datetime | None = None) -> int:
    """Send for so long what is due and count it; while the mail server is away the rest is left to the next minute."""
    hold_the_night(OutboxMessage.objects.all(), now=now or timezone.now())
    due_now = OutboxMessage.objects.filter(due(now or timezone.now())).order_by("due_at", "pk")
    sent, deadline = 0, time.monotonic() + seconds
    for pk in list(due_now.values_list("pk", flat=True)[:BATCH]):
        outcome = deliver(pk, now=now)
        sent += outcome is Outcome.SENT
        if outcome is Outcome.SERVER_AWAY or time.monotonic() > deadline:
            break
    return sent


def is_anything_due() -> bool:
    return OutboxMessage.objects.filter(due(timezone.now())).exists()


def deliver(pk: int, *, now: datetime | None = None) -> Outcome:
    """Claim, send, record; nothing to do where it is sent already, waits, or is in another worker's hands."""
    at = now or timezone.now()
    claimed = claim(pk, now=at)
    if claimed is None:
        return Outcome.NOTHING_TO_DO
    message = OutboxMessage.objects.filter(pk=claimed, state=State.SENDING, claimed_at=at).first()
    if message is None:  # called back since
        return Outcome.NOTHING_TO_DO
    if message.attempts > TRIES:
        return _failed(message, InterruptedError("no worker survived it"), at)
    try:
        email(message).send()
    except Exception as error:  # a message that cannot be built must not stop the ones behind it
        return _failed(message, error, at)
    _settle(message, state=State.SENT, sent_at=now or timezone.now(), error="")
    refusals.clear(message.to_email)
    log.info("message_sent", message=message.pk, kind=message.kind, attempts=message.attempts)
    return Outcome.SENT


def _failed(message: OutboxMessage, error: Exception, now: datetime) -> Outcome:
    why = _describe(error)
    log.warning("message_not_sent", message=message.pk, kind=message.kind, attempts=message.attempts, error=why)
    waiting = now - (message.retried_at or message.created_at)
    if _is_away(error) and waiting < PATIENCE:  # the attempt is given back
        due_at = now + pause_after(waiting)
        _settle(message, state=State.FAILED, due_at=due_at, attempts=message.attempts - 1, error=why)
        return Outcome.SERVER_AWAY
    if refusals.is_of_the_address(error):
        refusals.mark(message.to_email, why, now=now)
    hopeless = _refused_for_good(error) or message.attempts >= TRIES
    state = State.GIVEN_UP if hopeless else State.FAILED
    _settle(message, state=state, due_at=now + wait_after(message.attempts), error=why)
    return Outcome.SERVER_AWAY if _is_away(error) else Outcome.FAILED


def _settle(message: OutboxMessage, **fields: object) -> None:
    """Only the holder of the claim may record its end: a claim that was taken over is no longer ours.

    What was called back meanwhile is not tried again; if it has arrived, it was sent.
    """
    states = HELD if fields["state"] == State.SENT else (State.SENDING,)
    rows = OutboxMessage.objects.filter(pk=message.pk, state__in=states, claimed_at=message.claimed_at)
    rows.update(**fields)


def _is_away(error: Exception) -> bool:
    """Nobody answers, hangs up, does not let us in, or says 421: not this message's fault."""
    if isinstance(error, SMTPServerDisconnected | SMTPConnectError | SMTPHeloError | SMTPAuthenticationError):
        return True
    if isinstance(error, SMTPResponseException):
        return error.smtp_code == CLOSING
    return isinstance(error, OSError) and not isinstance(error, SMTPException | InterruptedError)


def _refused_for_good(error: Exception) -> bool:
    """The server says that this address will never take mail: trying again for two days helps nobody."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(500 <= code < 600 for code, _reply in error.recipients.values())


def _describe(error: Exception) -> str:
    """Kind and code alone: what servers answer repeats addresses."""
    codes: list[int] = []
    if isinstance(error, SMTPRecipientsRefused):
        codes = sorted({code for code, _reply in error.recipients.values()})
    elif isinstance(error, SMTPResponseException):
        codes = [error.smtp_code]
    return " ".join([type(error).__name__, *map(str, codes)])


def email(message: OutboxMessage) -> EmailMultiAlternatives:
    """The row as a letter: text, HTML and, where there is one, the invitation as calendars expect it."""
    provider = Provider.objects.first()
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {
        "Message-ID": message.message_id,
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
        **headers_of(message),
    }
    letter = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=formataddr((in_language(provider, "legal_name", message.language), sender))
        if provider
        else settings.DEFAULT_FROM_EMAIL,
        to=[message.to_email],
        reply_to=[provider.email] if provider and provider.email else None,
        headers=headers,
    )
    if message.html:
        letter.attach_alternative(message.html, "text/html")
    if message.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in message.calendar else "REQUEST"
        letter.attach_alternative(message.calendar, f"text/calendar; method={method}")
        letter.attach("invite.ics", message.calendar, f"text/calendar; method={method}; name=invite.ics")
    return letter
