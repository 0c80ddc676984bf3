from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import start
from config.trial.redis import free_port
from tests.start.checkout import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen[str], list[str], int]]:
    """A running one: the process, what it said, and its port."""
    data, port = tmp_path_factory.mktemp("trial"), free_port()
    command = [sys.executable, "-m", "config.trial.serve", "--data", str(data), "--port", str(port)]
    with subprocess.Popen(command, cwd=start.ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line.rstrip())
            if line.startswith("Mail is written to"):
                break
        yield process, said, port
        process.kill()
