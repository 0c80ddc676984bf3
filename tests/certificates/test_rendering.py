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
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from certificates import claiming, design, issuing, progress, rendering
from certificates.checking import problems
from certificates.chronicle import chronicle
from certificates.claiming import STALE
from certificates.models import Batch, DocumentFile, RenderJob
from certificates.progress import progress_of
from people import paper
from people.paper import PaperUnavailable
from tests.certificates.dying import STEPS
from tests.certificates.issued import head, issued, organiser
from tests.services import database_url

pytestmark = pytest.mark.django_db
State = RenderJob.State
ROOT = Path(__file__).resolve().parent.parent.parent


def later(minutes: int = 6) -> datetime:
    return timezone.now() + timedelta(minutes=minutes)


def make_jobs(count: int) -> list[int]:
    documents = issued(*["44"] * count)  # statements: one page, made in half the time
    return [document.job.pk for document in documents]


def batch_of(job: RenderJob) -> Batch:
    assert job.document.batch is not None
    return job.document.batch


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
    assert claiming.claim(1, now=now).jobs
    assert rendering.render(pk, now=now + STALE - timedelta(seconds=1)) is False
    assert rendering.render(pk, now=now + STALE) is True


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_jobs_make_each_file_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "FIRST_CHUNK", 2)
    jobs, barrier = make_jobs(9), Barrier(3)

    def work(_worker: int) -> int:
        try:
            barrier.wait()
            return rendering.sweep()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(work, range(3))) == len(jobs)
    assert DocumentFile.objects.count() == len(jobs)
    assert set(RenderJob.objects.values_list("state", "kills", "attempts")) == {("done", 0, 0)}


def test_a_chunk_is_the_oldest_jobs_and_no_two_workers_hold_one_of_them() -> None:
    jobs, now = make_jobs(5), timezone.now()
    first, second = claiming.claim(2, now=now), claiming.claim(9, now=now)
    assert [[job.pk for job in chunk.jobs] for chunk in (first, second)] == [jobs[:2], jobs[2:]]
    assert (first.leaves_more, second.leaves_more) == (True, False)
    assert claiming.claim(9, now=now).jobs == []


