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
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from redis import Redis

from certificates import checkers, counting, registering, tasks
from certificates.checkers import Registration
from certificates.codes import new_code
from certificates.counting import FOLDING, checked, fold, is_counting, send
from certificates.list_checking import Listed, check
from certificates.models import CheckCount, CheckFold, Document
from config.trial.children import Children
from config.trial.redis import start_redis
from people.models import User
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


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """No midnight between what a test does and what it asks."""
    with time_machine.travel(DAY):
        yield


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
        ("get", {"cookie": "sessionid=abc"}, 1),
    ],
)
def test_people_are_counted_and_machines_are_not(
    gathering: counting.Gathering, how: str, headers: dict[str, str], counted: int
) -> None:
    request = getattr(RequestFactory(), how)("/v/x", headers=headers)
    checked(1, request)
    assert sum(gathering.counts.values()) == counted


def test_of_who_is_signed_in_the_holder_and_the_staff_are_not_counted(gathering: counting.Gathering) -> None:
    document = certificate()
    person = document.person
    holder = User.objects.filter(person=person).first() or make_user(person.email, name="Иесі", person=person)
    for user, counted in ((make_user("kadr@bilim.example"), 1), (holder, 1), (organiser(), 1)):
        as_user(user).get(f"/v/{document.code}")
        assert sum(gathering.counts.values()) == counted


