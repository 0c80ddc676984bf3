"""Addresses that mail servers refuse for good: marked when it happens, cleared by a letter that arrives or by another
address on the record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from smtplib import SMTPRecipientsRefused

from people.models import RefusedAddress

# RFC 5321: no such mailbox, not here, not a name. Other refusals are about us or about the message.
NO_MAILBOX = frozenset({550, 551, 553})
# RFC 3463: x.7 is a policy (a block list, say), x.2.2 a mailbox that is full: the address itself is right.
NOT_THE_ADDRESS = re.compile(rb"\s*[45]\.(?:7\.\d+|2\.2)\b")


def is_of_the_address(error: Exception) -> bool:
    """Whether it is the address that is wrong, not our server or the letter."""
    if not isinstance(error, SMTPRecipientsRefused) or not error.recipients:
        return False
    return all(
        code in NO_MAILBOX and not NOT_THE_ADDRESS.match(_bytes(reply)) for code, reply in error.recipients.values()
    )


def mark(email: str, error: str, *, now: datetime) -> None:
    RefusedAddress.objects.update_or_create(email=email.lower(), defaults={"error": error, "at": now})


def clear(email: str) -> None:
    """It was written to, or nobody has it any more."""
    RefusedAddress.objects.filter(email=email.lower()).delete()


def refused(emails: Iterable[str]) -> set[str]:
    """Of these addresses those that are refused, in one query."""
    asked = {email.lower() for email in emails} - {""}
    return set(RefusedAddress.objects.filter(email__in=asked).values_list("email", flat=True)) if asked else set()


def _bytes(reply: object) -> bytes:
    return reply if isinstance(reply, bytes) else str(reply).encode()
