"""How far the PDFs of a batch are: read from the rows, so it survives leaving the page and a restart."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from certificates.models import Batch, RenderJob

State, Reason = RenderJob.State, RenderJob.Reason
# Of thousands that failed the page of the batch names a few; the others are on a page of their own.
NAMED = 20


@dataclass(frozen=True)
class Progress:
    total: int
    done: int
    failures: int = 0
    # The first of those that failed, and why how many of them all did.
    failed: list[RenderJob] = field(default_factory=list)
    reasons: list[tuple[str, int]] = field(default_factory=list)
    waiting: RenderJob | None = None

    @property
    def is_over(self) -> bool:
        """Nothing moves any more by itself: all are ready or have failed for good."""
        return self.done + self.failures >= self.total

    @property
    def unnamed(self) -> int:
        return self.failures - len(self.failed)


def progress_of(batch: Batch) -> Progress:
    """One query where all goes well, whatever the size of the batch."""
    jobs = RenderJob.objects.filter(document__batch=batch)
    count = jobs.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(state=State.DONE)),
        failures=Count("pk", filter=Q(state=State.FAILED)),
        waiting=Count("pk", filter=Q(state=State.QUEUED) & ~Q(reason="")),
    )
    waiting = jobs.filter(state=State.QUEUED).exclude(reason="").order_by("pk").first() if count["waiting"] else None
    failed = list(failed_of(batch)[:NAMED]) if count["failures"] else []
    reasons = reasons_of(batch) if count["failures"] > NAMED else []
    return Progress(count["total"], count["done"], count["failures"], failed, reasons, waiting)


def failed_of(batch: Batch) -> QuerySet[RenderJob]:
    """Those that nobody tries any more until somebody asks for it."""
    return RenderJob.objects.filter(document__batch=batch, state=State.FAILED).select_related("document").order_by("pk")


def reasons_of(batch: Batch) -> list[tuple[str, int]]:
    """Why how many failed, the most frequent first."""
    counted = failed_of(batch).order_by().values("reason").annotate(n=Count("pk")).order_by("-n", "reason")
    rows = counted.values_list("reason", "n")
    return [(str(Reason(reason).label) if reason else "", n) for reason, n in rows]
