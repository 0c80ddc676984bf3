"""The state of the work: who is alive, what is due since when, what went wrong, and a button that tries again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from assessment import retake_reminding
from config import broker, queues, status
from config.home import tasks
from people import outbox, pulsing
from people.models import OutboxMessage, Person, Pulse, User
from people.roles import Role
from postcourse import digesting
from tests.assessment.retake_scenes import UNTIL, failed
from tests.cast import aigul, daulet, make_person, make_user, saule

State = OutboxMessage.State
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PAGE, RETRY = reverse("status"), reverse("status_retry")


@pytest.fixture(autouse=True)
def no_broker(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Wherever the tests have theirs: nobody listens there."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(broker, "SECONDS", 0.05)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def wrong(n: int, error: str = "SMTPRecipientsRefused 550", state: State = State.GIVEN_UP) -> OutboxMessage:
    message = outbox.post(cause=f"w:{n}", kind="test", language="kk", subject="с", text="т", person=make_person())
    OutboxMessage.objects.filter(pk=message.pk).update(state=state, error=error, claimed_at=timezone.now())
    message.refresh_from_db()
    return message


def test_organiser_and_administrator_see_it_and_nobody_else() -> None:
    assert Client().get(PAGE).status_code == 302
    admin = make_user("admin@institute.example", Role.ADMINISTRATOR)
    seen = {user.email.split("@")[0]: as_(user).get(PAGE).status_code for user in (aigul(), admin, daulet(), saule())}
    assert seen == {"aigul": 200, "admin": 200, "daulet": 403, "saule": 403}
    assert as_(User.objects.get(email__startswith="daulet")).post(RETRY).status_code == 403
    assert as_(User.objects.get(email__startswith="aigul")).get(RETRY).status_code == 405


def test_who_is_silent_for_two_minutes_is_said_so_and_forgotten_after_a_day() -> None:
    now = timezone.now()
    pulsing.beat("worker", "one", now=now)
    pulsing.beat("worker", "one", now=now + timedelta(seconds=20))
    pulsing.beat("beat", "one", now=now - timedelta(minutes=3))
    assert [(part.key, part.alive, len(part.signs)) for part in status.parts(now)] == [("worker", 1, 1), ("beat", 0, 1)]
    page = as_(aigul()).get(PAGE).content.decode()
    assert [page.count(word) for word in ("Alive", "Silent", "Does not answer")] == [1, 1, 1]
    assert [task.url for task in tasks(now) if task.url == PAGE] == [PAGE]
    pulsing.beat("worker", "two", now=now + timedelta(days=2))
    assert list(Pulse.objects.values_list("name", flat=True)) == ["worker@two"]


def test_what_is_due_is_counted_apart_from_what_is_for_later_and_the_oldest_is_named() -> None:
    now = timezone.now()
    for n, minutes in enumerate((-40, -1, 600)):
        message = wrong(n, error="", state=State.QUEUED)
        OutboxMessage.objects.filter(pk=message.pk).update(due_at=now + timedelta(minutes=minutes))
    queue = queues.messages(now)
    assert (queue.due, queue.later, queue.oldest, queue.is_late) == (2, 1, now - timedelta(minutes=40), True)
    digesting.sweep(now=now)
    assert [each.due for each in queues.queues(now)[1:]] == [0] * 9


def test_a_week_whose_digests_are_not_written_is_late_and_a_retake_of_which_nobody_was_reminded_is_due() -> None:
    now = timezone.now()
    assert queues.digests(now).due == 1
    assert queues.digests(digesting.end_of_week(now) + timedelta(hours=1)).is_late
    digesting.sweep(now=now)
    assert (queues.digests(now).due, queues.digests(now + timedelta(days=7)).due) == (0, 1)
    failed()
    moment = datetime(UNTIL.year, UNTIL.month, UNTIL.day, tzinfo=UTC) - timedelta(days=40)
    with time_machine.travel(moment):
        assert queues.retakes(moment).due == retake_reminding.sweep(now=moment) == 1
        assert queues.retakes(moment).due == 0


def test_reasons_are_told_in_words_and_one_of_them_is_tried_again() -> None:
    organiser, refused, away = aigul(), wrong(1), wrong(2, "ConnectionRefusedError", State.FAILED)
    client = as_(organiser)
    page = client.get(PAGE).content.decode()
    assert "The address is refused: ask the person for another one." in page
    assert "The mail server does not answer" in page
    narrowed = client.get(PAGE, {"error": "ConnectionRefusedError"})
    assert [row.pk for row in narrowed.context["page"]] == [away.pk]
    assert client.post(RETRY, {"error": "SMTPRecipientsRefused 550"}).url == PAGE  # type: ignore[attr-defined]
    states = dict(OutboxMessage.objects.values_list("pk", "state"))
    assert states == {refused.pk: State.QUEUED, away.pk: State.FAILED}
    assert OutboxMessage.objects.get(pk=refused.pk).retried_by == organiser


def test_all_are_tried_again_and_who_has_no_address_is_counted() -> None:
    rows = [wrong(n) for n in range(3)]
    Person.objects.filter(messages=rows[0]).update(email="")
    page = as_(aigul()).post(RETRY, follow=True).content.decode()
    assert "2 messages are sent again." in page
    assert "1 message has no address" in page
    assert OutboxMessage.objects.filter(state=State.QUEUED).count() == 2


def test_a_single_one_leads_back_to_the_page_and_nowhere_else() -> None:
    client, row = as_(aigul()), wrong(1)
    retry = reverse("people:message_retry", args=[row.pk])
    for back, to in ((PAGE, PAGE), ("https://evil.example/", reverse("people:outbox")), ("//evil.example", None)):
        response = client.post(retry, {"next": back})
        assert response["Location"] == (to or reverse("people:outbox"))


@pytest.mark.parametrize("error", ["\x00", "х" * 5000, ""])
def test_whatever_stands_for_a_reason_is_answered_and_sends_nothing_again(error: str) -> None:
    client, row = as_(aigul()), wrong(1)
    assert list(client.get(PAGE, {"error": error}).context["page"]) == []
    assert client.post(RETRY, {"error": error}).status_code == 302
    assert OutboxMessage.objects.get(pk=row.pk).state == State.GIVEN_UP


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_thirty(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(aigul())
    for n in range(count):
        wrong(n)
    with django_assert_num_queries(25):
        assert client.get(PAGE).status_code == 200
