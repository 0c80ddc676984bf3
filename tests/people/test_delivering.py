"""Mail by faults: a server that refuses, stalls and hangs up, workers that die, two workers at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connections
from django.db.models import Min
from django.utils import timezone
from pytest_django import Settings

from people import delivering, outbox
from people.delivering import Outcome, wait_after
from people.models import OutboxMessage
from tests.cast import make_person, make_provider
from tests.mail_server import HANG_UP, MailServer, mail_server
from tests.services import ROOT, database_url, wait_until

State = OutboxMessage.State
INVITE = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_TIMEOUT = 5
        yield running


def post(n: int = 1, **fields: object) -> OutboxMessage:
    values = {"kind": "test", "language": "kk", "subject": f"Хат {n}", "text": "Сәлем, Гүлжаһан!"}
    return outbox.post(cause=f"c:{n}", **{**values, "person": make_person(), **fields})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_letter_arrives_as_text_html_and_invitation(server: MailServer) -> None:
    make_provider(email="office@institute.example")
    message = post(calendar=INVITE)
    assert delivering.deliver(message.pk) is Outcome.SENT
    [letter] = server.letters
    assert letter["Message-ID"] == message.message_id
    assert letter["To"] == message.to_email == server.taken[0][0]
    assert letter["From"].addresses[0].display_name == "«Оқу және Даму Институты» ЖШС"
    assert letter["Reply-To"] == "office@institute.example"
    assert (letter["Content-Language"], letter["Auto-Submitted"]) == ("kk", "auto-generated")
    parts = {part.get_content_type(): part for part in letter.walk() if not part.is_multipart()}
    assert list(parts) == ["text/plain", "text/html", "text/calendar"]
    assert "Сәлем, Гүлжаһан!" in parts["text/plain"].get_content()
    assert "Сәлем, Гүлжаһан!" in parts["text/html"].get_content()
    calendars = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in calendars] == ["REQUEST", "REQUEST"]
    assert [part.get_filename() for part in calendars] == [None, "invite.ics"]
    assert {part.get_payload(decode=True) for part in calendars} == {INVITE.encode()}
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (State.SENT, 1, "")
    assert message.sent_at is not None


@pytest.mark.django_db
def test_a_sent_letter_is_never_sent_again(server: MailServer) -> None:
    message = post()
    outcomes = [delivering.deliver(message.pk), delivering.deliver(message.pk)]
    assert (outcomes, delivering.send_due()) == ([Outcome.SENT, Outcome.NOTHING_TO_DO], 0)
    assert server.message_ids == [message.message_id]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "answer", "state", "error", "outcome"),
    [
        ("RCPT", "451 greylisted, saule@mektep.example", State.FAILED, "SMTPRecipientsRefused 451", Outcome.FAILED),
        ("RCPT", "550 no such user", State.GIVEN_UP, "SMTPRecipientsRefused 550", Outcome.FAILED),
        ("MAIL", "451 not now", State.FAILED, "SMTPSenderRefused 451", Outcome.FAILED),
        ("MAIL", "550 not you", State.FAILED, "SMTPSenderRefused 550", Outcome.FAILED),
        ("DATA", "452 no space", State.FAILED, "SMTPDataError 452", Outcome.FAILED),
        (".", "554 spam", State.FAILED, "SMTPDataError 554", Outcome.FAILED),
        (".", "421 closing", State.FAILED, "SMTPDataError 421", Outcome.SERVER_AWAY),
        ("MAIL", "421 too busy", State.FAILED, "SMTPSenderRefused 421", Outcome.SERVER_AWAY),
        ("DATA", HANG_UP, State.FAILED, "SMTPServerDisconnected", Outcome.SERVER_AWAY),
        (".", HANG_UP, State.FAILED, "SMTPServerDisconnected", Outcome.SERVER_AWAY),
        ("EHLO", HANG_UP, State.FAILED, "SMTPServerDisconnected", Outcome.SERVER_AWAY),
    ],
)
def test_a_refusal_is_kept_without_its_words_and_tried_again_later(
    server: MailServer, verb: str, answer: str, state: State, error: str, outcome: Outcome
) -> None:
    server.answer = lambda said, line: answer if said == verb else None
    message, now = post(), timezone.now()
    assert delivering.deliver(message.pk, now=now) is outcome
    message.refresh_from_db()
    # A try at which the server itself was away is given back.
    assert (message.state, message.error) == (state, error)
    assert message.attempts == (0 if outcome is Outcome.SERVER_AWAY else 1)
    assert message.due_at == now + timedelta(minutes=1)
    assert server.taken == []


@pytest.mark.django_db
def test_a_server_that_is_not_there_is_no_message_s_fault(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for n in range(3):
        post(n)
    assert delivering.send_due() == 0
    assert sorted(OutboxMessage.objects.values_list("state", "attempts", "error")) == [
        (State.FAILED, 0, "ConnectionRefusedError"),
        (State.QUEUED, 0, ""),
        (State.QUEUED, 0, ""),
    ]


@pytest.mark.django_db
def test_one_bad_letter_does_not_hold_up_the_others(server: MailServer) -> None:
    bad, good = post(1, person=None, to_email="no address at all\n"), post(2)
    assert delivering.send_due() == 1
    assert server.message_ids == [good.message_id]
    assert OutboxMessage.objects.get(pk=bad.pk).state == State.FAILED


@pytest.mark.django_db
def test_tries_are_spaced_out_over_two_days_and_then_given_up(server: MailServer) -> None:
    server.answer = lambda verb, line: "451 later" if verb == "RCPT" else None
    message, began = post(), timezone.now()
    now, tries = began, []
    while message.state != State.GIVEN_UP:
        too_early = delivering.deliver(message.pk, now=message.due_at - timedelta(seconds=1))
        assert (too_early, delivering.deliver(message.pk, now=now)) == (Outcome.NOTHING_TO_DO, Outcome.FAILED)
        tries.append(now - began)
        message.refresh_from_db()
        now = message.due_at
    assert len(tries) == delivering.TRIES == message.attempts
    assert timedelta(days=1) < tries[-1] < timedelta(days=3)
    assert delivering.send_due(now=now + timedelta(days=30)) == 0


def send_every_minute(until: datetime, clock: time_machine.Traveller) -> int:
    """Sweep as the worker does, without the minutes in which nothing is due; how many sweeps had something to try."""
    sweeps, minute = 0, timedelta(minutes=1)
    waiting = OutboxMessage.objects.filter(state__in=[State.QUEUED, State.FAILED])
    while (now := timezone.now()) <= until and (due_at := waiting.aggregate(at=Min("due_at"))["at"]):
        clock.move_to(max(due_at, now) + minute, tick=False)
        delivering.send_due()
        sweeps += 1
    return sweeps


@pytest.mark.django_db
def test_letters_outlast_a_weekend_without_the_server_and_leave_within_the_hour_of_its_return(
    server: MailServer, settings: Settings
) -> None:
    friday = datetime(2026, 11, 20, 17, tzinfo=UTC)
    monday = friday + timedelta(hours=63)
    with time_machine.travel(friday, tick=False) as clock:
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        letters = [post(n) for n in range(3)]
        OutboxMessage.objects.filter(pk=letters[2].pk).update(attempts=delivering.TRIES - 1, state=State.FAILED)
        tries = send_every_minute(monday, clock)
        states = set(OutboxMessage.objects.values_list("state", "attempts"))
        assert states == {(State.FAILED, 0), (State.FAILED, delivering.TRIES - 1)}
        assert 3 * 63 < tries < 3 * 63 * 4
        settings.EMAIL_PORT = port
        send_every_minute(timezone.now() + timedelta(hours=1), clock)
        assert timezone.now() < monday + timedelta(hours=2)
    assert sorted(server.message_ids) == sorted(letter.message_id for letter in letters)


@pytest.mark.django_db
def test_a_letter_at_which_the_server_hangs_up_each_time_is_given_up_in_the_end(
    server: MailServer, settings: Settings
) -> None:
    server.answer = lambda verb, line: HANG_UP if verb == "." else None
    message, now = post(), timezone.now()
    OutboxMessage.objects.filter(pk=message.pk).update(created_at=now - delivering.PATIENCE)
    for _ in range(delivering.TRIES):
        assert delivering.deliver(message.pk, now=now) is Outcome.SERVER_AWAY
        message.refresh_from_db()
        now = message.due_at
    assert (message.state, message.attempts) == (State.GIVEN_UP, delivering.TRIES)


@pytest.mark.parametrize(
    ("waited", "pause"),
    [
        (timedelta(0), timedelta(minutes=1)),
        (timedelta(minutes=10), timedelta(minutes=1)),
        (timedelta(hours=1), timedelta(minutes=6)),
        (timedelta(hours=63), timedelta(minutes=30)),
    ],
)
def test_the_longer_the_server_is_away_the_longer_the_pause_up_to_half_an_hour(
    waited: timedelta, pause: timedelta
) -> None:
    assert delivering.pause_after(waited) == pause


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 4), (3, 16), (4, 64), (5, 256), (6, 1024), (7, 1440)])
def test_each_wait_is_four_times_the_last_up_to_a_day(attempts: int, minutes: int) -> None:
    assert wait_after(attempts) == timedelta(minutes=minutes)


@pytest.mark.django_db
def test_a_sweep_takes_what_is_due_and_leaves_what_is_not(server: MailServer) -> None:
    rows = {n: post(n).pk for n in range(5)}
    now = timezone.now()
    change: dict[int, dict[str, object]] = {
        1: {"due_at": now},
        2: {"due_at": now + timedelta(seconds=1)},
        3: {"state": State.SENDING, "claimed_at": now - delivering.STALE},
        4: {"state": State.SENDING, "claimed_at": now - delivering.STALE + timedelta(seconds=1)},
    }
    for n, fields in change.items():
        OutboxMessage.objects.filter(pk=rows[n]).update(**fields)
    assert delivering.send_due(now=now) == 3
    left = set(OutboxMessage.objects.exclude(state=State.SENT).values_list("pk", flat=True))
    assert left == {rows[2], rows[4]}


@pytest.mark.django_db
def test_a_message_that_kills_every_worker_is_given_up_too(server: MailServer) -> None:
    message, now = post(), timezone.now()
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=State.SENDING, claimed_at=now - delivering.STALE, attempts=delivering.TRIES
    )
    assert delivering.deliver(message.pk, now=now) is Outcome.FAILED
    assert OutboxMessage.objects.get().state == State.GIVEN_UP
    assert server.taken == []


@pytest.mark.django_db
def test_a_claim_that_was_taken_over_is_not_settled_by_its_first_holder() -> None:
    message, now = post(), timezone.now()
    OutboxMessage.objects.filter(pk=message.pk).update(state=State.SENDING, claimed_at=now)
    held = OutboxMessage.objects.get(pk=message.pk)
    OutboxMessage.objects.filter(pk=message.pk).update(claimed_at=now + timedelta(minutes=11))
    delivering._settle(held, state=State.FAILED)
    assert OutboxMessage.objects.get().state == State.SENDING


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once(server: MailServer) -> None:
    messages = [post(n) for n in range(12)]

    def work() -> None:
        delivering.send_due()
        connections.close_all()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(server.message_ids) == sorted(message.message_id for message in messages)
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


@pytest.mark.django_db(transaction=True)
def test_a_kill_between_the_servers_yes_and_our_commit_repeats_only_the_same_message_id(server: MailServer) -> None:
    message = post()
    code = f"import django; django.setup(); from people import delivering; delivering.deliver({message.pk})"
    env = {**os.environ, "DATABASE_URL": database_url(), "EMAIL_URL": server.url}
    env["DJANGO_SETTINGS_MODULE"] = "config.settings"
    worker = subprocess.Popen([sys.executable, "-c", code], env=env, cwd=ROOT)

    def yes_and_kill(verb: str, line: str) -> None:
        if verb == "." and worker.poll() is None:
            worker.kill()
            worker.wait()

    server.answer = yes_and_kill
    worker.wait()
    # The server notes what it took only when its answer has done its killing.
    wait_until(lambda: len(server.taken) == 1)
    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts) == (State.SENDING, 1)
    assert delivering.send_due() == 0
    assert row.claimed_at is not None
    assert delivering.send_due(now=row.claimed_at + delivering.STALE) == 1
    assert server.message_ids == [message.message_id] * 2
    assert OutboxMessage.objects.get().state == State.SENT
