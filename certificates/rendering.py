"""PDFs that are owed, made in chunks by as many workers as there are; a kill at any instruction loses nothing.

A worker claims some jobs at once, renders each, stores its bytes, and then, in one transaction, writes the rows that
name the bytes and ends the jobs (design §3.6). What fails, fails alone. A claim that a dead worker left behind is taken
over job by job: what kills its worker takes no neighbour with it a second time.

A worker that dies between the storing of the bytes and the rows leaves files that no row names. Nobody sweeps those:
they are a few kilobytes under random keys, harmless, and a sweep that deletes could one day delete the wrong file.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.utils import timezone

from certificates import claiming, design, storing
from certificates.claiming import Chunk
from certificates.models import DocumentFile, RenderJob
from certificates.paper.pictures import PictureMissing
from people.paper import PaperUnavailable, paper_problem

log = structlog.get_logger()
State, Reason = RenderJob.State, RenderJob.Reason

# A chunk grows while it is quick and shrinks while it is slow: others find something to do, and progress is seen.
FIRST_CHUNK, LARGEST_CHUNK = 4, 64
QUICK, SLOW = 0.5, 2.0
# Long before its claim would look dead, a worker gives back what it has not begun.
LONGEST_CHUNK = 60.0
# A fault of the program fails again; a storage that is away comes back, within half a day; deploys kill, papers do not.
TRIES = {Reason.FAULT: 3, Reason.STORAGE: 30, Reason.PICTURE: 30}
KILLS = 10
LONGEST_WAIT = timedelta(minutes=30)


def render(pk: int, *, now: datetime | None = None) -> bool:
    """Make the PDF of one job, if it is still owed and nobody else is making it."""
    at = now or timezone.now()
    try:
        require_paper()
        return make(claiming.claim(1, now=at, only=pk), now=at) == 1
    except PaperUnavailable as problem:
        wait_for_paper(str(problem))
        return False


def sweep(*, seconds: float = 50, now: datetime | None = None, call: Callable[[], object] = lambda: None) -> int:
    """Make what is owed, oldest first, for so many seconds; where one chunk is not all of it, `call` one more worker.

    Whoever is called does the same: so all workers that are free come to help, and one call too many is made.
    """
    deadline, made, size, called = time.monotonic() + seconds, 0, FIRST_CHUNK, False
    try:
        require_paper()
        while (began := time.monotonic()) < deadline:
            at = now or timezone.now()
            chunk = claiming.claim(size, now=at)
            if not chunk.jobs:
                break
            if chunk.leaves_more and not called:
                called = True
                call()
            made += make(chunk, now=at)
            size = next_size(size, seconds=time.monotonic() - began)
    except PaperUnavailable as problem:
        wait_for_paper(str(problem))
    return made


def next_size(size: int, *, seconds: float) -> int:
    """How many to claim after a chunk of this size that took so long.

    >>> next_size(4, seconds=0.1), next_size(8, seconds=1.0), next_size(8, seconds=3.0), next_size(1, seconds=9.0)
    (8, 8, 4, 1)
    """
    if seconds < QUICK:
        return min(2 * size, LARGEST_CHUNK)
    return max(size // 2, 1) if seconds > SLOW else size


def make(chunk: Chunk, *, now: datetime) -> int:
    """Store the PDF of each, then record them together, and give back what was not begun; how many were recorded."""
    files, until = [], time.monotonic() + LONGEST_CHUNK
    try:
        for place, job in enumerate(chunk.jobs):
            if place and time.monotonic() > until:
                break
            if file := _file_of(job, now=now):
                files.append(file)
    finally:
        made = claiming.record(chunk, files)
        claiming.release(chunk)
    return made


def _file_of(job: RenderJob, *, now: datetime) -> DocumentFile | None:
    if job.kills >= KILLS:
        give_up(job, Reason.KILLED)
        return None
    try:
        pdf = design.render(job.document.snapshot)
    except PictureMissing as error:
        fail(job, Reason.PICTURE, error, now=now)
        return None
    except PaperUnavailable:  # not this paper's fault
        raise
    except Exception as error:
        fail(job, Reason.FAULT, error, now=now)
        return None
    try:
        return storing.store(job.document, pdf)
    except Exception as error:
        fail(job, Reason.STORAGE, error, now=now)
        return None


def fail(job: RenderJob, reason: str, error: Exception, *, now: datetime) -> None:
    """Try again after growing waits; after the last try somebody has to look at it."""
    attempts = job.attempts + 1
    log.error("render_failed", job=job.pk, attempts=attempts, error=type(error).__name__)
    text = f"{type(error).__name__}: {error}"
    if attempts >= TRIES[Reason(reason)]:
        give_up(job, reason, text, attempts=attempts)
    else:
        due_at = now + wait_after(attempts)
        claiming.end(job, State.QUEUED, reason=reason, error=text[:300], attempts=attempts, due_at=due_at)


def wait_after(attempts: int) -> timedelta:
    """1, 2, 4, 8, 16 minutes, then half an hour each: thirty tries outlast a night.

    >>> wait_after(3)
    datetime.timedelta(seconds=240)
    """
    return min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_WAIT)


def give_up(job: RenderJob, reason: str, error: str = "", **fields: Any) -> None:
    claiming.end(job, State.FAILED, reason=reason, error=error[:300], **fields)


def require_paper() -> None:
    if problem := paper_problem():
        raise PaperUnavailable(problem)


def wait_for_paper(problem: str) -> None:
    """Without Pango the jobs wait, and the page of the batch says for what."""
    owed = RenderJob.objects.filter(done_at=None, state=State.QUEUED)
    owed.exclude(reason=Reason.PAPER, error=problem[:300]).update(reason=Reason.PAPER, error=problem[:300])
