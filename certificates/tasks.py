"""An id in, one rule called: the rows are the truth, so a task may run twice, late or never."""

from __future__ import annotations

from celery import shared_task

from certificates import rendering
from certificates.models import Batch


@shared_task  # type: ignore[untyped-decorator]
def render(pk: int) -> None:
    rendering.render(pk)


@shared_task  # type: ignore[untyped-decorator]
def render_batch(pk: int) -> None:
    """One nudge from the page; the worker deals the batch out to all workers."""
    for job in rendering.jobs_of(Batch.objects.get(pk=pk)):
        render.delay(job)


@shared_task  # type: ignore[untyped-decorator]
def sweep_renders() -> None:
    rendering.sweep()
