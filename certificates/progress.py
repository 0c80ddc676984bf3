"""How far the PDFs of a batch are: read from the rows, so it survives leaving the page and a restart."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from certificates.models import Batch, RenderJob

State = RenderJob.State


@dataclass(frozen=True)
class Progress:
    total: int
    done: int
    failed: list[RenderJob]
    waiting: RenderJob | None

    @property
    def is_over(self) -> bool:
        """Nothing moves any more by itself: all are ready or have failed for good."""
        return self.done + len(self.failed) >= self.total


def progress_of(batch: Batch) -> Progress:
    jobs = RenderJob.objects.filter(document__batch=batch)
    count = jobs.aggregate(total=Count("pk"), done=Count("pk", filter=Q(state=State.DONE)))
    failed = list(jobs.filter(state=State.FAILED).select_related("document").order_by("pk"))
    waiting = jobs.filter(state=State.QUEUED).exclude(reason="").order_by("pk").first()
    return Progress(count["total"], count["done"], failed, waiting)
