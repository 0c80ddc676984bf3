"""The question of verification: one statement, one index, the same work for what is unknown and what is withheld."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from itertools import count

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from certificates import registering
from certificates.asking import ASK, ask
from certificates.codes import new_code
from certificates.models import Imprint, Standing
from certificates.models.imprint import said_by
from certificates.views.public import verdict
from people.languages import speak
from tests.certificates.issued import as_user, certificate, issued, organiser

pytestmark = pytest.mark.django_db
PAIRS = 240
TOLD_APART = 5.0  # standard deviations: by chance once in a million runs


def withheld() -> str:
    document = certificate()
    registering.withhold(document, by=organiser(), reason="өтініш")
    return document.code


def test_what_is_asked_for_is_found_as_the_register_keeps_it() -> None:
    document = certificate()
    known, standing = ask(document.code), Standing.objects.get()
    assert known is not None
    assert {name: getattr(standing, name) for name in known._fields} == known._asdict()
    assert ask(new_code()) is None


def test_the_index_that_answers_holds_no_code_that_is_withheld() -> None:
    code = withheld()
    assert Standing.objects.filter(pk=code).values_list("answers_to", flat=True).get() is None
    assert ask(code) is None
    registering.show(Standing.objects.get().document, by=organiser())
    assert ask(code) is not None


def test_the_question_is_answered_by_that_index() -> None:
    issued("89.5", "72")
    explain, index = {
        "sqlite": (
            "EXPLAIN QUERY PLAN",
            "SEARCH certificates_standing USING INDEX sqlite_autoindex_certificates_standing",
        ),
        "postgresql": ("EXPLAIN", "Index Scan using one_standing_answers_to_a_code"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # of two rows all are read, of millions none
        cursor.execute(f"{explain} {ASK}", [new_code()])
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert index in plan
    assert "answers_to" in plan


def test_what_documents_say_alike_is_kept_once_and_asked_for_once(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    documents = issued("89.5", "72", "86")
    assert Imprint.objects.count() == 1
    said_by.cache_clear()
    for document, queries in zip(documents, (2, 1, 1), strict=True):
        with django_assert_num_queries(queries):
            client.get(f"/v/{document.code}")


def test_whoever_asks_meets_no_session_no_account_and_no_message(client: Client) -> None:
    for suffix in ("", ".json", "/"):
        request = client.get(f"/v/{certificate().code}{suffix}").wsgi_request
        assert [name for name in ("session", "user", "_messages", "htmx") if hasattr(request, name)] == []


def test_a_page_keeps_all_the_headers_that_keep_a_reader_safe(client: Client) -> None:
    short, long = client.get(f"/v/{new_code()}").headers, client.get("/verify").headers
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Cross-Origin-Opener-Policy"):
        assert short[name] == long[name]
    assert short["Content-Length"]


def test_whoever_is_signed_in_reads_the_verdict_in_the_language_of_the_account() -> None:
    code, user = certificate().code, organiser()
    browser = as_user(user)
    speak(user, "ru")
    browser.cookies["django_language"] = "en"
    assert browser.get(f"/v/{code}").headers["Content-Language"] == "ru"


def test_where_an_answer_fails_no_log_says_which_code_was_asked_for(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    code = certificate().code
    Standing.objects.update(own=["spoilt"])
    client.raise_request_exception = False
    assert client.get(f"/v/{code}").status_code == 500
    console = next(handler for handler in logging.getLogger().handlers if handler.name == "console")
    lines = [console.format(record) for record in caplog.records]
    assert any("Internal Server Error: /v/…" in line for line in lines)
    assert not any(code in line for line in lines)


@pytest.mark.parametrize("path", ["/v/a/b", "/v/../x/y"])
def test_an_address_that_only_begins_like_a_verdict_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


# ---- the same work ---------------------------------------------------------------------------------------------------
def slower(one: str, other: str, besides: Callable[[], object] = int) -> float:
    """By how many standard deviations `one`, with what is done `besides`, was more often slower than `other`.

    By chance it is in half of the pairs. A pair is asked in a row, and in turn, so that whatever else the machine does
    meets both; every request comes from another network, so that none is refused.
    """
    networks = count()

    def seconds(code: str, besides: Callable[[], object] = int) -> float:
        n = next(networks)
        request: HttpRequest = RequestFactory().get(f"/v/{code}", REMOTE_ADDR=f"198.18.{n >> 8}.{n & 255}")
        request.LANGUAGE_CODE = "kk"
        begin = time.perf_counter()
        besides()
        assert verdict(request, code).status_code == 200
        return time.perf_counter() - begin

    later = 0
    for turn in range(PAIRS):
        if turn % 2:
            first, second = seconds(one, besides), seconds(other)
        else:
            second, first = seconds(other), seconds(one, besides)
        later += first > second
    return float((later - PAIRS / 2) / math.sqrt(PAIRS / 4))


def test_nobody_tells_by_the_time_of_the_answer_that_a_code_is_withheld() -> None:
    assert abs(slower(withheld(), new_code())) < TOLD_APART


def test_that_measurement_would_tell_a_row_that_is_read_and_then_kept_back() -> None:
    code = withheld()
    assert slower(code, new_code(), besides=Standing.objects.filter(pk=code).first) > TOLD_APART
