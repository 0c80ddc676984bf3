"""Several hands at the same moment, each in a thread with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event

from django.core.exceptions import ValidationError
from django.db import connection

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at the same moment; the codes of those that were refused, "" of those that were not."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(timeout=30)
            act()
        except ValidationError as refusal:
            return str(refusal.error_list[0].code)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def meanwhile(act: Callable[[], object], pool: ThreadPoolExecutor) -> Future[object]:
    """Begins the act in another connection, and goes on once it waits for what this transaction holds."""
    begun = Event()

    def run() -> object:
        begun.set()
        try:
            return act()
        finally:
            connection.close()

    future = pool.submit(run)
    begun.wait(timeout=30)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            while not future.done():
                cursor.execute(WAITING)
                [waiting] = cursor.fetchone()
                if waiting:
                    break
    return future
