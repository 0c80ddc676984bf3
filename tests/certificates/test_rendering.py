"""PDFs that are owed: each is made once, whatever happens to who makes it."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Barrier

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from certificates import design, issuing, rendering
from certificates.models import DocumentFile, RenderJob
from certificates.progress import progress_of
from people import paper
from people.paper import PaperUnavailable
from tests.certificates.dying import STEPS
from tests.certificates.issued import head, issued, organiser, prepared
from tests.services import Worker, database_url, needs_services, wait_until

pytestmark = pytest.mark.django_db
State = RenderJob.State
ROOT = Path(__file__).resolve().parent.parent.parent


def later(minutes: int = 6) -> datetime:
    return timezone.now() + timedelta(minutes=minutes)


def make_jobs(count: int) -> list[int]:
    documents = issued(*["44"] * count)  # statements: one page, made in half the time
    return [document.job.pk for document in documents]


def is_whole(file: DocumentFile) -> bool:
    with default_storage.open(file.key) as stored:
        pdf = stored.read()
    return pdf.startswith(b"%PDF") and (len(pdf), sha256(pdf).hexdigest()) == (file.size, file.sha256)


def test_a_job_becomes_a_stored_file_with_its_digest() -> None:
    pk = issued("89.5")[0].job.pk
    assert rendering.render(pk) is True
    job = RenderJob.objects.get(pk=pk)
    assert (job.state, job.attempts, job.error) == ("done", 0, "")
    assert is_whole(job.document.file)


def test_a_file_is_never_made_a_second_time() -> None:
    (pk,) = make_jobs(1)
    rendering.render(pk)
    before = DocumentFile.objects.get()
    assert rendering.render(pk, now=later()) is False
    assert DocumentFile.objects.get() == before


def test_a_live_claim_is_left_alone_and_a_dead_one_is_taken_up() -> None:
    (pk,) = make_jobs(1)
    now = timezone.now()
    assert rendering.claim(pk, now=now)
    assert rendering.render(pk, now=now + rendering.STALE - timedelta(seconds=1)) is False
    assert rendering.render(pk, now=now + rendering.STALE) is True


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_job_make_one_file() -> None:
    (pk,) = make_jobs(1)
    barrier = Barrier(2)

    def work(_worker: int) -> bool:
        try:
            barrier.wait()
            return rendering.render(pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, range(2))) == [False, True]
    assert DocumentFile.objects.count() == 1


def test_a_worker_thought_dead_that_comes_back_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    (pk,) = make_jobs(1)
    real = design.render

    def slow(snapshot: object) -> bytes:
        monkeypatch.setattr(design, "render", real)
        assert rendering.render(pk, now=later()) is True  # meanwhile another one took it over
        return real(snapshot)  # type: ignore[arg-type]

    monkeypatch.setattr(design, "render", slow)
    assert rendering.render(pk) is False
    assert RenderJob.objects.get(pk=pk).state == "done"
    assert is_whole(DocumentFile.objects.get())


# ---- failures --------------------------------------------------------------------------------------------------------
def test_a_fault_is_tried_three_times_and_then_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    (pk,) = make_jobs(1)

    def broken(snapshot: object) -> bytes:
        raise KeyError("provider")

    monkeypatch.setattr(design, "render", broken)
    states = []
    for _try in range(3):
        rendering.render(pk)
        states.append(RenderJob.objects.get(pk=pk).state)
    job = RenderJob.objects.get(pk=pk)
    assert states == ["queued", "queued", "failed"]
    assert (job.reason, job.error) == ("fault", "KeyError: 'provider'")
    assert rendering.render(pk) is False


def test_a_full_storage_is_waited_for_longer_and_longer_until_it_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    (pk,) = make_jobs(1)
    now = timezone.now()

    def full(self: FileSystemStorage, name: str, content: object) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as while_it_is_full:
        while_it_is_full.setattr(FileSystemStorage, "_save", full)
        waits = []
        for _try in range(7):
            rendering.render(pk, now=now)
            job = RenderJob.objects.get(pk=pk)
            waits.append((job.due_at - now) // timedelta(minutes=1))
            assert rendering.render(pk, now=now) is False  # before its time nobody takes it
            now = job.due_at
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert (job.state, job.reason, "No space left on device" in job.error) == ("queued", "storage", True)
    assert rendering.render(pk, now=now) is True
    job.refresh_from_db()
    assert (job.state, job.reason, job.error) == ("done", "", "")


def test_a_storage_that_never_comes_back_is_shown_after_half_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    (pk,) = make_jobs(1)
    RenderJob.objects.update(attempts=29)

    def full(self: FileSystemStorage, name: str, content: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    rendering.render(pk)
    assert RenderJob.objects.get(pk=pk).state == "failed"


def test_somebody_who_asks_gets_three_more_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    (pk,) = make_jobs(1)
    RenderJob.objects.update(state=State.FAILED, attempts=3, kills=10, reason="fault", error="OSError")
    batch, by = RenderJob.objects.get().document.batch, organiser()
    assert batch is not None
    assert issuing.retry(batch, by=by) == 1
    job = RenderJob.objects.get()
    assert (job.retried_by, job.retried_at is not None, job.reason) == (by, True, "")
    assert rendering.render(pk) is True


def test_a_job_that_kills_its_worker_every_time_is_given_up() -> None:
    (pk,) = make_jobs(1)
    now = timezone.now()
    for _death in range(rendering.KILLS):
        assert rendering.claim(pk, now=now)
        now += rendering.STALE
    assert rendering.render(pk, now=now) is False
    job = RenderJob.objects.get(pk=pk)
    assert (job.state, job.reason, job.kills) == ("failed", "killed", 10)


def test_workers_that_are_stopped_a_few_times_lose_no_paper() -> None:
    (pk,) = make_jobs(1)
    now = timezone.now()
    for _deploy in range(rendering.KILLS - 1):
        assert rendering.claim(pk, now=now)
        now += rendering.STALE
    assert rendering.render(pk, now=now) is True


def test_without_pango_the_jobs_wait_and_say_for_what(monkeypatch: pytest.MonkeyPatch) -> None:
    make_jobs(2)

    def missing() -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    with monkeypatch.context() as without:
        without.setattr(paper, "_weasyprint", missing)
        assert rendering.sweep() == 0
        batch = RenderJob.objects.first().document.batch  # type: ignore[union-attr]
        assert batch is not None
        waiting = progress_of(batch).waiting
        assert waiting is not None
        assert (waiting.reason, "apt-get install -y libpango" in waiting.error) == ("paper", True)
        assert set(RenderJob.objects.values_list("state", "attempts")) == {("queued", 0)}
    assert rendering.sweep() == 2
    assert progress_of(batch).waiting is None


def test_pango_lost_in_the_middle_costs_no_try(monkeypatch: pytest.MonkeyPatch) -> None:
    (pk,) = make_jobs(1)

    def lost(snapshot: object) -> bytes:
        raise PaperUnavailable("install it")

    monkeypatch.setattr(design, "render", lost)
    rendering.render(pk)
    job = RenderJob.objects.get(pk=pk)
    assert (job.state, job.attempts, job.reason, job.error) == ("queued", 0, "paper", "install it")


def test_the_sweep_makes_what_is_owed_and_stops_before_the_next_one() -> None:
    make_jobs(2)
    assert rendering.sweep(seconds=0) == 0
    assert rendering.sweep() == 2
    assert rendering.sweep() == 0


def test_progress_is_read_from_the_rows() -> None:
    make_jobs(3)
    first, second, third = RenderJob.objects.order_by("pk")
    batch = first.document.batch
    assert batch is not None
    rendering.render(first.pk)
    RenderJob.objects.filter(pk=second.pk).update(state=State.FAILED, error="OSError")
    half = progress_of(batch)
    assert (half.done, half.total, half.failed, half.is_over) == (1, 3, [second], False)
    rendering.render(third.pk)
    assert progress_of(batch).is_over


# ---- kill -9 ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_kill_at_any_instruction_loses_nothing_and_repeats_nothing(settings: Settings, tmp_path: Path) -> None:
    jobs = dict(zip(STEPS, make_jobs(len(STEPS)), strict=True))
    env = {**os.environ, "DATABASE_URL": database_url(), "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "tests.certificates.dying", *(f"{step}={pk}" for step, pk in jobs.items())]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [word for step in STEPS for word in (step, "-9")], done.stderr
    states = dict(RenderJob.objects.values_list("pk", "state"))
    assert {step: states[pk] for step, pk in jobs.items()} == {
        "claimed": "claimed", "half_stored": "claimed", "stored": "claimed", "recorded": "claimed", "committed": "done",
    }  # fmt: skip
    assert DocumentFile.objects.count() == 1
    assert rendering.sweep() == 0  # the claims are young: their workers may live
    assert rendering.sweep(now=later()) == len(STEPS) - 1
    assert set(RenderJob.objects.values_list("state", flat=True)) == {"done"}
    assert DocumentFile.objects.count() == len(STEPS)
    assert all(is_whole(file) for file in DocumentFile.objects.all())


@needs_services
@pytest.mark.timeout(240)
def test_a_worker_that_is_killed_and_started_again_delivers_every_document_once(celery_worker: Worker) -> None:
    documents = issuing_by_a_worker(celery_worker, 12)
    wait_until(lambda: RenderJob.objects.filter(state=State.DONE).count() >= 2, what=celery_worker.logs)
    celery_worker.kill()
    assert RenderJob.objects.exclude(state=State.DONE).exists()
    RenderJob.objects.filter(state=State.CLAIMED).update(claimed_at=later(-6))  # as if it was looked for later
    celery_worker.start()
    celery_worker.start_beat()
    wait_until(lambda: not RenderJob.objects.exclude(state=State.DONE).exists(), seconds=120, what=celery_worker.logs)
    assert DocumentFile.objects.count() == documents
    assert all(is_whole(file) for file in DocumentFile.objects.all())


def issuing_by_a_worker(worker: Worker, count: int) -> int:
    batch = prepared(*["44"] * count)
    worker.start()
    return len(issuing.sign(batch, by=head()))
