"""Celery only nudges: a broker that is down costs a minute, never a request (design §3.6)."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

import structlog
from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger()
# A broker that did not answer is left alone for so many seconds: one request may have dozens of messages to nudge.
SILENCE = 30
_silent_until = 0.0


def nudge(task: Task, *args: Any) -> None:
    """Ask a worker to run the task after this transaction commits; the minute's sweep finds what this loses."""
    transaction.on_commit(partial(_send, task, args))


def _send(task: Task, args: tuple[Any, ...]) -> None:
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        task.apply_async(args, retry=False)
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + SILENCE
        log.warning("broker_unreachable", task=task.name, error=type(error).__name__)
