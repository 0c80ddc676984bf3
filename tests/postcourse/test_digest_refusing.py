"""Out of the weekly digest: one click in the mail program, one button on the page, and nothing comes after that."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from people import delivering
from people.claiming import STALE
from people.delivering import Outcome
from people.models import OutboxMessage, Person
from postcourse import digest_refusing, digesting
from postcourse.models import DigestRefusal
from tests.cast import make_person
from tests.mail_server import mail_server
from tests.postcourse.network_scenes import make_graduate, make_published, trainer
from tests.postcourse.scenes import at

pytestmark = pytest.mark.django_db
State = OutboxMessage.State
MONDAY = at("2026-11-23", "09:00")
HOUR = timedelta(hours=1)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def told(language: str = "kk") -> OutboxMessage:
    """The digest of the one graduate who has news."""
    make_graduate(language=language)
    make_published(make_graduate(), trainer())
    digesting.sweep(now=MONDAY)
    OutboxMessage.objects.exclude(kind="network-digest").delete()
    OutboxMessage.objects.update(due_at=MONDAY, created_at=MONDAY)
    return OutboxMessage.objects.get(kind="network-digest")


def reader_of(letter: OutboxMessage) -> Person:
    assert letter.person is not None
    return letter.person


def way_out(letter: OutboxMessage) -> str:
    """As its reader finds it in the letter, without the name of the server."""
    address = urlsplit(next(line for line in letter.text.splitlines() if "/network/digest/" in line))
    return f"{address.path}?{address.query}"


# ---- one click in the mail program (RFC 8058) ------------------------------------------------------------------------
def test_the_mail_program_has_a_button_that_is_the_same_at_every_repeat(settings: Settings) -> None:
    settings.SITE_URL = "https://basqaru.example.kz"
    letter = told()
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        server.answer = lambda verb, line: "451 later" if verb == "." else None
        assert delivering.deliver(letter.pk, now=MONDAY) is Outcome.FAILED
        server.answer = lambda verb, line: None
        assert delivering.deliver(letter.pk, now=MONDAY + HOUR) is Outcome.SENT
        # Killed between the server's yes and our own word of it.
        OutboxMessage.objects.filter(pk=letter.pk).update(state=State.SENDING, sent_at=None)
        assert delivering.deliver(letter.pk, now=MONDAY + 2 * HOUR) is Outcome.SENT
    said = [
        ("List-Unsubscribe", f"<https://basqaru.example.kz{way_out(letter)}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]
    assert len(server.letters) == 2
    for each in server.letters:
        assert [(name, value.strip()) for name, value in each.items() if name.startswith("List-")] == said


def test_one_click_needs_neither_a_page_nor_a_sign_in() -> None:
    letter = told()
    program = Client(enforce_csrf_checks=True)
    answers = [program.post(way_out(letter), ONE_CLICK).status_code for _again in range(2)]
    assert answers == [200, 200], "it follows no redirect"
    assert DigestRefusal.objects.get().person == letter.person
    letter.refresh_from_db()
    assert letter.state == State.WITHDRAWN


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_link_asks_in_the_language_of_the_letter_and_the_button_opts_out(client: Client, language: str) -> None:
    letter = told(language)
    page = client.get(way_out(letter))
    assert (page.status_code, page["Content-Language"], DigestRefusal.objects.exists()) == (200, language, False)
    assert reader_of(letter).surname not in page.content.decode()
    for _again in range(2):
        page = client.post(way_out(letter), follow=True)
        assert (page.status_code, page["Content-Language"]) == (200, language)
    assert "<button" not in page.content.decode().partition("<main")[2].partition("</main")[0]
    assert DigestRefusal.objects.get().person == letter.person


@pytest.mark.parametrize("token", ["1", "1:x", "x" * 3000, "%00", "1:2:3"])
def test_a_link_that_is_not_ours_opts_nobody_out(client: Client, token: str) -> None:
    make_graduate()
    for data in ({}, ONE_CLICK):
        assert client.post(f"/network/digest/{token}/", data).status_code == 404
    assert client.get(f"/network/digest/{token}/").status_code == 404
    assert not DigestRefusal.objects.exists()


def test_on_their_own_page_they_choose_either_way(client: Client) -> None:
    user = make_graduate()
    client.force_login(user)
    client.post(reverse("postcourse:digest_choose"), {"wants": "no"})
    assert DigestRefusal.objects.get().person == user.person
    client.post(reverse("postcourse:digest_choose"), {"wants": "yes"})
    assert not DigestRefusal.objects.exists()
    client.force_login(trainer())
    assert client.post(reverse("postcourse:digest_choose")).status_code == 403


# ---- nothing comes after that ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", [State.QUEUED, State.FAILED, State.GIVEN_UP, State.SENDING])
def test_a_digest_that_has_not_gone_out_never_will(state: State) -> None:
    letter = told()
    claimed_at = MONDAY if state == State.SENDING else None
    OutboxMessage.objects.filter(pk=letter.pk).update(state=state, claimed_at=claimed_at)
    digest_refusing.refuse(reader_of(letter))
    letter.refresh_from_db()
    assert letter.state == State.WITHDRAWN
    assert delivering.deliver(letter.pk, now=MONDAY + 2 * STALE) is Outcome.NOTHING_TO_DO
    assert delivering.send_due(now=MONDAY + timedelta(days=1)) == 0
    assert digesting.sweep(now=MONDAY + timedelta(days=1)) == 0


class OptsOutMeanwhile(BaseEmailBackend):
    """A mail server that takes its time: the reader opts out before it answers."""

    answer: ClassVar[Exception | None] = None

    def send_messages(self, email_messages: Any) -> int:
        digest_refusing.refuse(reader_of(OutboxMessage.objects.get(kind="network-digest")))
        if self.answer is not None:
            raise self.answer
        return len(email_messages)


@pytest.mark.parametrize(
    ("answer", "state"),
    [(None, State.SENT), (SMTPServerDisconnected("gone"), State.WITHDRAWN), (OSError("away"), State.WITHDRAWN)],
)
def test_whoever_opts_out_while_it_is_being_sent_gets_it_once_at_most(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, answer: Exception | None, state: State
) -> None:
    letter = told()
    settings.EMAIL_BACKEND = f"{__name__}.{OptsOutMeanwhile.__name__}"
    monkeypatch.setattr(OptsOutMeanwhile, "answer", answer)
    delivering.deliver(letter.pk, now=MONDAY)
    letter.refresh_from_db()
    assert letter.state == state, "what went out is on record as that"
    assert delivering.send_due(now=MONDAY + timedelta(days=1)) == 0


def test_a_digest_to_a_record_that_was_merged_meanwhile_goes_out_no_more() -> None:
    letter = told()
    kept = make_person()
    Person.objects.filter(pk=reader_of(letter).pk).update(merged_into=kept)
    found = digest_refusing.person_of(digest_refusing.token_of(reader_of(letter)))
    assert found == kept
    digest_refusing.refuse(kept)
    letter.refresh_from_db()
    assert letter.state == State.WITHDRAWN
