"""An id in, one rule called: the rows are the truth, so a task may run twice, late or never."""

from __future__ import annotations

from celery import shared_task

from people import delivering


@shared_task  # type: ignore[untyped-decorator]
def deliver(pk: int) -> None:
    delivering.deliver(pk)


@shared_task  # type: ignore[untyped-decorator]
def send_outbox() -> None:
    delivering.send_due()
