"""PDFs that are owed: claimed once, bytes first, then the row; a kill at any instruction loses nothing (design §3.6).

A worker that dies between the storing of the bytes and the row leaves a file that no row names. Nobody sweeps those:
they are a few kilobytes under a random key, harmless, and a sweep that deletes could one day delete the wrong file.
"""

from __future__ import annotations

import hashlib
import time
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from certificates import design
from certificates.models import Batch, DocumentFile, RenderJob
from people.paper import PaperUnavailable, paper_problem

log = structlog.get_logger()
State = RenderJob.State

# A page takes half a second; a claim this old belongs to a worker that died.
STALE = timedelta(minutes=5)
TRIES = 3


def open_jobs(now: datetime) -> Q:
    """Nobody is working on them: never claimed, or claimed by a worker that died."""
    return Q(state=State.QUEUED) | Q(state=State.CLAIMED, claimed_at__lte=now - STALE)


def render(pk: int, *, now: datetime | None = None) -> bool:
    """Make the PDF of one job, if it is still owed and nobody else is making it."""
    problem = paper_problem()
    if problem is not None:
        wait_for_paper(problem)
        return False
    claimed_at = now or timezone.now()
    if not claim(pk, now=claimed_at):
        return False
    job = RenderJob.objects.select_related("document").get(pk=pk)
    if job.attempts > TRIES:
        give_up(job, "The worker stopped while it was making this PDF, every time.")
        return False
    try:
        store(job, design.render(job.document.snapshot))
    except IntegrityError:  # another worker, whose claim we thought dead, was faster
        return False
    except Exception as error:
        fail(job, error)
        return False
    return True


def claim(pk: int, *, now: datetime) -> bool:
    claimed = RenderJob.objects.filter(open_jobs(now), pk=pk).update(
        state=State.CLAIMED, claimed_at=now, attempts=F("attempts") + 1, error=""
    )
    return bool(claimed)


def store(job: RenderJob, pdf: bytes) -> None:
    """Bytes under a fresh key first; then, in one transaction, the row that names them and the end of the job."""
    key = default_storage.save(f"documents/{job.document.year}/{uuid4().hex}.pdf", ContentFile(pdf))
    with transaction.atomic():
        DocumentFile.objects.create(
            document=job.document, key=key, sha256=hashlib.sha256(pdf).hexdigest(), size=len(pdf)
        )
        RenderJob.objects.filter(pk=job.pk).update(state=State.DONE, done_at=timezone.now(), error="")


def fail(job: RenderJob, error: Exception) -> None:
    """Try again at the next sweep, three times; then somebody has to look at it."""
    log.error("render_failed", job=job.pk, attempts=job.attempts, error=type(error).__name__)
    reason = f"{type(error).__name__}: {error}"[:300]
    if isinstance(error, PaperUnavailable):
        RenderJob.objects.filter(pk=job.pk, state=State.CLAIMED).update(
            state=State.QUEUED, attempts=F("attempts") - 1, error=str(error)[:300]
        )
    elif job.attempts < TRIES:
        RenderJob.objects.filter(pk=job.pk, state=State.CLAIMED).update(state=State.QUEUED, error=reason)
    else:
        give_up(job, reason)


def give_up(job: RenderJob, reason: str) -> None:
    RenderJob.objects.filter(pk=job.pk, state=State.CLAIMED).update(state=State.FAILED, error=reason)


def wait_for_paper(problem: str) -> None:
    """Without Pango the jobs wait, and the page of the batch says for what."""
    RenderJob.objects.filter(state=State.QUEUED).exclude(error=problem[:300]).update(error=problem[:300])


def jobs_of(batch: Batch) -> list[int]:
    return list(
        RenderJob.objects.filter(document__batch=batch, state=State.QUEUED).order_by("pk").values_list("pk", flat=True)
    )


def sweep(*, seconds: float = 50, now: datetime | None = None) -> int:
    """Make what was lost or left behind, oldest first, until the next sweep is near."""
    if problem := paper_problem():
        wait_for_paper(problem)
        return 0
    deadline, made = time.monotonic() + seconds, 0
    owed = RenderJob.objects.filter(open_jobs(now or timezone.now())).order_by("pk").values_list("pk", flat=True)
    for pk in list(owed[:1000]):
        if time.monotonic() > deadline:
            break
        made += render(pk, now=now)
    return made
