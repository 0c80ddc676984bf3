"""How often a document was checked, by day: gathered in the process, counted in Redis, folded into rows by beat.

Best effort, and never on the answer's path: `checked` adds one to a dictionary and returns. A thread sends what has
gathered every few seconds. What can be lost: the last seconds of a process that is killed, and the looks while Redis
is away. The fold neither loses nor doubles: what it takes is renamed, and added in one transaction with its token.
No address and nothing else of whoever looked is kept.
"""

from __future__ import annotations

import atexit
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

from certificates.models import CheckCount, CheckFold, Standing

log = structlog.get_logger()

EVERY = 3.0  # seconds between two sendings of a process
MOST = 50_000  # codes that a process gathers in between
PATIENCE = 0.5  # seconds that a sending waits for Redis
KEY = "basqaru:checks"  # followed by the day: a hash of code → how often
FOLDING = f"{KEY}:folding"  # the keys that a fold has taken and not yet done with
DAYS_KEPT = 8  # in Redis, should nobody fold
AT_ONCE = 500
# Machines that look at links by themselves; who poses as a browser is counted as one.
MACHINES = ("bot", "crawl", "spider", "preview", "curl", "wget", "python-", "facebookexternalhit", "whatsapp")
ADD = f"""
INSERT INTO {CheckCount._meta.db_table} (document_id, day, n) VALUES (%s, %s, %s)
ON CONFLICT (document_id, day) DO UPDATE SET n = {CheckCount._meta.db_table}.n + excluded.n
"""  # noqa: S608 - our own table's name


# ---- on the answer's path --------------------------------------------------------------------------------------------
def checked(code: str, request: HttpRequest | None = None) -> None:
    """Somebody saw what this document is worth. Costs a microsecond, waits for nothing, never raises.

    With the request, machines, HEAD and whoever is signed in here (the holder, the staff) are not counted.
    """
    if request is not None and not _counts(request):
        return
    with _gathering.lock:
        gathered = _gathering.counts
        if code in gathered or len(gathered) < MOST:
            gathered[code] = gathered.get(code, 0) + 1
    if _gathering.sender is None:
        _gathering.begin()


def _counts(request: HttpRequest) -> bool:
    if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    agent = request.META.get("HTTP_USER_AGENT", "").lower()
    return all(name not in agent for name in MACHINES)


class Gathering:
    """What this process has counted and not sent; a child of a fork begins its own."""

    def __init__(self) -> None:
        self.lock, self.counts = Lock(), dict[str, int]()
        self.sender: Thread | None = None
        self.is_away = False

    def begin(self) -> None:
        with self.lock:
            if self.sender is None:
                self.sender = Thread(target=self._run, name="counting", daemon=True)
                self.sender.start()

    def _run(self) -> None:
        while True:
            sleep(EVERY)
            self.send()

    def send(self, now: datetime | None = None) -> bool:
        """Add it to the day's counters, all of it or nothing; what Redis does not take is lost."""
        with self.lock:
            counts, self.counts = self.counts, {}
        if not counts:
            return True
        key = f"{KEY}:{timezone.localdate(now)}"
        try:
            with _redis(settings.REDIS_URL).pipeline(transaction=True) as pipe:
                for code, n in counts.items():
                    pipe.hincrby(key, code, n)
                pipe.expire(key, timedelta(days=DAYS_KEPT))
                pipe.execute()
        except (RedisError, OSError) as error:
            if not self.is_away:  # said once, not every few seconds
                log.warning("checks_not_counted", looks=sum(counts.values()), error=type(error).__name__)
            self.is_away = True
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


@lru_cache(maxsize=2)
def _redis(url: str) -> Redis[str]:
    return Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, decode_responses=True)


# ---- by beat ---------------------------------------------------------------------------------------------------------
def fold(now: datetime | None = None) -> int:
    """Add what Redis has counted to the rows; how many documents' days that were. Killed anywhere, it is done later."""
    redis = _redis(settings.REDIS_URL)
    try:
        _take(redis, timezone.localdate(now))
        done = sum(_fold(redis, str(taken)) for taken in sorted(redis.smembers(FOLDING)))
    except (RedisError, OSError) as error:
        log.warning("checks_not_folded", error=type(error).__name__)
        return 0
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
    counts = {str(code): int(n) for code, n in redis.hgetall(taken).items()}
    done = _add(token, day, counts) if counts else 0
    with redis.pipeline(transaction=True) as pipe:
        pipe.delete(taken)
        pipe.srem(FOLDING, taken)
        pipe.execute()
    return done


def _add(token: str, day: str, counts: dict[str, int]) -> int:
    codes, done = sorted(counts), 0
    with transaction.atomic():
        if not _is_first(token):
            return 0
        for start in range(0, len(codes), AT_ONCE):
            rows = Standing.objects.filter(pk__in=codes[start : start + AT_ONCE]).values_list("document", "pk")
            added = [(document, day, counts[code]) for document, code in rows.order_by("document")]
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
