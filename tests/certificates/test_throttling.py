"""Misses are refused after a share; nothing that exists is ever refused, and a dead cache refuses nobody."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from structlog.testing import capture_logs

from certificates import throttling
from certificates.codes import new_code
from certificates.list_checking import Listed, check
from tests.certificates.issued import certificate
from tests.certificates.test_list_checking import make_checker


@pytest.mark.django_db
def test_misses_are_refused_after_the_share_of_a_network_and_hits_never(client: Client) -> None:
    code = certificate().code
    statuses = [client.get(f"/v/{new_code()}").status_code for _ in range(throttling.MISSES_PER_ADDRESS + 1)]
    assert statuses == [200] * throttling.MISSES_PER_ADDRESS + [429]
    assert client.get(f"/v/{code}").status_code == 200
    assert client.get(f"/v/{new_code()}", REMOTE_ADDR="203.0.113.9").status_code == 200


@pytest.mark.django_db
def test_a_refusal_says_when_to_come_back_and_writes_no_code_into_a_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    code = new_code()
    for _miss in range(throttling.MISSES_PER_ADDRESS):
        client.get(f"/v/{new_code()}")
    response = client.get(f"/v/{code}")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "600")
    console = next(handler for handler in logging.getLogger().handlers if handler.name == "console")
    lines = [console.format(record) for record in caplog.records]
    assert "Too Many Requests: /v/…" in lines
    assert not any(code in line for line in lines)
    assert client.get(f"/v/{code}.json").json() == {"verdict": None, "retry_after": 600}


@pytest.mark.django_db
def test_the_total_only_raises_an_alert_without_a_code(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "MISSES_TO_ALERT", 3)
    codes = [new_code() for _ in range(5)]
    with capture_logs() as logs:
        statuses = [client.get(f"/v/{code}", REMOTE_ADDR=f"203.0.113.{n}").status_code for n, code in enumerate(codes)]
    assert statuses == [200] * 5
    alerts = [entry for entry in logs if entry["event"] == "verification_misses"]
    assert alerts == [{"event": "verification_misses", "count": 3, "seconds": 600, "log_level": "warning"}]


@pytest.mark.django_db
def test_unknown_codes_of_lists_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "MISSES_TO_ALERT", 3)
    checker, listed = make_checker(), [Listed(row, new_code()) for row in range(5)]
    with capture_logs() as logs:
        for part in (listed[:2], listed[2:], listed):
            check(part, by=checker)
    assert [entry["event"] for entry in logs].count("verification_misses") == 1


@pytest.mark.django_db
def test_without_a_cache_nobody_is_refused(client: Client, settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 1},
        }
    }
    with pytest.raises(Exception, match="refused"):
        cache.get("anything")
    statuses = {client.get(f"/v/{new_code()}").status_code for _ in range(throttling.MISSES_PER_ADDRESS + 3)}
    assert statuses == {200}
