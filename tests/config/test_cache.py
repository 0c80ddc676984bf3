"""Nobody is locked out because Redis is down."""

from __future__ import annotations

import pytest

from config.cache import ForgivingRedisCache


@pytest.fixture
def nowhere() -> ForgivingRedisCache:
    return ForgivingRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 1}})


def test_without_redis_every_read_misses_and_every_write_is_lost(nowhere: ForgivingRedisCache) -> None:
    nowhere.set("attempts", 3, 60)
    assert nowhere.get("attempts", "nothing") == "nothing"
    assert nowhere.get_many(["attempts"]) == {}
    assert nowhere.add("attempts", 1) is True
    assert nowhere.has_key("attempts") is False
    assert nowhere.touch("attempts") is False
    assert nowhere.delete("attempts") is False


def test_an_unreachable_counter_is_one_that_was_never_set(nowhere: ForgivingRedisCache) -> None:
    with pytest.raises(ValueError, match="not found"):
        nowhere.incr("attempts")
