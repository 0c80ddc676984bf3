"""`python3 start.py bench`: figures as ratios, both sides measured in one run on one machine. Never a test."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
ROUNDS = 5


def main() -> None:
    yours = os.environ.get("DATABASE_URL")
    with tempfile.TemporaryDirectory(prefix="basqaru-bench-") as folder:
        os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="benchmarks.settings", LOG_LEVEL="ERROR")
        os.environ.pop("DATABASE_URL", None)
        sys.path.insert(0, str(BASE))
        import django
        from django.core.management import call_command

        django.setup()
        for command in (["migrate"], ["load_programme"]):
            call_command(*command, verbosity=0)
        call_command("messages", "--compile")
        call_command("collectstatic", interactive=False, verbosity=0)
        from benchmarks import subjects

        stage = subjects.Stage()
        print(f"{'what':50}{'ours':>12}{'bare':>12}{'ratio':>9}")
        compare("import 1,000 rows, against inserting them, s", stage.import_list, stage.insert_rows, 1)
        compare("plan 80 hours, against inserting them, s", stage.generate_timetable, stage.insert_timetable, ROUNDS)
        compare("issue 30 papers, against 30 cold renders, s", stage.issue_batch, stage.render_cold, 1)
        verification(stage.one_code())
        on_both_databases(Path(folder), yours, "benchmarks.scoring", "benchmarks.search")


def on_both_databases(folder: Path, yours: str | None, *subjects: str) -> None:
    """On SQLite and on your PostgreSQL or a private one; each in a process and a database of its own."""
    from config.trial.children import Children
    from tests.postgres import start_postgres

    commands = [[sys.executable, "-m", subject] for subject in subjects]
    for command in commands:
        subprocess.run(command, cwd=BASE, check=True)
    children = Children(folder / "log")
    try:
        if not yours:
            (folder / "postgres").mkdir()
            yours = start_postgres(children, folder / "postgres")
        for command in commands:
            subprocess.run(command, cwd=BASE, check=True, env={**os.environ, "DATABASE_URL": yours})
    finally:
        children.stop()


def compare(name: str, ours: Callable[[], float], bare: Callable[[], float], rounds: int) -> None:
    a, b = [], []
    for _ in range(rounds):
        a.append(ours())
        b.append(bare())
    report(name, statistics.median(a), statistics.median(b))


def report(name: str, ours: float, bare: float) -> None:
    print(f"{name:50}{ours:12.2f}{bare:12.2f}{ours / bare:9.2f}", flush=True)


def verification(code: str) -> None:
    """Interleaved rounds against one server; the bare view returns as many bytes as the verdict."""
    from benchmarks.load import body_of, requests_per_second

    with server() as port:
        size = len(body_of(port, f"/v/{code}"))
    with server(BENCH_BYTES=str(size)) as port:
        ours, bare = [], []
        for path in (f"/v/{code}", f"/bare/{code}"):
            requests_per_second(port, path, 100)
        for _ in range(ROUNDS):
            ours.append(requests_per_second(port, f"/v/{code}", 400))
            bare.append(requests_per_second(port, f"/bare/{code}", 400))
    report(f"verify, requests/s ({size:,} bytes)", statistics.median(ours), statistics.median(bare))


@contextmanager
def server(**env: str) -> Iterator[int]:
    """The product behind gunicorn on a free loopback port, two threads, as in the trial."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}", "--threads", "2"]
    process = subprocess.Popen(
        [*command, "--log-level", "error", "--keep-alive", "30"], cwd=BASE, env={**os.environ, **env}
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    from benchmarks.load import body_of

    for _ in range(200):
        try:
            body_of(port, "/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not come up")


if __name__ == "__main__":
    main()
