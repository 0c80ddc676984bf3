"""Looks at a verdict are counted beside its path: gathered, sent to Redis, folded into rows; nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from threading import Thread

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from redis import Redis

from certificates import counting, registering, tasks
from certificates.codes import new_code
from certificates.counting import FOLDING, checked, fold, is_counting, send
from certificates.models import CheckCount, CheckFold, Document
from config.trial.children import Children
from config.trial.redis import start_redis
from tests.cast import make_user
from tests.certificates.issued import as_user, certificate, issued, organiser
from tests.courses.way_scenes import refusing
from tests.services import wait_until

pytestmark = pytest.mark.django_db
DAY = "2026-11-20 12:00+05:00"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real one, as a trial starts it."""
    children = Children(tmp_path_factory.mktemp("logs"))
    yield start_redis(children, tmp_path_factory.mktemp("redis"))
    children.stop()


@pytest.fixture
def redis(server: str, settings: Settings) -> Iterator[Redis[str]]:
    settings.REDIS_URL = server
    client = Redis.from_url(server, decode_responses=True)
    client.flushdb()
    yield client
    client.close()


@pytest.fixture(autouse=True)
def gathering(monkeypatch: pytest.MonkeyPatch) -> counting.Gathering:
    """What was gathered goes when the test says so."""
    gathering = counting.Gathering()
    gathering.sender = Thread()
    monkeypatch.setattr(counting, "_gathering", gathering)
    return gathering


