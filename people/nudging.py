"""Celery only nudges: a broker that is down costs a minute, never a request (design §3.6)."""

from __future__ import annotations

from functools import partial
from typing import Any

import structlog
from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger()


def nudge(task: Task, *args: Any) -> None:
    """Ask a worker to run the task after this transaction commits; the minute's sweep finds what this loses."""
    transaction.on_commit(partial(_send, task, args))


def _send(task: Task, args: tuple[Any, ...]) -> None:
    try:
        task.apply_async(args, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("broker_unreachable", task=task.name, error=type(error).__name__)
