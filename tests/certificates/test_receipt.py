"""A receipt for somebody's file: what the register said of a code at one minute; the same for unknown and withheld."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, Settings

from certificates import hiding, receipt, registering
from certificates.asking import ask
from certificates.codes import new_code, pretty
from certificates.models import Document
from certificates.views.receipt import RECEIPTS_PER_NETWORK
from people import contacts, paper
from tests.cast import make_provider
from tests.certificates.issued import certificate, organiser, reissued, statement
from tests.paper_reading import Paper

pytestmark = pytest.mark.django_db
NOW = "2026-11-20 12:00:40+05:00"
NOVEMBER = date(2026, 11, 20)
PDF = "certificates:receipt_pdf"


@pytest.fixture(autouse=True)
def for_real(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    settings.SITE_URL = "https://basqaru.example"


def asked(client: Client, code: str, lang: str = "en") -> bytes:
    response = client.get(reverse(PDF), {"code": code, "lang": lang})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    return response.content


def said(client: Client, code: str, lang: str = "en") -> str:
    return " ".join(Paper(asked(client, code, lang)).text().split())


def revoked() -> Document:
    document = certificate()
    registering.revoke(document, by=organiser(), reason="Комиссия шешімі, № 18")
    return document


def superseded() -> Document:
    document = certificate()
    reissued(document)
    return document


@time_machine.travel(NOW, tick=False)
def test_it_says_what_was_checked_when_where_and_that_it_is_no_certificate(client: Client) -> None:
    make_provider()
    document = certificate()
    contacts.forget()
    text = said(client, document.code)
    for part in (
        "Receipt of a check", "20.11.2026, 12:00", "UTC+05:00", "Valid", "until 20 November 2029", document.number_text,
        document.person.full_name, "80 академиялық сағат", pretty(document.code, " "), "6-модуль",
        "This receipt is not a certificate", f"https://basqaru.example/v/{pretty(document.code)}",
        "Institute of Learning",
    ):  # fmt: skip
        assert part in text


@pytest.mark.parametrize(
    ("make", "word"),
    [(revoked, "Revoked"), (superseded, "Replaced"), (statement, "Statement of attendance")],
)
@time_machine.travel(NOW, tick=False)
def test_every_state_has_its_receipt(client: Client, make: Any, word: str) -> None:
    assert word in said(client, make().code)


def test_a_specimen_says_that_it_confirms_nothing(client: Client, settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = True
    text = said(client, certificate().code)
    assert "it confirms nothing" in text


@pytest.mark.parametrize(("lang", "words"), [("kk", "Жарамды"), ("ru", "Действителен"), ("en", "Valid")])
def test_it_is_in_the_language_of_the_reader(client: Client, lang: str, words: str) -> None:
    assert words in said(client, certificate().code, lang)


def test_nothing_that_is_not_public_stands_on_it(client: Client) -> None:
    document = certificate()
    hiding.hide_name(document, by=organiser())
    text = said(client, document.code)
    hidden = [document.person.iin, document.person.email, document.person.surname, document.snapshot["organisation"]]
    assert [each for each in [*hidden, "89.5", "89,5"] if each in text] == []


def test_the_longest_is_one_page(client: Client) -> None:
    document = certificate()
    known = ask(document.code)
    assert known is not None
    titles = dict.fromkeys(("kk", "ru", "en"), "Ұзақ атау " * 8)
    modules = [{**module, "title": titles} for module in known.public["modules"]]
    name, reason = " ".join(letter * 25 for letter in "АӘБ"), "Шешім " * 25
    public: Any = {**known.public, "modules": modules, "name": name, "reason": reason}
    pdf = receipt.receipt_pdf(
        document.code, known._replace(public=public, state="revoked", since=NOVEMBER), timezone.localtime()
    )
    assert len(Paper(pdf)) == 1


# ---- unknown and withheld --------------------------------------------------------------------------------------------
@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_unknown_and_withheld_have_the_same_receipt_at_the_same_cost(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, lang: str
) -> None:
    """But for the code that was asked for."""
    document, unknown = certificate(), new_code()
    registering.withhold(document, by=organiser(), reason="өтініш")
    answers = []
    for code in (document.code, unknown):
        with django_assert_num_queries(1):
            text = said(client, code, lang)
        answers.append(text.replace(pretty(code, " "), "…").replace(pretty(code), "…"))
    assert answers[0] == answers[1]


@time_machine.travel(NOW, tick=False)
def test_of_one_code_they_are_the_same_to_the_byte(client: Client) -> None:
    document = certificate()
    registering.withhold(document, by=organiser(), reason="өтініш")
    assert asked(client, document.code) == asked_before_it_was_there(document.code)


def asked_before_it_was_there(code: str) -> bytes:
    with translation.override("en"):
        return receipt.receipt_pdf(code, None, timezone.localtime().replace(second=0, microsecond=0))


def test_the_same_minute_gives_the_same_bytes(client: Client) -> None:
    code = certificate().code
    with time_machine.travel(NOW, tick=False) as now:
        first = asked(client, code)
        now.shift(10)
        assert asked(client, code) == first
        now.shift(60)
        assert asked(client, code) != first


# ---- how it is asked for ---------------------------------------------------------------------------------------------
def test_the_code_is_typed_where_the_page_does_not_repeat_it(client: Client) -> None:
    html = client.get(reverse("certificates:receipt"), {"lang": "en"}).content.decode()
    assert f'action="{reverse(PDF)}"' in html
    assert "Make the receipt" in html


def test_a_mistyped_code_is_explained(client: Client) -> None:
    response = client.get(reverse(PDF), {"code": "7KQ4-M2XN", "lang": "ru"})
    assert (response.status_code, response.headers["Location"]) == (302, "/verify?code=7KQ4-M2XN&lang=ru")


@pytest.mark.parametrize("name", ["receipt", "receipt_pdf"])
def test_nothing_is_written_and_nothing_kept(client: Client, name: str) -> None:
    code = certificate().code
    assert client.post(reverse(f"certificates:{name}"), {"code": code}).status_code == 405
    response = client.get(reverse(f"certificates:{name}"), {"code": code})
    assert (response.headers["Cache-Control"], response.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert not response.cookies


def test_no_code_and_no_name_stands_in_a_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    document = certificate()
    with caplog.at_level(logging.DEBUG):
        asked(client, document.code)
    written = "\n".join(record.getMessage() for record in caplog.records)
    assert document.person.surname not in written
    assert [line for line in written.splitlines() if document.code in line and "SELECT" not in line] == []


# ---- refusals --------------------------------------------------------------------------------------------------------
def test_so_many_in_a_window_and_the_verdict_goes_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    code = certificate().code
    place = reverse(PDF)
    monkeypatch.setattr("certificates.views.receipt.RECEIPTS_PER_NETWORK", 1)
    assert client.get(place, {"code": code}).status_code == 200
    response = client.get(place, {"code": code, "lang": "en"})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "600")
    assert "ask for the receipt again in 10 minutes" in response.content.decode()
    assert client.get(f"/v/{code}").status_code == 200
    assert client.get(place, {"code": code}, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert RECEIPTS_PER_NETWORK > 1


def test_all_together_have_so_many_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    code = certificate().code
    monkeypatch.setattr("certificates.views.receipt.RECEIPTS", 1)
    statuses = [client.get(reverse(PDF), {"code": code}, REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(2)]
    assert statuses == [200, 429]


def test_whoever_leafs_through_codes_gets_no_receipts_either(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certificates.throttling.MISSES_PER_ADDRESS", 0)
    assert client.get(reverse(PDF), {"code": new_code()}).status_code == 429
    assert client.get(reverse(PDF), {"code": certificate().code}).status_code == 200


def test_a_machine_that_cannot_make_pdfs_says_what_to_do_instead(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where Pango is missing: the font files are not there."""
    monkeypatch.setattr(paper, "FACES", {("normal", 400): "missing.ttf"})
    response = client.get(reverse(PDF), {"code": certificate().code, "lang": "en"})
    assert response.status_code == 503
    assert "Print the verification page instead" in response.content.decode()
