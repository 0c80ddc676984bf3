"""`python3 start.py bench`: figures as ratios, both sides measured in one run on one machine. Never a test."""

from __future__ import annotations

import argparse
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
ROWS = 1_000_000
TEN_MILLION = 10_000_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="start.py bench")
    parser.add_argument("--rows", type=int, default=ROWS, help="standings that verification is asked over")
    rows, yours = parser.parse_args().rows, os.environ.get("DATABASE_URL")
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
        batches = ["-m", "benchmarks.batches", "--papers", "10000", "--register", "2000000"]
        subprocess.run([sys.executable, *batches], cwd=BASE, check=True)
        subprocess.run([sys.executable, "-m", "benchmarks.papers"], cwd=BASE, check=True)
        on_both_databases(Path(folder), yours, *subjects_of_databases(rows))
        if rows < TEN_MILLION:
            print(f"Over ten million rows: python3 start.py bench --rows {TEN_MILLION} (some 6 GB in each database)")


def subjects_of_databases(rows: int) -> list[list[str]]:
    """What is measured on each database, as Python is called for it."""
    return [
        ["-m", "benchmarks.scoring"],
        ["-m", "benchmarks.search"],
        ["-m", "benchmarks.verification", str(rows)],
        ["-m", "benchmarks.due"],
    ]


def on_both_databases(folder: Path, yours: str | None, *subjects: list[str]) -> None:
    """On SQLite and on your PostgreSQL or a private one; each in a process and a database of its own."""
    from config.trial.children import Children
    from config.trial.redis import start_redis
    from tests.postgres import start_postgres

    commands = [[sys.executable, *subject] for subject in subjects]
    children = Children(folder / "log")
    try:
        env = {**os.environ, "REDIS_URL": start_redis(children, folder / "redis")}
        for command in commands:
            subprocess.run(command, cwd=BASE, check=True, env=env)
        if not yours:
            (folder / "postgres").mkdir()
            yours = start_postgres(children, folder / "postgres")
        for command in commands:
            subprocess.run(command, cwd=BASE, check=True, env={**env, "DATABASE_URL": yours})
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


@contextmanager
def server(**env: str) -> Iterator[int]:
    """The product behind gunicorn on a free loopback port: one worker of two threads."""
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
