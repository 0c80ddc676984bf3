"""No line of a log says who was looked for, who was refused or what somebody typed, whoever wrote the line."""

from __future__ import annotations

import logging

import pytest
import structlog
from django.db import IntegrityError
from django.test import Client

from config.logs import WithoutPersonalData
from people.models import Person
from tests.cast import daulet, make_person

LINE = WithoutPersonalData("%(message)s")
PSYCOPG = """duplicate key value violates unique constraint "people_person_iin_key"
DETAIL:  {detail}
"""
SECRETS = ("750312190004", "Иванов", "ivanov@mektep.example", "%D0%98%D0%B2", "QRST")


def lines(caplog: pytest.LogCaptureFixture) -> str:
    console = next(handler for handler in logging.getLogger().handlers if handler.name == "console")
    return "\n".join(console.format(record) for record in caplog.records)


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("Forbidden: /people/?q=%D0%98%D0%B2", "Forbidden: /people/?…"),
        ("request='GET /people/?q=%D0%98%D0%B2+it's&page=2' code=403", "request='GET /people/?…' code=403"),
        ('"GET /register/?q=Иванов"', '"GET /register/?…"'),
        ("referer https://x.kz/people/?q=750312190004 end", "referer https://x.kz/people/?… end"),
        ("Not Found: /V/QRST-QRST", "Not Found: /V/…"),
        ("GET /verify?code=QRST", "GET /verify?…"),
        ("/account/password/reset/key/1-QRST/ 404", "/account/password/reset/key/…/ 404"),
        ("What happened? Nothing.", "What happened? Nothing."),
        ("GET /people/7/ 200", "GET /people/7/ 200"),
    ],
)
def test_an_address_is_logged_without_what_was_typed(said: str, logged: str) -> None:
    assert LINE.format(logging.makeLogRecord({"msg": said})) == logged


@pytest.mark.parametrize(
    "detail",
    [
        "Key (iin)=(750312190004) already exists.",
        "Failing row contains (7, 750312190004, Иванов\n\nпонедельник, ivanov@mektep.example, null).",
    ],
)
def test_what_a_database_tells_of_refused_values_stays_out(caplog: pytest.LogCaptureFixture, detail: str) -> None:
    told = PSYCOPG.format(detail=detail)
    try:
        try:
            raise ValueError(told)
        except ValueError as cause:
            raise IntegrityError(told) from cause
    except IntegrityError:
        logging.getLogger("django.request").exception("Internal Server Error: /people/7/edit/")
        structlog.get_logger("people").exception("request_failed")
        said = lines(caplog)
    assert not [secret for secret in SECRETS if secret in said]
    assert said.count("people_person_iin_key") == 4  # cause and refusal, plain and structured
    assert "IntegrityError" in said


@pytest.mark.django_db
def test_a_real_refusal_of_the_database_leaves_no_iin(caplog: pytest.LogCaptureFixture) -> None:
    person = make_person()
    try:
        Person.objects.create(iin=person.iin, surname="Иванов", given_name="Иван")
    except IntegrityError:
        logging.getLogger("django.request").exception("Internal Server Error")
    assert "IntegrityError" in lines(caplog)
    assert person.iin not in lines(caplog)


@pytest.mark.django_db
def test_who_may_not_search_leaves_no_trace_of_whom_they_looked_for(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(daulet())
    assert client.get("/people/", {"q": "Иванов 750312190004"}).status_code == 403
    assert client.get("/nothing/here/", {"q": "ivanov@mektep.example"}).status_code == 404
    said = lines(caplog)
    assert "/people/?…" in said
    assert not [secret for secret in SECRETS if secret in said]
