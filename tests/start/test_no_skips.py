"""A skipped test fails the run of `start.py test`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import start


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("def test_one(): assert True", 0, "1 passed"),
        (
            "import pytest\ndef test_one(): pytest.skip('no Redis')",
            1,
            "SKIPPED, so the run fails: test_it.py::test_one",
        ),
        ("import pytest\n@pytest.mark.skipif(True, reason='no Redis')\ndef test_one(): ...", 1, "no Redis"),
        ("import pytest\npytest.importorskip('no_such_module')", 1, "SKIPPED, so the run fails: test_it.py"),
        ("def test_one(): assert False", 1, "1 failed"),
    ],
)
def test_a_skip_is_a_failure_that_is_named(tmp_path: Path, body: str, status: int, words: str) -> None:
    (tmp_path / "test_it.py").write_text(body)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.plugin_no_skips", "--rootdir", "."]
    env = {"PYTHONPATH": str(start.ROOT), "PATH": "/usr/bin:/bin", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run([*command, "test_it.py"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, words in done.stdout) == (status, True), done.stdout
