"""An id in, one rule called: the rows are the truth, so a task may run twice, late or never."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command

from people import delivering
from people.chains import link
from people.nudging import nudge


@shared_task  # type: ignore[untyped-decorator]
def deliver(pk: int) -> None:
    delivering.deliver(pk)


@shared_task  # type: ignore[untyped-decorator]
def send_outbox(token: str = "") -> None:
    """What is more than one turn's worth waits behind the other tasks, not for the next minute."""
    following = link("letters", token)
    if following and delivering.send_due() and delivering.is_anything_due():
        nudge(send_outbox, following)


@shared_task  # type: ignore[untyped-decorator]
def clear_sessions() -> None:
    """Rows of browsers whose time is over, with whatever waited in them."""
    call_command("clearsessions")