def test_what_is_told_of_a_file_and_of_a_list_counts(
    gathering: counting.Gathering, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    document = certificate()
    checker = checkers.confirm(Registration("kadr@bilim.example", "Кадр", "Бөлім", "Аттестаттау", "kk"))
    listed = [Listed(2, document.code), Listed(3, document.code), Listed(4, new_code())]
    with django_capture_on_commit_callbacks(execute=True):
        check(listed, by=checker)
    assert gathering.counts == {document.pk: 1}


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_every_look_at_a_document_counts_and_only_at_a_document(
    client: Client, gathering: counting.Gathering, suffix: str
) -> None:
    shown, withheld = issued("89.5", "72")
    registering.withhold(withheld, by=organiser(), reason="өтініш")
    for code in (shown.code, shown.code, withheld.code, new_code(), "7KQ4"):
        client.get(f"/v/{code}{suffix}")
    assert gathering.counts == {shown.pk: 2}


def test_a_page_that_is_not_sent_twice_was_looked_at_twice(client: Client, gathering: counting.Gathering) -> None:
    document = certificate()
    with time_machine.travel(DAY, tick=False):
        etag = client.get(f"/v/{document.code}").headers["ETag"]
        assert client.get(f"/v/{document.code}", headers={"if-none-match": etag}).status_code == 304
    assert gathering.counts == {document.pk: 2}


def test_a_flood_of_looks_takes_no_more_room(gathering: counting.Gathering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST", 2)
    for document in (1, 2, 3, 1):
        checked(document)
    assert gathering.counts == {1: 2, 2: 1}


def test_a_process_sends_by_itself(
    gathering: counting.Gathering, redis: Redis[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "EVERY", 0.01)
    gathering.sender = None

    def arrived() -> bool:
        checked(1)  # again each time: a look that a busy machine cannot tell within PATIENCE is lost, as it is meant
        return list(redis.hgetall(f"{counting.KEY}:{timezone.localdate()}")) == ["1"]

    wait_until(arrived, seconds=20)


def test_where_the_system_gives_no_thread_the_answer_comes_all_the_same(
    client: Client, gathering: counting.Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(thread: Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", refuse)
    gathering.sender = None
    document = certificate()
    assert client.get(f"/v/{document.code}").status_code == 200
    assert (list(gathering.counts.values()), gathering.sender, gathering.is_away) == ([1], None, True)


def test_a_sending_that_breaks_ends_no_thread(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "EVERY", 0.01)
    settings.REDIS_URL = "nonsense"
    gathering = counting.Gathering()
    gathering.counts[1] = 1
    gathering.begin()
    wait_until(lambda: gathering.is_away, seconds=20)
    assert gathering.sender is not None
    assert gathering.sender.is_alive()


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
        checked(document.pk)
    assert (send(), fold()) == (True, 2)
    day = timezone.localdate()
    assert rows() == [(one.pk, day, 3), (other.pk, day, 1)]
    assert fold() == 0
    checked(one.pk)
    send()
    tasks.fold_checks()
    assert rows() == [(one.pk, day, 4), (other.pk, day, 1)]
    assert redis.keys("basqaru:*") == []


def test_what_nobody_folded_keeps_its_day(redis: Redis[str]) -> None:
    document = certificate()
    with time_machine.travel("2026-11-20 23:59:50+05:00", tick=False) as now:
        checked(document.pk)
        send()
        now.shift(timedelta(hours=30))
        checked(document.pk)
        send()
        assert fold() == 2
    assert rows() == [(document.pk, date(2026, 11, 20), 1), (document.pk, date(2026, 11, 22), 1)]


def test_only_numbers_lie_in_redis(client: Client, redis: Redis[str]) -> None:
    """Whoever reads Redis learns no code, and so no name."""
    document = certificate()
    client.get(f"/v/{document.code}", REMOTE_ADDR="203.0.113.9")
    send()
    [key] = redis.keys("*")
    assert redis.hgetall(key) == {str(document.pk): "1"}
    assert 0 < redis.ttl(key) <= counting.DAYS_KEPT * 86_400


def taken(redis: Redis[str], document: Document) -> str:
    """Counters that a fold has taken, when it was stopped."""
    checked(document.pk)
    send()
    counting._take(redis, timezone.localdate())
    [name] = redis.smembers(FOLDING)
    return str(name)


def test_a_fold_that_was_killed_after_it_took_is_done_by_the_next(redis: Redis[str]) -> None:
    document = certificate()
    taken(redis, document)
    checked(document.pk)
    send()
    assert fold() == 2
    assert rows() == [(document.pk, timezone.localdate(), 2)]


def test_a_fold_that_was_killed_before_redis_forgot_is_not_added_twice(redis: Redis[str]) -> None:
    document = certificate()
    name = taken(redis, document)
    counts = redis.hgetall(name)
    fold()
    for counted, n in counts.items():
        redis.hset(name, counted, n)
    redis.sadd(FOLDING, name)
    assert fold() == 0
    assert rows() == [(document.pk, timezone.localdate(), 1)]
    assert redis.keys("*") == []


def test_what_the_database_does_not_take_waits(redis: Redis[str]) -> None:
    document = certificate()
    checked(document.pk)
    send()
    with refusing("certificates_checkcount"), pytest.raises(DatabaseError), transaction.atomic():
        fold()
    assert (rows(), CheckFold.objects.count()) == ([], 0)
    assert fold() == 1
    assert rows() == [(document.pk, timezone.localdate(), 1)]


class Late(Redis):  # type: ignore[type-arg]
    """Asked whether the day's counters are there, just before another fold took them away."""

    def exists(self, *names: object) -> int:
        return len(names)


def test_a_fold_that_comes_late_takes_nothing(server: str, redis: Redis[str]) -> None:
    document = certificate()
    name = taken(redis, document)
    late = Late.from_url(server, decode_responses=True)
    counting._take(late, timezone.localdate())
    assert redis.smembers(FOLDING) > {name}  # names that stand for nothing
    assert fold() == 1
    assert rows() == [(document.pk, timezone.localdate(), 1)]
    assert redis.keys("*") == []
    late.close()


def test_what_two_folds_have_read_is_added_once(redis: Redis[str]) -> None:
    document = certificate()
    _key, day, token = taken(redis, document).rsplit(":", 2)
    read = {document.pk: 1}
    assert fold() == 1
    assert counting._add(token, day, read) == 0
    assert rows() == [(document.pk, timezone.localdate(), 1)]


def test_a_day_that_cannot_be_folded_holds_up_no_other(redis: Redis[str]) -> None:
    document = certificate()
    broken = f"{FOLDING}:2026-11-01:0123"
    redis.set(broken, "no hash")
    redis.sadd(FOLDING, broken)
    checked(document.pk)
    send()
    assert fold() == 1
    assert rows() == [(document.pk, timezone.localdate(), 1)]
    assert redis.smembers(FOLDING) == {broken}


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
