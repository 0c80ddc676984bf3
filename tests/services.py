"""A real Celery worker, and beat, on the database of the test: they run where Redis is given (`start.py test`)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import kombu.pools
import pytest
from celery.beat import PersistentScheduler
from django.conf import settings
from django.db import connection

from config.celery import app

ROOT = Path(__file__).resolve().parent.parent
needs_services = pytest.mark.skipif(
    os.environ.get("TEST_WITH_SERVICES") != "1",
    reason="needs Redis and a worker: python3 start.py test brings both (or set TEST_WITH_SERVICES=1 and REDIS_URL)",
)


class Worker:
    """The worker (and beat) as processes that a test may start, stop and kill."""

    def __init__(self, directory: Path, env: dict[str, str]) -> None:
        self.directory = directory
        self.env = env
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, **env: str) -> None:
        """Start a worker of two processes and return when it takes tasks."""
        log = self.directory / f"worker-{len(self.running)}.log"
        command = ("worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=INFO")
        self._run(command, log, env)
        process = self.running[-1]
        wait_until(lambda: b" ready." in log.read_bytes() or process.poll() is not None, seconds=120, what=self.logs)
        assert process.poll() is None, self.logs()

    def start_beat(self) -> None:
        """Start beat as it comes back after an hour's absence: everything in its schedule is due."""
        schedule = self.directory / "beat-schedule"
        scheduler = PersistentScheduler(app=app, schedule_filename=str(schedule), lazy=True)
        scheduler.setup_schedule()
        for name, entry in scheduler.schedule.items():
            entry.last_run_at = entry.default_now() - timedelta(hours=1)
            scheduler.schedule[name] = entry
        scheduler.close()
        self._run(("beat", "--pidfile=", f"--schedule={schedule}"), self.directory / "beat.log", {})

    def kill(self) -> None:
        """What a power cut does: no signal handler, no goodbye, children included."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def logs(self) -> str:
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.directory.glob("*.log")))

    def _run(self, command: tuple[str, ...], log: Path, env: dict[str, str]) -> None:
        with log.open("wb") as output:
            self.running.append(
                subprocess.Popen(
                    [sys.executable, "-m", "celery", "-A", "config", *command],
                    cwd=ROOT,
                    env={**self.env, **env},
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )

    def _end(self, how: signal.Signals) -> None:
        for process in self.running:
            if process.poll() is None:
                # A polite word goes to the worker alone, which ends its own pool; a kill takes the whole group.
                (os.killpg if how == signal.SIGKILL else os.kill)(process.pid, how)
        for process in self.running:
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.running = []


@pytest.fixture
def celery_worker(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """Not yet started, so that a test can name the mail server first: `celery_worker.start(EMAIL_URL=…)`."""
    redis_url = str(settings.REDIS_URL)
    monkeypatch.setenv("CELERY_BROKER_URL", redis_url.replace("unix://", "redis+socket://", 1))
    _forget_connections()
    env = {name: value for name, value in os.environ.items() if name != "CELERY_BROKER_URL"}
    env |= {"DATABASE_URL": database_url(), "REDIS_URL": redis_url, "DATA_DIR": str(tmp_path), "QUIET_HOURS": ""}
    directory = tmp_path / "celery"
    directory.mkdir()
    worker = Worker(directory, env)
    try:
        yield worker
    finally:
        worker.kill()  # the test is over: nobody waits for a polite end
        _forget_connections()


def _forget_connections() -> None:
    """This process's own Celery reads the broker's address again."""
    kombu.pools.reset()  # type: ignore[no-untyped-call]
    app._pool = None
    app.amqp._producer_pool = None


def database_url() -> str:
    """Where the tests' own database lies, as another process opens it."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    user, word, host, name = (quote(str(at[key]), safe="") for key in ("USER", "PASSWORD", "HOST", "NAME"))
    return f"postgres://{user}:{word}@{host}:{at['PORT'] or 5432}/{name}"


def wait_until(happened: Callable[[], bool], *, seconds: float = 60, what: Callable[[], str] = str) -> None:
    """Look again until it has happened; another process gives no other sign."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"did not happen within {seconds:.0f} s\n{what()}"
        time.sleep(0.05)
