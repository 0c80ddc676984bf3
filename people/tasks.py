"""An id in, one rule called: the rows are the truth, so a task may run twice, late or never."""

from __future__ import annotations

from celery import shared_task

from people import delivering
from people.nudging import nudge


@shared_task  # type: ignore[untyped-decorator]
def deliver(pk: int) -> None:
    delivering.deliver(pk)


@shared_task  # type: ignore[untyped-decorator]
def send_outbox() -> None:
    """What is more than one turn's worth waits behind the other tasks, not for the next minute."""
    if delivering.send_due() and delivering.is_anything_due():
        nudge(send_outbox)
