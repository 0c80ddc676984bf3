"""Beat and worker each give a sign of life of their own: the one may be dead while the other works."""

from __future__ import annotations

import socket
import time
from typing import Any

from celery import bootsteps
from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):  # type: ignore[misc]
    """Celery's own, with a sign of life now and then."""

    _next_sign = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> float:
        from people.pulsing import EVERY, beat

        if time.monotonic() >= self._next_sign:
            beat("beat", socket.gethostname())
            self._next_sign = time.monotonic() + EVERY
        return min(float(super().tick(*args, **kwargs)), EVERY)


class Sign(bootsteps.StartStopStep):  # type: ignore[misc]
    """Of the worker's main process, whatever its children are busy with."""

    requires = {"celery.worker.components:Timer"}

    def start(self, parent: Any) -> None:
        from people.pulsing import EVERY, beat

        name = str(parent.hostname).partition("@")[2]
        self.timer = parent.timer.call_repeatedly(EVERY, beat, ("worker", name))
        beat("worker", name)

    def stop(self, parent: Any) -> None:
        self.timer.cancel()
