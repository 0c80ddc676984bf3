"""The page on which anybody checks a file: three answers, no cookie, nothing kept, nothing logged."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from certificates import registering, throttling
from certificates.codes import pretty
from certificates.reading import MOST_BYTES
from certificates.views import checking
from certificates.views.checking import FILES_PER_NETWORK
from tests.certificates.file_scenes import (
    OTHER,
    certificate_pdf,
    certified,
    other_pdf,
    pages_of_both,
    renamed_pdf,
    saved_again,
    scanned,
    withheld,
)
from tests.certificates.issued import organiser
from tests.certificates.paper_samples import CODE

# What a file says is the same over any database, and nothing is written: once is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.looks, pytest.mark.usefixtures("in_english")]
PAGE = "/verify/file"
CHECKED_AT = re.compile(r"<time.*?</time>", re.DOTALL)


@pytest.fixture(autouse=True)
def at_home(settings: Settings) -> None:
    settings.SITE_URL = "https://basqaru.example"
    settings.DOCUMENTS_ARE_SPECIMENS = False


def send(client: Client, content: bytes, name: str = "certificate.pdf") -> HttpResponse:
    answer: HttpResponse = client.post(PAGE, {"file": SimpleUploadedFile(name, content)})  # type: ignore[assignment]
    return answer


def said(client: Client, content: bytes) -> str:
    return send(client, content).content.decode()


def test_an_exact_copy_is_told_with_todays_state_and_its_marks_are_ours(client: Client) -> None:
    document = certified()
    page = said(client, certificate_pdf())
    assert "Exact copy of № 2026-00137" in page
    assert 'class="verdict verdict--ok"' in page
    assert "The marks in the appendix of this file are those that we issued, too." in page
    assert f"/v/{pretty(CODE)}?lang=en" in page
    registering.revoke(document, by=organiser(), reason="Комиссия шешімі, № 18")
    page = said(client, certificate_pdf())
    assert "Exact copy of № 2026-00137" in page
    assert 'class="verdict verdict--bad"' in page
    assert "It confirms nothing any more." in page


def test_an_exact_copy_of_a_specimen_confirms_nothing(client: Client) -> None:
    certified(specimen=True)
    page = said(client, certificate_pdf())
    assert 'class="verdict verdict--warn"' in page
    assert "it confirms nothing" in page


def test_a_changed_field_is_told_by_icon_word_and_colour(client: Client) -> None:
    certified()
    page = said(client, renamed_pdf())
    assert "Not byte-identical: compare these fields" in page
    assert "1 field is not as it was issued." in page
    row = next(row for row in page.split("<tr>") if "Full name" in row)
    assert re.search(r'<span class="st st-bad"><svg.*?</svg>Differs</span>', row)
    assert "Нұрғалиева Гүлжаһан Өмірбекқызы" in row
    assert "Басқаева Гүлжаһан Өмірбекқызы" in row
    assert "ask for the PDF as it was issued" in page


def test_a_scan_is_to_be_compared_by_eye(client: Client) -> None:
    certified()
    page = said(client, scanned(certificate_pdf()))
    assert page.count("Compare by eye") == 9
    assert "carries no text" in page


def test_two_codes_in_one_file_are_told(client: Client) -> None:
    certified()
    page = said(client, pages_of_both(certificate_pdf(), other_pdf()))
    assert "The file carries more than one code." in page
    assert pretty(OTHER) not in page


def test_a_file_of_nobody_and_one_that_is_withheld_get_the_same_page(client: Client) -> None:
    pages = [said(client, certificate_pdf()), said(client, saved_again(certificate_pdf()))]
    withheld(certified())
    pages += [said(client, certificate_pdf()), said(client, saved_again(certificate_pdf()))]
    assert "Not ours" in pages[0]
    assert {CHECKED_AT.sub("", page) for page in pages} == {CHECKED_AT.sub("", pages[0])}


def test_no_mark_and_no_place_of_work_is_on_any_answer(client: Client) -> None:
    certified()
    for content in (certificate_pdf(), saved_again(certificate_pdf())):
        page = said(client, content)
        secret = ("18,5", "89,5", "өте жақсы", "№ 45 жалпы", "деректерге негізделген")
        assert [word for word in secret if word in page] == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a file first."),
        (b"not a pdf", "This is neither a PDF nor a picture"),
        (b"%PDF-1.7 torn", "The file is damaged"),
    ],
)
def test_what_cannot_be_read_is_said_above_the_form(client: Client, content: bytes, sentence: str) -> None:
    answer = client.post(PAGE, {"file": SimpleUploadedFile("x.pdf", content)} if content else {})
    assert (answer.status_code, sentence in answer.content.decode()) == (200, True)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    answer = send(client, b"%PDF" + b"0" * (MOST_BYTES + 100_000))
    assert (answer.status_code, "larger than 5 MB" in answer.content.decode()) == (413, True)
    assert "larger than 5 MB" in said(client, b"%PDF" + b"0" * MOST_BYTES)


def test_a_network_sends_so_many_files(client: Client) -> None:
    for _each in range(FILES_PER_NETWORK):
        assert send(client, b"x").status_code == 200
    refused = send(client, b"x")
    assert (refused.status_code, refused["Retry-After"]) == (429, "600")
    assert (refused["Cache-Control"], refused["X-Robots-Tag"]) == ("no-store", "noindex")
    assert client.get(PAGE).status_code == 200


def test_everybody_together_sends_so_many_files(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "FILES", 2)
    statuses = [
        client.post(PAGE, {"file": SimpleUploadedFile("x.pdf", b"x")}, REMOTE_ADDR=f"203.0.113.{n}").status_code
        for n in range(3)
    ]
    assert statuses == [200, 200, 429]


def test_codes_in_files_that_lead_nowhere_are_misses_of_the_network(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that is found is shown all the same; the rest is refused as codes typed by hand are."""
    monkeypatch.setattr(throttling, "MISSES_PER_ADDRESS", 2)
    unknown, both = certificate_pdf(), pages_of_both(certificate_pdf(), other_pdf())
    assert [send(client, unknown).status_code for _each in range(3)] == [200, 200, 429]
    assert client.get(f"/v/{CODE}").status_code == 429
    certified()
    assert "Not byte-identical" in said(client, both)


