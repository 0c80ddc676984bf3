"""However often a chain of tasks is begun, one of it stays in the queue: what waits behind it has its turn."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

import pytest
from celery import Task
from django.conf import settings

from certificates import design, rendering, tasks
from people import delivering
from people.models import OutboxMessage
from people.tasks import send_outbox
from tests.cast import make_person
from tests.certificates.issued import issued

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> deque[tuple[Task, tuple[Any, ...]]]:
    """What was handed to the broker and no worker has taken yet."""
    waiting: deque[tuple[Task, tuple[Any, ...]]] = deque()
    monkeypatch.setattr(Task, "apply_async", lambda self, args=(), **_options: waiting.append((self, tuple(args))))
    return waiting


def work(queue: deque[tuple[Task, tuple[Any, ...]]]) -> None:
    """One worker takes one task."""
    task, args = queue.popleft()
    task(*args)


def letters(count: int) -> None:
    person = make_person()
    OutboxMessage.objects.bulk_create(
        OutboxMessage(cause=f"test:{n}", kind="test", person=person, to_email=person.email, language="kk",
                      subject="Сәлем", text="Сәлем", message_id=f"<{n}@x.example>")
        for n in range(count)
    )  # fmt: skip


def test_beat_begins_a_chain_of_letters_each_minute_and_one_stays(
    queue: deque[tuple[Task, tuple[Any, ...]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "BATCH", 1)
    letters(30)
    for _minute in range(5):
        queue.append((send_outbox, ()))
        for _task in range(len(queue)):
            work(queue)
        assert len(queue) <= 2  # the last link of the chain that beat has ended, and the one that goes on
    while queue:
        work(queue)
    assert OutboxMessage.objects.exclude(state="sent").count() == 0


def test_a_turn_of_letters_ends_after_its_seconds_and_a_successor_goes_on(
    queue: deque[tuple[Task, tuple[Any, ...]]],
) -> None:
    letters(3)
    assert delivering.send_due(seconds=0) == 1
    send_outbox()
    assert OutboxMessage.objects.filter(state="sent").count() == 3
    assert not queue


def slowly(snapshot: object) -> bytes:
    time.sleep(0.03)
    return b"%PDF"


def test_calls_for_help_with_papers_do_not_heap_up(
    queue: deque[tuple[Task, tuple[Any, ...]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "FIRST_CHUNK", 1)
    monkeypatch.setattr(rendering, "LARGEST_CHUNK", 1)
    monkeypatch.setattr(design, "render", slowly)
    monkeypatch.setattr(tasks, "SECONDS", 0.02)
    rendering.require_paper()
    issued(*["44"] * 30)
    queue.clear()
    for _minute in range(5):
        queue.append((tasks.sweep_renders, ()))
        for _task in range(len(queue)):
            work(queue)
        assert 1 <= len(queue) <= 2


def test_what_beat_asks_for_does_not_outlast_its_next_turn() -> None:
    schedule: dict[str, Any] = settings.CELERY_BEAT_SCHEDULE
    for entry in schedule.values():
        assert entry["options"]["expires"] == entry["schedule"]