@pytest.fixture
def nowhere(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"


def rows() -> list[tuple[int, date, int]]:
    return list(CheckCount.objects.order_by("document", "day").values_list("document", "day", "n"))


# ---- on the answer's path --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("how", "headers", "counted"),
    [
        ("get", {}, 1),
        ("get", {"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130"}, 1),
        ("head", {}, 0),
        ("get", {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, 0),
        ("get", {"user-agent": "WhatsApp/2.23"}, 0),
        ("get", {"cookie": "sessionid=abc"}, 0),
    ],
)
def test_people_are_counted_and_machines_and_who_is_signed_in_are_not(
    gathering: counting.Gathering, how: str, headers: dict[str, str], counted: int
) -> None:
    request = getattr(RequestFactory(), how)("/v/x", headers=headers)
    checked("A" * 16, request)
    assert sum(gathering.counts.values()) == counted


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_every_look_at_a_document_counts_and_only_at_a_document(
    client: Client, gathering: counting.Gathering, suffix: str
) -> None:
    shown, withheld = issued("89.5", "72")
    registering.withhold(withheld, by=organiser(), reason="өтініш")
    for code in (shown.code, shown.code, withheld.code, new_code(), "7KQ4"):
        client.get(f"/v/{code}{suffix}")
    assert gathering.counts == {shown.code: 2}


def test_a_page_that_is_not_sent_twice_was_looked_at_twice(client: Client, gathering: counting.Gathering) -> None:
    code = certificate().code
    with time_machine.travel(DAY, tick=False):
        etag = client.get(f"/v/{code}").headers["ETag"]
        assert client.get(f"/v/{code}", headers={"if-none-match": etag}).status_code == 304
    assert gathering.counts == {code: 2}


def test_a_flood_of_codes_takes_no_more_room(gathering: counting.Gathering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST", 2)
    for code in ("A", "B", "C", "A"):
        checked(code)
    assert gathering.counts == {"A": 2, "B": 1}


def test_a_process_sends_by_itself(
    gathering: counting.Gathering, redis: Redis[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "EVERY", 0.01)
    gathering.sender = None
    checked("A" * 16)
    wait_until(lambda: redis.hgetall(f"{counting.KEY}:{timezone.localdate()}") == {"A" * 16: "1"}, seconds=20)


# ---- without Redis ---------------------------------------------------------------------------------------------------
def test_without_redis_everything_is_answered_and_nothing_is_counted(
    client: Client, nowhere: None, gathering: counting.Gathering
) -> None:
    code = certificate().code
    assert client.get(f"/v/{code}").status_code == 200
    assert (send(), gathering.counts, is_counting(), fold()) == (False, {}, False, 0)
    assert rows() == []


def test_without_redis_the_holder_is_told_so(nowhere: None) -> None:
    document = certificate()
    place = reverse("certificates:mine", args=[document.pk])
    assert "Not counted now" in as_user(organiser()).get(place).content.decode()
    CheckCount.objects.create(document=document, day=timezone.localdate(), n=3)
    page = as_user(organiser()).get(place).content.decode()
    assert ("Not counted now" in page, "<b>3</b> in all" in page) == (True, True)


# ---- into the rows ---------------------------------------------------------------------------------------------------
@time_machine.travel(DAY, tick=False)
def test_looks_become_rows_by_day_once(redis: Redis[str]) -> None:
    one, other = issued("89.5", "72")
    for document in (one, one, other, one):
        checked(document.code)
    assert (send(), fold()) == (True, 2)
    day = timezone.localdate()
    assert rows() == [(one.pk, day, 3), (other.pk, day, 1)]
    assert fold() == 0
    checked(one.code)
    send()
    tasks.fold_checks()
    assert rows() == [(one.pk, day, 4), (other.pk, day, 1)]
    assert redis.keys("basqaru:*") == []


def test_what_nobody_folded_keeps_its_day(redis: Redis[str]) -> None:
    document = certificate()
    with time_machine.travel("2026-11-20 23:59:50+05:00", tick=False) as now:
        checked(document.code)
        send()
        now.shift(timedelta(hours=30))
        checked(document.code)
        send()
        assert fold() == 2
    assert rows() == [(document.pk, date(2026, 11, 20), 1), (document.pk, date(2026, 11, 22), 1)]


def test_only_codes_and_numbers_lie_in_redis(client: Client, redis: Redis[str]) -> None:
    code = certificate().code
    client.get(f"/v/{code}", REMOTE_ADDR="203.0.113.9")
    send()
    [key] = redis.keys("*")
    assert redis.hgetall(key) == {code: "1"}
    assert 0 < redis.ttl(key) <= counting.DAYS_KEPT * 86_400


def taken(redis: Redis[str], document: Document) -> str:
    """Counters that a fold has taken, when it was stopped."""
    checked(document.code)
    send()
    counting._take(redis, timezone.localdate())
    [name] = redis.smembers(FOLDING)
    return str(name)


def test_a_fold_that_was_killed_after_it_took_is_done_by_the_next(redis: Redis[str]) -> None:
    document = certificate()
    taken(redis, document)
    checked(document.code)
    send()
    assert fold() == 2
    assert rows() == [(document.pk, timezone.localdate(), 2)]


def test_a_fold_that_was_killed_before_redis_forgot_is_not_added_twice(redis: Redis[str]) -> None:
    document = certificate()
    name = taken(redis, document)
    counts = redis.hgetall(name)
    fold()
    for code, n in counts.items():
        redis.hset(name, code, n)
    redis.sadd(FOLDING, name)
    assert fold() == 0
    assert rows() == [(document.pk, timezone.localdate(), 1)]
    assert redis.keys("*") == []


def test_what_the_database_does_not_take_waits(redis: Redis[str]) -> None:
    document = certificate()
    checked(document.code)
    send()
    with refusing("certificates_checkcount"), pytest.raises(DatabaseError), transaction.atomic():
        fold()
    assert (rows(), CheckFold.objects.count()) == ([], 0)
    assert fold() == 1
    assert rows() == [(document.pk, timezone.localdate(), 1)]


def test_two_folds_at_once_take_a_day_once(redis: Redis[str]) -> None:
    """The other one had seen the same counters, and finds their name gone."""
    name = taken(redis, certificate())
    assert redis.exists(name)
    redis.sadd(FOLDING, f"{FOLDING}:{timezone.localdate()}:0123")
    assert fold() == 1
    assert redis.keys("*") == []


def test_tokens_are_forgotten_when_nothing_can_come_back(redis: Redis[str]) -> None:
    CheckFold.objects.create(token="old", at=timezone.now() - timedelta(days=2 * counting.DAYS_KEPT + 1))
    CheckFold.objects.create(token="young")
    fold()
    assert list(CheckFold.objects.values_list("token", flat=True)) == ["young"]


# ---- the holder's picture --------------------------------------------------------------------------------------------
def seen_by_holder(document: Document, days: int) -> tuple[str, int]:
    person = document.person
    browser = as_user(make_user(person.email, person=person))
    today = timezone.localdate()
    CheckCount.objects.bulk_create(
        CheckCount(document=document, day=today - timedelta(days=n), n=n + 1) for n in range(days)
    )
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(reverse("certificates:mine", args=[document.pk])).content.decode()
    return page, len(asked)


def test_the_holder_sees_them_by_day_and_in_all(redis: Redis[str]) -> None:
    one, other = issued("89.5", "72")
    page, few = seen_by_holder(one, 2)
    assert "<b>3</b> times in the last 90 days, <b>3</b> in all" in page.replace("\n", "")
    assert page.count('<rect class="done"') == 2
    assert page.count('<th scope="row" class="num">') == 2
    more, many = seen_by_holder(other, 100)
    assert more.count('<rect class="done"') == 90
    assert "<b>5050</b> in all" in more
    assert few == many


def test_a_document_nobody_has_looked_at_says_so(redis: Redis[str]) -> None:
    page = as_user(organiser()).get(reverse("certificates:mine", args=[certificate().pk])).content.decode()
    assert "Nobody has checked it yet." in page
    assert "Not counted now" not in page
