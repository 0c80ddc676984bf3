"""How often a document was checked, by day: gathered in the process, counted in Redis, folded into rows by beat.

Best effort, and never on the answer's path: `checked` adds one to a dictionary and returns. A thread sends what has
gathered every few seconds. What can be lost: the last seconds of a process that is killed, and the looks while Redis
is away. The fold neither loses nor doubles: what it takes is renamed, and added in one transaction with its token.
No address and nothing else of whoever looked is kept; and no code, which opens what it stands on: a document is
counted under the number of its row.
"""

from __future__ import annotations

import atexit
import json
import os
from datetime import date, datetime, timedelta
from functools import lru_cache
from threading import Lock, Thread
from time import sleep
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from redis import Redis
from redis.exceptions import RedisError

from certificates.models import CheckCount, CheckFold, Document
from people.models import User

log = structlog.get_logger()

EVERY = 3.0  # seconds between two sendings of a process
MOST = 50_000  # documents that a process gathers in between
PATIENCE = 0.5  # seconds that a sending waits for Redis
FOLDS_PATIENCE = 10.0  # that a fold does, which nobody waits for
KEY = "basqaru:checks"  # followed by the day: a hash of the document's number → how often
FOLDING = f"{KEY}:folding"  # the keys that a fold has taken and not yet done with
DAYS_KEPT = 8  # in Redis, should nobody fold
AT_ONCE = 500
SECONDS_KEPT = DAYS_KEPT * 24 * 60 * 60
# The looks of a sending, added where they are counted: a command for each of thousands cost more than all the rest.
COUNT = """
for document, n in pairs(cjson.decode(ARGV[1])) do redis.call("HINCRBY", KEYS[1], document, n) end
redis.call("EXPIRE", KEYS[1], ARGV[2])
"""
# Machines that look at links by themselves; who poses as a browser is counted as one.
MACHINES = ("bot", "crawl", "spider", "preview", "curl", "wget", "python-", "facebookexternalhit", "whatsapp")
ADD = f"""
INSERT INTO {CheckCount._meta.db_table} (document_id, day, n) VALUES (%s, %s, %s)
ON CONFLICT (document_id, day) DO UPDATE SET n = {CheckCount._meta.db_table}.n + excluded.n
"""  # noqa: S608 - our own table's name


# ---- on the answer's path --------------------------------------------------------------------------------------------
def checked(document: int, request: HttpRequest | None = None) -> None:
    """Somebody saw what this document is worth. Costs a microsecond, waits for nothing, never raises.

    With the request, machines, HEAD, the holder and the staff are not counted; an employer who signed in is.
    """
    if request is not None and not _counts(request, document):
        return
    with _gathering.lock:
        gathered = _gathering.counts
        if document in gathered or len(gathered) < MOST:
            gathered[document] = gathered.get(document, 0) + 1
    if _gathering.sender is None:
        _gathering.begin()


def _counts(request: HttpRequest, document: int) -> bool:
    if request.method != "GET":
        return False
    if _is_machine(request.META.get("HTTP_USER_AGENT", "")[:512]):
        return False
    return settings.SESSION_COOKIE_NAME not in request.COOKIES or not _is_of_the_house(request, document)


@lru_cache(maxsize=4096)
def _is_machine(agent: str) -> bool:
    """By what it calls itself; a browser and its version recur on thousands of phones."""
    said = agent.lower()
    return any(name in said for name in MACHINES)


def _is_of_the_house(request: HttpRequest, document: int) -> bool:
    """The staff, and whose document it is; only with a session, so on the long way."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return False
    return user.is_staff_member or Document.objects.filter(pk=document, person__in=user.own_records).exists()


class Gathering:
    """What this process has counted and not sent; a child of a fork begins its own."""

    def __init__(self) -> None:
        self.lock, self.counts = Lock(), dict[int, int]()
        self.sender: Thread | None = None
        self.is_away = False

    def begin(self) -> None:
        with self.lock:
            if self.sender is None:
                sender = Thread(target=self._run, name="counting", daemon=True)
                try:
                    sender.start()
                except RuntimeError as error:  # the system gives no thread: the next look tries again
                    self._warn(error, looks=sum(self.counts.values()))
                else:
                    self.sender = sender

    def _run(self) -> None:
        while True:
            sleep(EVERY)
            try:
                self.send()
            except Exception as error:  # nobody would begin another one
                self._warn(error, looks=0)

    def _warn(self, error: Exception, *, looks: int) -> None:
        """Once, not every few seconds."""
        if not self.is_away:
            log.warning("checks_not_counted", looks=looks, error=type(error).__name__)
        self.is_away = True

    def send(self, now: datetime | None = None) -> bool:
        """Add it to the day's counters, all of it or nothing; what Redis does not take is lost."""
        with self.lock:
            counts, self.counts = self.counts, {}
        if not counts:
            return True
        key = f"{KEY}:{timezone.localdate(now)}"
        try:
            add = _redis(settings.REDIS_URL).register_script(COUNT)
            add(keys=[key], args=[json.dumps(counts), SECONDS_KEPT])
        except (RedisError, OSError) as error:
            self._warn(error, looks=sum(counts.values()))
            return False
        self.is_away = False
        return True