def test_no_file_touches_the_disk(client: Client, settings: Settings) -> None:
    """Where there is no place for temporary files, one of four megabytes is read as well."""
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"
    assert "The file is damaged" in said(client, b"%PDF-1.7 torn" + b"0" * 4_000_000)


def test_nothing_is_kept_and_nothing_is_logged(
    client: Client, caplog: pytest.LogCaptureFixture, tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    certified()
    content = saved_again(certificate_pdf())
    with caplog.at_level(logging.DEBUG), django_assert_num_queries(2):
        answer = send(client, content, "Нұрғалиева Гүлжаһан.pdf")
    assert (answer.cookies, answer["Cache-Control"]) == ({}, "no-store")
    assert not [path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    for word in ("Нұрғалиева", CODE, pretty(CODE), "2026-00137"):
        assert word not in caplog.text


def test_the_form_needs_no_token_and_sets_no_cookie() -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(PAGE)
    assert (page.cookies, "csrfmiddlewaretoken" in page.content.decode()) == ({}, False)
    assert send(browser, b"x").status_code == 200


@pytest.mark.parametrize(
    ("address", "ways"),
    [
        ("/verify", ["/verify/file?lang=en", "/verify/list/register?lang=en", "/verify/developers?lang=en"]),
        ("/", ["/verify"]),
    ],
)
def test_the_ways_to_check_are_found_from_the_pages_that_people_know(
    client: Client, address: str, ways: list[str]
) -> None:
    page = client.get(address).content.decode()
    assert [way for way in ways if f'href="{way}"' not in page] == []
