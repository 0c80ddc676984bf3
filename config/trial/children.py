"""Child processes that live and die together: each in its own group, none outliving the one that started it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

PR_SET_PDEATHSIG = 1
GRACE = 10.0


class Children:
    """What one start of Basqaru runs. Each child writes to its own log; the death of one ends them all."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        logs.mkdir(parents=True, exist_ok=True)

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        said: str = "",
        user: int | None = None,
    ) -> None:
        """Start one child; `said` is what it reads on its standard input, so that secrets show in no process list."""
        log = self.log(name)
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        with log.open("wb") as output:
            child = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.PIPE if said else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with(os.getpid()),
                user=user,
                group=user,
                extra_groups=None if user is None else [],
            )
        self.running[name] = child
        if child.stdin:
            with child.stdin:
                child.stdin.write(said.encode())

    def wait_for(self, name: str, answers: Callable[[], bool], *, seconds: float = 60) -> None:
        """Return once it answers; exit with its log's last lines when it dies or stays silent."""
        deadline = time.monotonic() + seconds
        while not answers():
            self.require_alive()
            if time.monotonic() > deadline:
                self.give_up(name, f"did not answer within {seconds:.0f} seconds")
            time.sleep(0.05)

    def require_alive(self) -> None:
        for name, child in self.running.items():
            if child.poll() is not None:
                self.give_up(name, f"stopped by itself ({ending(child.returncode)})")

    def wait(self) -> NoReturn:
        """Sleep until any child dies, and say which."""
        while True:
            dead = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
            self.require_alive()
            if dead:  # an orphan that was handed to us
                os.waitpid(dead.si_pid, 0)

    def give_up(self, name: str, why: str) -> NoReturn:
        log = self.log(name)
        lines = log.read_text(errors="replace").splitlines()[-15:]
        sys.exit("\n".join([*lines, f"\nBasqaru's {name} {why}. The last lines of {log} are above."]))

    def stop(self) -> None:
        """End every child; the first one, which serves the others, goes last."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, signal.SIG_IGN)
        children = list(self.running.values())
        self.running.clear()
        for together in (children[1:], children[:1]):
            for child in together:
                child.terminate()
            deadline = time.monotonic() + GRACE
            for child in together:
                end(child, deadline)


def end(child: subprocess.Popen[bytes], deadline: float) -> None:
    """Wait for one that was told to stop; whatever of its group is left then is killed."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(max(0.0, deadline - time.monotonic()))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def ending(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def die_with(parent: int) -> Callable[[], None] | None:
    """What a child does first: ask the kernel (Linux) for SIGTERM should its parent be killed without a word."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is None:
        return None

    def first() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return first
