"""The description for programs is true: every answer there is fits it, and it names every verdict."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from certificates import registering
from certificates.codes import new_code
from certificates.hiding import hide_name
from certificates.models import Document, DocumentEvent
from certificates.throttling import MISSES_PER_ADDRESS
from certificates.verifying import Verdict
from tests.certificates.design_samples import CHAIR, DEAN, in_design, picture
from tests.certificates.file_scenes import on_register, support
from tests.certificates.issued import certificate, duplicate_of, organiser, statement
from tests.certificates.json_schema import faults, resolved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Answer = dict[str, Any]


@pytest.fixture(autouse=True)
def for_real(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    settings.SITE_URL = "https://basqaru.example"


@pytest.fixture
def described(client: Client) -> Answer:
    found: Answer = json.loads(client.get("/openapi.json").content)
    return found


def asked(client: Client, code: str) -> tuple[int, Answer]:
    answer = client.get(f"/v/{code}.json")
    return answer.status_code, json.loads(answer.content)


def schema_of(described: Answer, status: int) -> Answer:
    [path] = described["paths"].values()
    found: Answer = path["get"]["responses"][str(status)]["content"]["application/json"]["schema"]
    return found


def code_in(act: Callable[[Document], object] = lambda document: None) -> str:
    """The code of a certificate to which something was done."""
    document = certificate()
    act(document)
    return document.code


def superseded(document: Document) -> None:
    registering.supersede(document, duplicate_of(document), by=organiser())


def revoked(document: Document) -> None:
    registering.revoke(document, by=organiser(), reason="Комиссия шешімі, № 18")


def with_blank(document: Document) -> None:
    registering.record_blank(document, series="ОД", number="0004512", by=organiser())


def designed() -> str:
    return on_register(in_design(second="ru", plate="calm", logo=picture(), signers=[CHAIR, DEAN])).code


def hidden(document: Document) -> None:
    hide_name(document, by=organiser())


CASES: list[tuple[str, Callable[[], str], int]] = [
    ("valid", code_in, 0),
    ("valid", lambda: code_in(act=with_blank), 0),
    ("valid", lambda: code_in(act=hidden), 0),
    ("valid", designed, 0),
    ("expires_soon", code_in, 3 * 365 - 30),
    ("expired", code_in, 3 * 365 + 30),
    ("revoked", lambda: code_in(act=revoked), 0),
    ("superseded", lambda: code_in(act=superseded), 0),
    ("statement", lambda: statement().code, 0),
    ("support", lambda: on_register(support()).code, 0),
    ("unknown", new_code, 0),
    ("mistyped", lambda: "ABC", 0),
]


@pytest.mark.parametrize(("verdict", "make", "days"), CASES)
def test_every_answer_is_as_it_is_described(
    client: Client, described: Answer, verdict: str, make: Callable[[], str], days: int
) -> None:
    with time_machine.travel("2026-11-20 12:00+05:00", tick=False) as clock:
        code = make()
        clock.shift(timedelta(days=days))
        status, answer = asked(client, code)
    assert (status, answer["verdict"]) == (200, verdict)
    assert list(faults(answer, schema_of(described, 200), described)) == []


def test_every_reason_of_a_revocation_is_described(described: Answer) -> None:
    reasons = described["components"]["schemas"]["Document"]["properties"]["reason_class"]["enum"]
    assert reasons == DocumentEvent.ReasonClass.values


def test_how_a_paper_looks_is_told_without_its_pictures(client: Client) -> None:
    _status, answer = asked(client, designed())
    document = answer["document"]
    assert document["design"] == {"second": "ru", "plate": "calm", "logo": True, "seal": "place"}
    assert [signer["name"] for signer in document["signers"]] == [CHAIR["name"], DEAN["name"]]
    assert "sha256" not in json.dumps(answer)


def test_so_is_a_specimen(client: Client, described: Answer, settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = True
    _status, answer = asked(client, certificate().code)
    assert answer["verdict"] == "specimen"
    assert list(faults(answer, schema_of(described, 200), described)) == []


def test_so_is_a_refusal(client: Client, described: Answer) -> None:
    for _miss in range(MISSES_PER_ADDRESS):
        asked(client, new_code())
    status, answer = asked(client, new_code())
    assert status == 429
    assert list(faults(answer, schema_of(described, 429), described)) == []


def test_every_verdict_is_described_and_none_that_there_is_not(described: Answer) -> None:
    schemas = described["components"]["schemas"]
    named = [*schemas["Known"]["properties"]["verdict"]["enum"], *(
        schemas[name]["properties"]["verdict"]["const"] for name in ("Unknown", "Mistyped")
    )]  # fmt: skip
    assert sorted(named) == sorted(Verdict)
    assert {verdict for verdict, _make, _days in CASES} | {"specimen"} == set(Verdict)


def test_a_word_too_much_would_be_noticed(client: Client, described: Answer) -> None:
    """That the check of these tests can fail: it knows no field but those that are described."""
    _status, answer = asked(client, certificate().code)
    answer["document"]["iin"] = "750312190004"
    del answer["since"]
    schema = resolved("#/components/schemas/Known", described)
    assert list(faults(answer, schema, described)) == ["$.since: missing", "$.document.iin: not described"]


def test_the_description_is_kept_for_an_hour_and_asked_for_by_its_mark(client: Client) -> None:
    first = client.get("/openapi.json")
    assert (first["Content-Type"], first["Cache-Control"]) == ("application/json", "public, max-age=3600")
    assert client.get("/openapi.json", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert json.loads(first.content)["openapi"] == "3.1.0"


def test_the_page_for_people_names_every_verdict_and_the_address(client: Client) -> None:
    page = client.get("/verify/developers").content.decode()
    assert [verdict for verdict in Verdict if f"<code>{verdict}</code>" not in page] == []
    assert f"GET {django_settings.SITE_URL}/v/" in page
    assert 'href="/openapi.json"' in page
