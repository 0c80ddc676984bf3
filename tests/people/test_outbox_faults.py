"""Two months of reminders while worker, beat, broker, database and mail server die: all told once, nobody twice.

`python -m tests.faults.months --certificates 1500 --kills 60` tries it harder.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.timeout(300)
def test_two_months_of_kills_lose_no_cause_and_double_no_message_id() -> None:
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    size = ["--certificates", "30", "--steps", "7", "--kills", "3", "--single"]
    command = [sys.executable, "-m", "tests.faults.months", *size]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-3000:]}"
    assert "lost, doubled or sent to the wrong: 0" in done.stdout
