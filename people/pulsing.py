"""Signs of life of what works in the background: each process writes its row, a page reads how old it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from people.models import Pulse

log = structlog.get_logger()
EVERY = 20.0  # seconds
# Longer without a sign, and the process is taken for dead.
LATE = timedelta(minutes=2)
# Whoever was silent so long was stopped, or runs elsewhere under another name.
FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True)
class Sign:
    """One process and its last sign; `name` is the machine it runs on."""

    part: str
    name: str
    at: datetime
    alive: bool


def beat(part: str, name: str, *, now: datetime | None = None) -> None:
    """Here is one; a database that does not answer is no reason for it to stop working."""
    at = now or timezone.now()
    try:
        Pulse.objects.update_or_create(name=f"{part}@{name}"[:200], defaults={"part": part, "at": at})
        Pulse.objects.filter(at__lt=at - FORGOTTEN).delete()
    except (DatabaseError, InterfaceError) as error:
        log.warning("pulse_not_written", part=part, error=type(error).__name__)
        connection.close()


def signs(now: datetime) -> list[Sign]:
    return [
        Sign(row.part, row.name.partition("@")[2], row.at, row.at >= now - LATE)
        for row in Pulse.objects.order_by("name")
    ]
