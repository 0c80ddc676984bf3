"""Who makes which PDF: jobs are claimed in chunks, each by one worker, and only its holder ends it (design §3.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone

from certificates.models import DocumentFile, RenderJob

State = RenderJob.State

# A claim this old belongs to a worker that died.
STALE = timedelta(minutes=5)
# Of a claim that is taken over, the worker died.
_DIED = Case(When(state=State.CLAIMED, then=1), default=0)


@dataclass(frozen=True)
class Chunk:
    """What one worker holds under one claim; and whether it left some that nobody works on."""

    claim: UUID
    jobs: Sequence[RenderJob]
    leaves_more: bool

    def held(self) -> QuerySet[RenderJob]:
        """Those that are still ours: a worker that was thought dead holds nothing any more."""
        keys = [job.pk for job in self.jobs]
        return RenderJob.objects.filter(pk__in=keys, claim=self.claim, state=State.CLAIMED)


def open_jobs(now: datetime) -> QuerySet[RenderJob]:
    """Nobody works on them: due and not claimed, or claimed by a worker that died. The oldest first."""
    # That they are not done is said twice: so they are found among millions that are (`render_jobs_owed`).
    owed = RenderJob.objects.filter(done_at=None)
    died = Q(state=State.CLAIMED, claimed_at__lte=now - STALE)
    return owed.filter(Q(state=State.QUEUED, due_at__lte=now) | died).order_by("pk")


def claim(size: int, *, now: datetime, only: int | None = None) -> Chunk:
    """Take the oldest that nobody works on, so many at most; what another takes at this moment is not waited for.

    A job whose worker died once is taken alone: should it be what kills workers, no other is lost with it.
    """
    found = open_jobs(now) if only is None else open_jobs(now).filter(pk=only)
    token = uuid4()
    with transaction.atomic():
        rows = list(found.select_for_update(skip_locked=True)[: size + 1])
        together = list(takewhile(lambda job: job.state == State.QUEUED and not job.kills, rows[:size]))
        keys = [job.pk for job in together or rows[:1]]
        RenderJob.objects.filter(pk__in=keys).update(
            state=State.CLAIMED, claim=token, claimed_at=now, kills=F("kills") + _DIED, reason="", error=""
        )
    jobs = RenderJob.objects.filter(pk__in=keys).select_related("document").order_by("pk")
    return Chunk(token, list(jobs), leaves_more=len(rows) > len(keys))


def record(chunk: Chunk, files: Sequence[DocumentFile]) -> int:
    """In one transaction the rows that name the stored bytes, and the end of the jobs: of those that are still ours."""
    with transaction.atomic():
        held = set(chunk.held().select_for_update().values_list("document_id", flat=True))
        ours = [file for file in files if file.document_id in held]
        # A document that has its file already keeps that one.
        DocumentFile.objects.bulk_create(ours, ignore_conflicts=True)
        chunk.held().filter(document__in=[file.document_id for file in ours]).update(
            state=State.DONE, claim=None, done_at=timezone.now(), reason="", error=""
        )
    return len(ours)


def end(job: RenderJob, state: RenderJob.State, **fields: Any) -> None:
    """Of one that is not to be recorded, if it is still under our claim."""
    mine = RenderJob.objects.filter(pk=job.pk, claim=job.claim, state=State.CLAIMED)
    mine.update(state=state, claim=None, **fields)


def release(chunk: Chunk) -> None:
    """Back into the queue with whatever was neither recorded nor ended."""
    chunk.held().update(state=State.QUEUED, claim=None)
