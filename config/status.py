"""How the work in the background stands: who is alive, and what went wrong and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from people.models import OutboxMessage
from people.pulsing import Sign, signs

State = OutboxMessage.State
WRONG = (State.GIVEN_UP, State.FAILED)
PAGE = 50
PARTS = ("worker", "beat")
MOST = 1_000


@dataclass(frozen=True)
class Part:
    """Workers or beats: all that have shown themselves today."""

    key: str
    signs: list[Sign]

    @property
    def alive(self) -> int:
        return sum(sign.alive for sign in self.signs)


@dataclass(frozen=True)
class Wrong:
    """One reason, and how many messages met it."""

    error: str
    state: str
    count: int
    latest: datetime
    said: str


def parts(now: datetime) -> list[Part]:
    found = signs(now)
    return [Part(key, [sign for sign in found if sign.part == key]) for key in PARTS]


def wrong() -> list[Wrong]:
    """The reasons, what was given up first."""
    rows = (
        OutboxMessage.objects.filter(state__in=WRONG)
        .order_by()
        .values("state", "error")
        .annotate(n=Count("pk"), latest=Max("claimed_at"), written=Max("created_at"))
    )
    found = [
        Wrong(row["error"], row["state"], row["n"], row["latest"] or row["written"], in_words(row["error"]))
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.state != State.GIVEN_UP, -each.count, each.error))


def in_words(error: str) -> str:
    """What the kind and the code mean for whoever has to do something about it."""
    kind, code = error.partition(" ")[0], error.rpartition(" ")[2]
    if kind == "SMTPRecipientsRefused":
        if code.startswith("5"):
            return _("The address is refused: ask the person for another one.")
        return _("The address is not taken just now: it is tried again.")
    if kind in AWAY:
        return _("The mail server does not answer or does not let us in: see to its settings.")
    if kind == "SMTPSenderRefused":
        return _("Our own address is refused: see to the sender's settings.")
    if kind == "SMTPDataError":
        return _("The letter itself is refused, as advertising or for want of space.")
    if kind == "InterruptedError":
        return _("Whoever sent it stopped in the middle, again and again.")
    return _("The letter could not be made: tell the administrator.")


AWAY = frozenset({
    "SMTPServerDisconnected", "SMTPConnectError", "SMTPHeloError", "SMTPAuthenticationError", "ConnectionRefusedError",
    "ConnectionResetError", "TimeoutError", "gaierror", "OSError", "BrokenPipeError", "SSLError",
})  # fmt: skip


def failures(error: str | None = None) -> Iterator[OutboxMessage]:
    """What can be tried again, of one reason or of all, the oldest first."""
    rows = OutboxMessage.objects.filter(state__in=WRONG)
    rows = rows if error is None else rows.filter(error=error)
    yield from rows.select_related("person__merged_into", "organisation").order_by("created_at", "pk")[:MOST]
