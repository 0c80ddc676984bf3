"""A checkout of its own for each test: `start.py` and its locks in an empty folder, with nothing installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import start
from config.trial.redis import free_port


class Checkout:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        self.env["PIP_CONFIG_FILE"] = os.devnull
        shutil.copy(start.ROOT / "start.py", folder)
        for lock in ("requirements.lock", "requirements-test.lock"):
            (folder / lock).write_text("thing==1.0 --hash=sha256:" + "0" * 64 + "\n")

    def without(self, *modules: str) -> None:
        """As on a Python that came without them: Debian packages ensurepip and pip apart."""
        shims = self.folder / "shims"
        shims.mkdir()
        (shims / "sitecustomize.py").write_text(f"import sys\nsys.modules.update(dict.fromkeys({modules!r}))\n")
        self.env["PYTHONPATH"] = str(shims)

    def start(self, *arguments: str, before: str = "") -> tuple[int, str]:
        """Run `python3 start.py`; the exit status and what was said on the error line."""
        if "--port" not in arguments:
            arguments = (*arguments, "--port", str(free_port()))
        script = (
            f"{before}\nimport runpy, sys\nsys.argv[0] = 'start.py'\nrunpy.run_path('start.py', run_name='__main__')"
        )
        command = [sys.executable, "-c", script, *arguments] if before else [sys.executable, "start.py", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr.strip()
