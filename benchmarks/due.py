"""What a sweep costs beside the future, and how fast letters go out; in a test database beside DATABASE_URL's.

`python -m benchmarks.due`; `benchmarks.run` runs it on SQLite and on a private PostgreSQL, or on yours. The same 500
rows are due among 10,000 that are not yet, and among a million: the ratio says what the future costs.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parent.parent
FEW, MANY, DUE = 10_000, 1_000_000, 500
AT_ONCE, ROUNDS, LETTERS = 2_000, 5, 1_000


def main() -> None:
    os.environ.update(DJANGO_SETTINGS_MODULE="benchmarks.settings", LOG_LEVEL="ERROR", QUIET_HOURS="")
    sys.path.insert(0, str(BASE))
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = connection.settings_dict["TEST"]["NAME"] or _name(connection.vendor)
    connection.creation.create_test_db(verbosity=0)
    try:
        measure(connection.vendor, many)
        letters_a_second(connection.vendor)
    finally:
        connection.creation.destroy_test_db(None, verbosity=0)


def _name(vendor: str) -> str | None:
    """SQLite in a file, as in life, not in memory."""
    return f"{os.environ['DATA_DIR']}/due.sqlite3" if vendor == "sqlite" else None


def measure(database: str, many: int) -> None:
    """Each sweep's question at both sizes; it is asked as the sweep asks it."""
    from benchmarks.future import Future
    from benchmarks.run import report

    future = Future(due=DUE)
    few = _asked(future, FEW)
    big = _asked(future, many)
    for name in few:
        report(f"{database}: {name}, {many:,} future rows, ms", big[name], few[name])


def _asked(future: Any, size: int) -> dict[str, float]:
    future.grow(size)
    return {name: _median(question) for name, question in future.questions().items()}


def _median(question: Callable[[], int]) -> float:
    """Milliseconds; that as many are found as are due is looked at each time."""
    times = []
    for _round in range(ROUNDS):
        begin = time.perf_counter()
        found = question()
        times.append(1000 * (time.perf_counter() - begin))
        if found != DUE:
            raise RuntimeError(f"{found} were found, not {DUE}")
    return statistics.median(times)


def letters_a_second(database: str) -> None:
    """From the rows to a mail server that takes everything, through Redis and a worker of two processes; and alone."""
    from benchmarks.run import report
    from people.models import OutboxMessage
    from tests.mail_server import mail_server

    with mail_server() as server:
        through_worker = _through_worker(server.url)
        _write(LETTERS)
        _use(server.url)
        from people import delivering

        begin = time.perf_counter()
        while delivering.send_due():
            """Until nothing is due."""
        alone = LETTERS / (time.perf_counter() - begin)
        if len(server.taken) != 2 * LETTERS or OutboxMessage.objects.filter(state="queued").exists():
            raise RuntimeError("not every letter arrived once")
    report(f"{database}: letters a second, worker against one process", through_worker, alone)


def _through_worker(mail: str) -> float:
    from people.models import OutboxMessage
    from people.tasks import send_outbox
    from tests.services import database_url

    env = {**os.environ, "DATABASE_URL": database_url(), "EMAIL_URL": mail}
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", "--concurrency=2"]
    worker = subprocess.Popen([*command, "--without-gossip", "--without-mingle", "--loglevel=ERROR"], cwd=BASE, env=env)
    try:
        _write(1)
        send_outbox.delay()
        _wait(lambda: not OutboxMessage.objects.exclude(state="sent").exists())  # it takes tasks now
        _write(LETTERS - 1)
        begin = time.perf_counter()
        send_outbox.delay()
        _wait(lambda: not OutboxMessage.objects.exclude(state="sent").exists())
        return (LETTERS - 1) / (time.perf_counter() - begin)
    finally:
        worker.terminate()
        try:
            worker.wait(timeout=60)
        except subprocess.TimeoutExpired:
            worker.kill()


def _wait(over: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 300
    while not over():
        if time.monotonic() > deadline:
            raise RuntimeError("the letters do not go out")
        time.sleep(0.02)


def _use(mail: str) -> None:
    from django.conf import settings

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(mail.rpartition(":")[2])


def _write(count: int) -> None:
    from django.utils import timezone

    from benchmarks.future import letters
    from people.models import OutboxMessage

    first = OutboxMessage.objects.count()
    # What the sweeps are measured with is of another day.
    OutboxMessage.objects.filter(cause__startswith="future").delete()
    OutboxMessage.objects.bulk_create(
        letters("now", range(first, first + count), at=timezone.now() - timedelta(seconds=1)), AT_ONCE
    )


if __name__ == "__main__":
    main()
