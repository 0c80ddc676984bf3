"""PDFs that are owed: claimed once, bytes first, then the row; a kill at any instruction loses nothing (design §3.6).

A worker that dies between the storing of the bytes and the row leaves a file that no row names. Nobody sweeps those:
they are a few kilobytes under a random key, harmless, and a sweep that deletes could one day delete the wrong file.
"""

from __future__ import annotations

import hashlib
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, When
from django.utils import timezone

from certificates import design
from certificates.models import Batch, DocumentFile, RenderJob
from people.paper import PaperUnavailable, paper_problem

log = structlog.get_logger()
State, Reason = RenderJob.State, RenderJob.Reason

# A page takes half a second; a claim this old belongs to a worker that died.
STALE = timedelta(minutes=5)
# A fault of the program fails again; a storage that is away comes back, within half a day; deploys kill, papers do not.
TRIES = {Reason.FAULT: 3, Reason.STORAGE: 30}
KILLS = 10
LONGEST_WAIT = timedelta(minutes=30)


def open_jobs(now: datetime) -> Q:
    """Nobody is working on them: due and not claimed, or claimed by a worker that died."""
    return Q(state=State.QUEUED, due_at__lte=now) | Q(state=State.CLAIMED, claimed_at__lte=now - STALE)


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
    if job.kills >= KILLS:
        give_up(job, Reason.KILLED)
        return False
    return _make(job, now=claimed_at)


def _make(job: RenderJob, *, now: datetime) -> bool:
    try:
        pdf = design.render(job.document.snapshot)
    except PaperUnavailable as error:
        _back(job, Reason.PAPER, str(error), due_at=now)
        return False
    except Exception as error:
        fail(job, Reason.FAULT, error, now=now)
        return False
    try:
        store(job, pdf)
    except IntegrityError:  # another worker, whose claim we thought dead, was faster
        return False
    except Exception as error:
        fail(job, Reason.STORAGE, error, now=now)
        return False
    return True


def claim(pk: int, *, now: datetime) -> bool:
    claimed = RenderJob.objects.filter(open_jobs(now), pk=pk).update(
        state=State.CLAIMED, claimed_at=now, kills=F("kills") + _DIED, reason="", error=""
    )
    return bool(claimed)


# A claim that is taken over has a worker that died.
_DIED = Case(When(state=State.CLAIMED, then=1), default=0)


def store(job: RenderJob, pdf: bytes) -> None:
    """Bytes under a fresh key first; then, in one transaction, the row that names them and the end of the job."""
    key = default_storage.save(f"documents/{job.document.year}/{uuid4().hex}.pdf", ContentFile(pdf))
    with transaction.atomic():
        DocumentFile.objects.create(
            document=job.document, key=key, sha256=hashlib.sha256(pdf).hexdigest(), size=len(pdf)
        )
        RenderJob.objects.filter(pk=job.pk).update(state=State.DONE, done_at=timezone.now(), reason="", error="")


def fail(job: RenderJob, reason: str, error: Exception, *, now: datetime) -> None:
    """Try again, the storage after growing waits; after the last try somebody has to look at it."""
    attempts = job.attempts + 1
    log.error("render_failed", job=job.pk, attempts=attempts, error=type(error).__name__)
    text = f"{type(error).__name__}: {error}"
    if attempts >= TRIES[Reason(reason)]:
        give_up(job, reason, text, attempts=attempts)
    else:
        due_at = now + wait_after(attempts) if reason == Reason.STORAGE else now
        _back(job, reason, text, attempts=attempts, due_at=due_at)


def wait_after(attempts: int) -> timedelta:
    """1, 2, 4, 8, 16 minutes, then half an hour each: thirty tries outlast a night.

    >>> wait_after(3)
    datetime.timedelta(seconds=240)
    """
    return min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_WAIT)


def give_up(job: RenderJob, reason: str, error: str = "", **fields: Any) -> None:
    _end(job, State.FAILED, reason=reason, error=error[:300], **fields)


def _back(job: RenderJob, reason: str, error: str, **fields: Any) -> None:
    _end(job, State.QUEUED, reason=reason, error=error[:300], **fields)


def _end(job: RenderJob, state: RenderJob.State, **fields: Any) -> None:
    """Only of our own claim: another worker may hold it by now."""
    RenderJob.objects.filter(pk=job.pk, state=State.CLAIMED, claimed_at=job.claimed_at).update(state=state, **fields)


def wait_for_paper(problem: str) -> None:
    """Without Pango the jobs wait, and the page of the batch says for what."""
    owed = RenderJob.objects.filter(state=State.QUEUED).exclude(reason=Reason.PAPER, error=problem[:300])
    owed.update(reason=Reason.PAPER, error=problem[:300])


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
    for pk in list(owed):
        if time.monotonic() > deadline:
            break
        made += render(pk, now=now)
    return made