def test_more_than_one_chunk_calls_one_more_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "FIRST_CHUNK", 2)
    monkeypatch.setattr(rendering, "LARGEST_CHUNK", 2)
    calls: list[int] = []
    make_jobs(5)
    assert rendering.sweep(call=lambda: calls.append(RenderJob.objects.filter(state=State.QUEUED).count())) == 5
    assert calls == [3], "called once, and before the work: the other has something to do"
    make_jobs(2)
    assert rendering.sweep(call=lambda: calls.append(0)) == 2
    assert calls == [3]


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
    (pk,), now = make_jobs(1), timezone.now()

    def broken(snapshot: object) -> bytes:
        raise KeyError("provider")

    monkeypatch.setattr(design, "render", broken)
    seen = []
    for _try in range(3):
        rendering.render(pk, now=now)
        job = RenderJob.objects.get(pk=pk)
        seen.append((job.state, (job.due_at - now) // timedelta(minutes=1)))
        now = job.due_at
    assert [state for state, _waits in seen] == ["queued", "queued", "failed"]
    assert [waits for _state, waits in seen[:2]] == [1, 2]
    assert (job.reason, job.error) == ("fault", "KeyError: 'provider'")
    assert rendering.render(pk, now=later(600)) is False


def test_what_fails_in_a_chunk_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = make_jobs(4)
    second, third = (RenderJob.objects.get(pk=pk).document for pk in jobs[1:3])
    real, save = design.render, FileSystemStorage._save  # type: ignore[attr-defined]

    def render(snapshot: Any) -> bytes:
        if snapshot["number"] == second.number_text:
            raise KeyError("provider")
        return real(snapshot)

    def full_for_one(self: FileSystemStorage, name: str, content: Any) -> str:
        if DocumentFile.objects.count() == 0 and len(stored) == 1:
            stored.append("full")
            raise OSError(28, "No space left on device")
        stored.append(name)
        return str(save(self, name, content))

    stored: list[str] = []
    monkeypatch.setattr(design, "render", render)
    monkeypatch.setattr(FileSystemStorage, "_save", full_for_one)
    assert rendering.sweep() == 2
    assert list(RenderJob.objects.order_by("pk").values_list("state", "reason")) == [
        ("done", ""), ("queued", "fault"), ("queued", "storage"), ("done", ""),
    ]  # fmt: skip
    assert not hasattr(third, "file")
    assert all(is_whole(file) for file in DocumentFile.objects.all())


def test_a_chunk_that_takes_too_long_gives_back_what_was_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    make_jobs(3)
    monkeypatch.setattr(rendering, "LONGEST_CHUNK", -1.0)
    chunk = claiming.claim(3, now=timezone.now())
    assert rendering.make(chunk, now=timezone.now()) == 1
    assert list(RenderJob.objects.order_by("pk").values_list("state", "kills", "attempts")) == [
        ("done", 0, 0), ("queued", 0, 0), ("queued", 0, 0),
    ]  # fmt: skip


def test_a_job_whose_worker_died_is_taken_alone_until_it_is_made() -> None:
    jobs, now = make_jobs(4), timezone.now()
    assert len(claiming.claim(3, now=now).jobs) == 3
    alone = [claiming.claim(9, now=now + STALE) for _each in range(4)]
    assert [[job.pk for job in chunk.jobs] for chunk in alone] == [[pk] for pk in jobs]
    assert [job.kills for chunk in alone for job in chunk.jobs] == [1, 1, 1, 0]


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


def test_whoever_asks_again_and_for_what_stays_on_record() -> None:
    make_jobs(1)
    who, document = [organiser(), head()], RenderJob.objects.get().document
    assert document.batch is not None
    for by, reason in zip(who, ("fault", "storage"), strict=True):
        RenderJob.objects.update(state=State.FAILED, reason=reason, error="OSError: 28")
        issuing.retry(document.batch, by=by)
    issuing.retry(document.batch, by=organiser())  # nothing has failed
    events = document.events.filter(kind="retried")
    assert [(event.by, event.reason) for event in events] == list(
        zip(who, ("fault: OSError: 28", "storage: OSError: 28"), strict=True)
    )
    told = [entry.text for entry in chronicle(document)]
    assert told == [str(RenderJob.Reason(reason).label) for reason in ("fault", "storage")]
    assert list(problems()) == []


def test_a_job_that_kills_its_worker_every_time_is_given_up() -> None:
    (pk,) = make_jobs(1)
    now = timezone.now()
    for _death in range(rendering.KILLS):
        assert claiming.claim(1, now=now).jobs
        now += STALE
    assert rendering.render(pk, now=now) is False
    job = RenderJob.objects.get(pk=pk)
    assert (job.state, job.reason, job.kills) == ("failed", "killed", 10)


def test_workers_that_are_stopped_a_few_times_lose_no_paper() -> None:
    (pk,) = make_jobs(1)
    now = timezone.now()
    for _deploy in range(rendering.KILLS - 1):
        assert claiming.claim(1, now=now).jobs
        now += STALE
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


# ---- progress --------------------------------------------------------------------------------------------------------
def test_progress_is_read_from_the_rows() -> None:
    make_jobs(3)
    first, second, third = RenderJob.objects.order_by("pk")
    batch = batch_of(first)
    rendering.render(first.pk)
    RenderJob.objects.filter(pk=second.pk).update(state=State.FAILED, error="OSError")
    half = progress_of(batch)
    assert (half.done, half.total, half.failed, half.failures, half.is_over) == (1, 3, [second], 1, False)
    rendering.render(third.pk)
    assert progress_of(batch).is_over


def test_progress_is_one_query_while_all_goes_well(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    batch = batch_of(RenderJob.objects.get(pk=make_jobs(2)[0]))
    with django_assert_num_queries(1):
        assert not progress_of(batch).is_over


def test_of_very_many_that_failed_some_are_named_and_all_are_counted_by_their_reasons(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "NAMED", 2)
    jobs = make_jobs(4)
    RenderJob.objects.update(state=State.FAILED, reason="storage")
    RenderJob.objects.filter(pk=jobs[0]).update(reason="fault")
    seen = progress_of(batch_of(RenderJob.objects.get(pk=jobs[0])))
    assert (seen.failures, [job.pk for job in seen.failed], seen.unnamed) == (4, jobs[:2], 2)
    assert seen.reasons == [("The PDF could not be stored.", 3), ("The program could not make this PDF.", 1)]


# ---- kill -9 ---------------------------------------------------------------------------------------------------------
CHUNK = 3


@pytest.mark.django_db(transaction=True)
def test_a_kill_at_any_instruction_of_a_chunk_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    """With a real web, mail, PostgreSQL and Redis that die, too: tests/faults."""
    jobs = make_jobs(CHUNK * len(STEPS))
    env = {**os.environ, "DATABASE_URL": database_url(), "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "tests.certificates.dying", str(CHUNK), *STEPS]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [word for step in STEPS for word in (step, "-9")], done.stderr
    states = dict(RenderJob.objects.values_list("pk", "state"))
    chunks = [jobs[start : start + CHUNK] for start in range(0, len(jobs), CHUNK)]
    assert {step: {states[pk] for pk in chunk} for step, chunk in zip(STEPS, chunks, strict=True)} == {
        "claimed": {"claimed"}, "half_stored": {"claimed"}, "stored": {"claimed"}, "recorded": {"claimed"},
        "committed": {"done"},
    }  # fmt: skip
    assert DocumentFile.objects.count() == CHUNK
    assert rendering.sweep() == 0  # the claims are young: their workers may live
    assert rendering.sweep(now=later()) == len(jobs) - CHUNK
    assert set(RenderJob.objects.values_list("state", "attempts")) == {("done", 0)}
    assert DocumentFile.objects.count() == len(jobs)
    assert all(is_whole(file) for file in DocumentFile.objects.all())