_gathering = Gathering()


def _begin_anew() -> None:
    global _gathering
    _gathering = Gathering()


def send(now: datetime | None = None) -> bool:
    """What this process has gathered, at once."""
    return _gathering.send(now)


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(send)


# ---- beside it -------------------------------------------------------------------------------------------------------
def is_counting() -> bool:
    """Whether looks are counted now."""
    try:
        return bool(_redis(settings.REDIS_URL).ping())
    except (RedisError, OSError):
        return False


@lru_cache(maxsize=4)
def _redis(url: str, patience: float = PATIENCE) -> Redis[str]:
    return Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=patience, decode_responses=True)


# ---- by beat ---------------------------------------------------------------------------------------------------------
def fold(now: datetime | None = None) -> int:
    """Add what Redis has counted to the rows; how many documents' days that were. Killed anywhere, it is done later."""
    redis, done = _redis(settings.REDIS_URL, FOLDS_PATIENCE), 0
    try:
        _take(redis, timezone.localdate(now))
        waiting = sorted(map(str, redis.smembers(FOLDING)))
    except (RedisError, OSError) as error:
        log.warning("checks_not_folded", error=type(error).__name__)
        return 0
    for taken in waiting:
        try:
            done += _fold(redis, taken)
        except (RedisError, OSError, ValueError) as error:  # the days behind it are folded all the same
            log.warning("checks_not_folded", key=taken, error=type(error).__name__)
    CheckFold.objects.filter(at__lt=(now or timezone.now()) - timedelta(days=2 * DAYS_KEPT)).delete()
    return done


def _take(redis: Redis[str], today: date) -> None:
    """The days' counters under a name of their own, so that looks meanwhile are counted anew."""
    for back in range(DAYS_KEPT):
        day = today - timedelta(days=back)
        if redis.exists(f"{KEY}:{day}"):
            taken = f"{FOLDING}:{day}:{uuid4().hex}"
            with redis.pipeline(transaction=True) as pipe:
                pipe.sadd(FOLDING, taken)
                pipe.rename(f"{KEY}:{day}", taken)
                pipe.persist(taken)
                pipe.execute(raise_on_error=False)  # another fold was quicker: the name stands for nothing then


def _fold(redis: Redis[str], taken: str) -> int:
    """Add what was taken once, however often it is tried: its token is written with it."""
    _key, day, token = taken.rsplit(":", 2)
    counts = {int(document): int(n) for document, n in redis.hscan_iter(taken, count=AT_ONCE)}
    done = _add(token, day, counts) if counts else 0
    with redis.pipeline(transaction=True) as pipe:
        pipe.delete(taken)
        pipe.srem(FOLDING, taken)
        pipe.execute()
    return done


def _add(token: str, day: str, counts: dict[int, int]) -> int:
    documents, done = sorted(counts), 0
    with transaction.atomic():
        if not _is_first(token):
            return 0
        for start in range(0, len(documents), AT_ONCE):
            there = Document.objects.filter(pk__in=documents[start : start + AT_ONCE]).order_by("pk")
            added = [(document, day, counts[document]) for document in there.values_list("pk", flat=True)]
            with connection.cursor() as cursor:
                cursor.executemany(ADD, added)
            done += len(added)
    return done


def _is_first(token: str) -> bool:
    """False where it was added before, by who was stopped before Redis forgot it."""
    try:
        with transaction.atomic():
            CheckFold.objects.create(token=token)
    except IntegrityError:
        return False
    return True
