"""No story waits for ever: whatever it waits for has a limit, past which it ends with a sentence that says what it was.

What hangs in the kernel or inside a library hears no exception, so a thread looks at the clock and ends the process.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

LOOK = 0.2  # seconds between two looks at the clock
LAST_WORDS = 5  # lines of a log
GAVE_UP = 3  # the exit status


class Watch:
    """`end` is told, once, what was waited for too long."""

    def __init__(self, end: Callable[[str], object]) -> None:
        self._end = end
        self._waits: dict[object, tuple[float, str]] = {}
        threading.Thread(target=self._look, daemon=True, name="watch").start()

    @contextmanager
    def within(self, seconds: float, what: str) -> Iterator[None]:
        """So long this may take; waits lie in each other, and the first that is over ends all."""
        wait = object()
        self._waits[wait] = time.monotonic() + seconds, f"Waited {seconds:g} seconds for {what}."
        try:
            yield
        finally:
            del self._waits[wait]

    def _look(self) -> None:
        while True:
            time.sleep(LOOK)
            for until, sentence in list(self._waits.values()):
                if time.monotonic() > until:
                    self._end(sentence)
                    return


_watch: Watch | None = None
_logs: Path | None = None


@contextmanager
def within(seconds: float, what: str, *, logs: Path | None = None) -> Iterator[None]:
    """Or this process ends, with all that it started; the last lines of its `logs` are shown then."""
    global _watch, _logs
    _watch, _logs = _watch or Watch(_give_up), logs or _logs
    with _watch.within(seconds, what):
        yield


def _give_up(sentence: str) -> NoReturn:
    print(sentence, flush=True)
    faulthandler.dump_traceback(all_threads=True)
    if _logs is not None:
        print(last_words(_logs), file=sys.stderr, flush=True)
    for pid in list(descendants(os.getpid())):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    os._exit(GAVE_UP)


def last_words(logs: Path) -> str:
    """How each log ends."""
    ends = {log.name: log.read_text(errors="replace").splitlines()[-LAST_WORDS:] for log in sorted(logs.glob("*.log"))}
    return "\n".join(f"{name}: {line}" for name, lines in ends.items() for line in lines)


def descendants(pid: int) -> Iterator[int]:
    """Found by their parents: PostgreSQL's backends, for one, lead process groups of their own."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            for child in map(int, task.read_text().split()):
                yield child
                yield from descendants(child)
