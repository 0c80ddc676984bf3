"""The real worker and the real beat carry the mail."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone

from people import delivering, outbox
from people.models import OutboxMessage
from tests.cast import make_person
from tests.mail_server import mail_server
from tests.services import Worker, needs_services, wait_until

State = OutboxMessage.State
pytestmark = [needs_services, pytest.mark.timeout(200)]


def test_a_worker_sends_what_a_transaction_left_behind(celery_worker: Worker) -> None:
    with mail_server() as server:
        celery_worker.start(EMAIL_URL=server.url)
        with transaction.atomic():
            message = outbox.post(
                cause="hello:1", kind="test", language="kk", subject="Сәлем", text="Сәлем!", person=make_person()
            )
        wait_until(lambda: OutboxMessage.objects.get().state == State.SENT, what=celery_worker.logs)
        assert server.message_ids == [message.message_id]


def test_beat_after_an_absence_finds_the_mail_that_nobody_was_told_of(celery_worker: Worker) -> None:
    person = make_person()
    fields = {"kind": "test", "language": "kk", "subject": "s", "text": "t", "person": person}
    OutboxMessage.objects.bulk_create(
        OutboxMessage(cause=f"c:{n}", to_email=person.email, message_id=f"<{n}@x>", due_at=timezone.now(), **fields)
        for n in range(5)
    )
    with mail_server() as server:
        celery_worker.start(EMAIL_URL=server.url)
        celery_worker.start_beat()
        wait_until(lambda: not OutboxMessage.objects.exclude(state=State.SENT).exists(), what=celery_worker.logs)
        assert sorted(server.message_ids) == [f"<{n}@x>" for n in range(5)]


def test_a_kill_in_the_middle_of_a_batch_loses_nothing_and_doubles_no_message_id(celery_worker: Worker) -> None:
    with transaction.atomic():
        sent = [
            outbox.post(cause=f"k:{n}", kind="test", language="kk", subject="s", text="t", person=make_person())
            for n in range(10)
        ]
    with mail_server() as server:

        def kill_at_the_third(verb: str, line: str) -> None:
            if verb == "." and len(server.taken) == 2:
                celery_worker.kill()

        server.answer = kill_at_the_third
        celery_worker.start(EMAIL_URL=server.url)
        celery_worker.start_beat()
        wait_until(lambda: not celery_worker.running, what=celery_worker.logs)
        held = OutboxMessage.objects.filter(state=State.SENDING)
        assert 1 <= held.count() <= 2, "each of the two processes was busy with one"
        held.update(claimed_at=timezone.now() - delivering.STALE)
        server.answer = lambda verb, line: None
        celery_worker.start(EMAIL_URL=server.url)
        celery_worker.start_beat()
        wait_until(lambda: not OutboxMessage.objects.exclude(state=State.SENT).exists(), what=celery_worker.logs)
        assert set(server.message_ids) == {message.message_id for message in sent}
        assert len(server.message_ids) <= len(sent) + 2


def test_no_personal_data_reaches_the_workers_log(celery_worker: Worker) -> None:
    person = make_person(email="secret.address@mektep.example")
    with mail_server() as server:
        server.answer = lambda verb, line: "451 later, secret.address@mektep.example" if verb == "RCPT" else None
        celery_worker.start(EMAIL_URL=server.url)
        with transaction.atomic():
            outbox.post(cause="p:1", kind="test", language="kk", subject="s", text="t", person=person)
        wait_until(lambda: OutboxMessage.objects.get().state == State.FAILED, what=celery_worker.logs)
    celery_worker.stop()
    logs = celery_worker.logs()
    assert "message_not_sent" in logs
    assert [word for word in ("secret.address", person.surname, person.iin) if word in logs] == []
