"""Whether the broker answers, and how many tasks lie in it: asked briefly, for a page does not wait for the dead."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

SECONDS = 1.0
QUEUE = "celery"


@dataclass(frozen=True)
class Broker:
    answers: bool
    tasks: int = 0


def look() -> Broker:
    try:
        with Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=SECONDS, socket_timeout=SECONDS, retry=None
        ) as redis:
            return Broker(answers=True, tasks=int(redis.llen(QUEUE)))
    except (RedisError, OSError):
        return Broker(answers=False)
