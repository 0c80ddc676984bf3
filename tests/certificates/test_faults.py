"""Everything dies once while papers are made: `python -m tests.faults` with more papers tries it harder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAPERS = 30
PARTS = ("nothing", "web", "worker", "postgres", "redis")


@pytest.mark.timeout(600)
def test_kills_of_web_worker_postgresql_and_redis_lose_nothing_and_double_nothing() -> None:
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    command = [sys.executable, "-m", "tests.faults", "--papers", str(PAPERS)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=570)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-3000:]}"
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith(PARTS)]
    assert list(dict.fromkeys(row[0] for row in rows)) == list(PARTS)
    made = [int(row[3]) for row in rows if row[0] == "worker"]
    assert any(0 < count < PAPERS for count in made), done.stdout  # a kill that hit papers on their way
    assert "lost or doubled: 0" in done.stdout
