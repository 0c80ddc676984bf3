"""What anybody sees who has a code: one query, no cookie, the truth of this minute."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from certificates import registering
from certificates.codes import new_code, pretty
from certificates.models import Document, Standing
from certificates.verifying import Verdict, faces_of, state_of
from tests.certificates.issued import as_user, certificate, duplicate_of, issued, organiser, statement

pytestmark = pytest.mark.django_db
ISSUED = date(2026, 11, 20)
LAST = date(2029, 11, 20)
UNSEEN = {"robots": "noindex", "referrer": "no-referrer"}


@pytest.fixture(autouse=True)
def for_real(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    settings.SITE_URL = "https://basqaru.example"


def data(client: Client, code: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get(f"/v/{code}.json").content)
    return found


def page(client: Client, code: str, lang: str = "en") -> str:
    return client.get(f"/v/{code}", {"lang": lang}).content.decode()


# ---- verdicts --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        ("2026-11-20 12:00+05:00", "valid"),
        ("2029-08-21 23:59:59+05:00", "valid"),  # 91 days are left
        ("2029-08-22 00:00+05:00", "expires_soon"),  # 90 days are left
        ("2029-11-20 23:59:59+05:00", "expires_soon"),  # the last day counts
        ("2029-11-21 00:00+05:00", "expired"),
        ("2029-11-20 19:00+00:00", "expired"),  # midnight is Almaty's, not Greenwich's
        ("2029-11-20 18:59:59+00:00", "expires_soon"),
    ],
)
def test_a_certificate_ages_at_midnight_in_almaty(client: Client, now: str, verdict: str) -> None:
    with time_machine.travel("2026-11-20 12:00+05:00", tick=False):
        document = certificate(issued_on=ISSUED)
    assert document.valid_through == LAST
    with time_machine.travel(now, tick=False):
        assert data(client, document.code)["verdict"] == verdict


@pytest.mark.parametrize(
    ("day", "verdict"),
    [(date(2028, 2, 28), "expires_soon"), (date(2028, 2, 29), "expired")],
)
def test_a_certificate_of_the_day_before_a_leap_day_ends_before_it(client: Client, day: date, verdict: str) -> None:
    with time_machine.travel("2025-02-28 12:00+05:00", tick=False):
        document = certificate(issued_on=date(2025, 2, 28))
    with time_machine.travel(f"{day} 12:00+05:00", tick=False):
        assert data(client, document.code)["verdict"] == verdict


def test_days_are_asked_of_the_setting(settings: Settings) -> None:
    standing = Standing(valid_through=LAST)
    settings.EXPIRES_SOON_DAYS = 10
    assert state_of(standing, LAST - timedelta(days=11)) is Verdict.VALID
    assert state_of(standing, LAST - timedelta(days=10)) is Verdict.EXPIRES_SOON


def revoked() -> Document:
    document = certificate()
    registering.revoke(document, by=organiser(), reason="Комиссия шешімі, № 18")
    return document


def superseded() -> Document:
    document = certificate()
    registering.supersede(document, duplicate_of(document), by=organiser())
    return document


@pytest.mark.parametrize(
    ("make", "verdict", "tone", "says"),
    [
        (certificate, "valid", "ok", "is in the register"),
        (revoked, "revoked", "bad", "was revoked"),
        (superseded, "superseded", "warn", "was replaced by №"),
        (statement, "statement", "info", "It is not a certificate"),
    ],
)
def test_each_verdict_has_its_word_colour_icon_and_sentence(
    client: Client, make: Any, verdict: str, tone: str, says: str
) -> None:
    document = make()
    html = page(client, document.code)
    assert data(client, document.code)["verdict"] == verdict
    assert f'class="verdict verdict--{tone}"' in html
    assert says in html
    assert '<span class="seal"><svg' in html


def test_a_replaced_document_names_the_other_but_not_its_code(client: Client) -> None:
    document = superseded()
    successor = Document.objects.get(supersedes=document)
    html = page(client, document.code)
    assert successor.number_text in html
    assert successor.code not in html
    assert pretty(successor.code, " ") not in html


@time_machine.travel("2026-11-20 12:00+05:00", tick=False)
def test_a_revoked_document_says_when_and_why_and_strikes_its_term_through(client: Client) -> None:
    html = page(client, revoked().code).replace("\xa0", " ")
    assert "was revoked <b>on 20 November 2026</b>" in html
    assert "Комиссия шешімі, № 18" in html
    assert '<dd lang="kk"><s>2029 жылғы 20 қарашаға дейін</s>' in html


def test_every_specimen_says_so_loudly_and_tells_its_state(client: Client, settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = True
    document = certificate()
    html = page(client, document.code)
    for word in ('<h1 id="verdict">Specimen</h1>', "it confirms nothing", "ҮЛГІ", "ОБРАЗЕЦ", "SPECIMEN", "stands as"):
        assert word in html
    assert "verdict--ok" not in html
    found = data(client, document.code)
    assert (found["specimen"], found["verdict"], found["state"]) == (True, "specimen", "valid")


@pytest.mark.parametrize(
    ("specimen", "state", "pills"),
    [
        (True, "valid", ["Specimen"]),
        (True, "revoked", ["Specimen", "Revoked"]),
        (False, "valid", ["Valid"]),
        (False, "revoked", ["Revoked"]),
    ],
)
def test_no_specimen_is_painted_or_told_as_valid(
    client: Client, settings: Settings, specimen: bool, state: str, pills: list[str]
) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = specimen
    document = certificate() if state == "valid" else revoked()
    document = Document.objects.get(pk=document.pk)
    found = data(client, document.code)
    assert (found["verdict"], found["state"]) == ("specimen" if specimen else state, state)
    assert [str(face.word) for face in faces_of(document, timezone.localdate())] == pills


@pytest.mark.parametrize("name", ["register", "document", "mine"])
def test_the_lists_call_a_specimen_a_specimen(settings: Settings, name: str) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = True
    document = certificate()
    html = as_user(organiser()).get(reverse(f"certificates:{name}", args=[] if name == "register" else [document.pk]))
    assert 'class="st st-warn"' in html.content.decode()
    assert 'class="st st-ok"' not in html.content.decode()


def test_the_printed_fields_are_repeated_as_printed(client: Client) -> None:
    document = certificate()
    registering.record_blank(document, series="ОД", number="0004512", by=organiser())
    html = page(client, document.code, "kk").replace("\xa0", " ").replace("&nbsp;", " ")
    for printed in (
        f"№ {document.number_text}", document.person.full_name, "«Білім берудегі менеджмент: басқарудағы",
        "80 академиялық сағат", "«Оқу және Даму Институты» ЖШС", "Б. Қ. Қуанышев, Директор", pretty(document.code, " "),
        "ОД № 0004512", "6-модуль",
    ):  # fmt: skip
        assert printed in html


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_marks_and_contacts_are_never_shown(client: Client, lang: str) -> None:
    document = certificate()
    person, snapshot = document.person, document.snapshot
    both = page(client, document.code, lang) + client.get(f"/v/{document.code}.json").content.decode()
    hidden = [person.iin, person.email, snapshot["organisation"], "89.5", "89,5", ">90<", "criteri"]
    hidden += [snapshot["band"]["label"][language] for language in ("kk", "ru", "en")]
    assert [text for text in hidden if text in both] == []


def test_another_language_glosses_what_is_printed(client: Client) -> None:
    html = page(client, certificate().code, "ru")
    assert '<html lang="ru">' in html
    assert "«Білім берудегі менеджмент" in html
    assert "«Менеджмент в образовании" in html


# ---- the address -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("prefix", ["/v/", "/V/"])
@pytest.mark.parametrize(
    "form",
    [str, str.lower, pretty, lambda code: pretty(code).lower(), lambda code: pretty(code, " "), lambda c: f"{c}/"],
)
def test_every_way_of_writing_the_address_answers_at_once(client: Client, prefix: str, form: Any) -> None:
    code = certificate().code
    response = client.get(prefix + form(code))
    assert response.status_code == 200
    assert pretty(code, " ") in response.content.decode()


@pytest.mark.parametrize("suffix", [".json", ".JSON"])
def test_the_data_answer_in_capitals_and_small_letters(client: Client, suffix: str) -> None:
    code = certificate().code
    response = client.get(f"/V/{code}{suffix}")
    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["code"] == code


@pytest.mark.parametrize("path", ["/v/{code}", "/v/{code}.json", "/verify"])
def test_nothing_is_written_by_asking(client: Client, path: str) -> None:
    assert client.post(path.format(code=new_code())).status_code == 405


# ---- unknown and withheld --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize("suffix", ["", ".json"])
def test_unknown_and_withheld_answer_with_the_same_bytes_at_the_same_cost(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, lang: str, suffix: str
) -> None:
    document = certificate()
    registering.withhold(document, by=organiser(), reason="өтініш")
    answers = []
    with time_machine.travel("2026-11-20 12:00:10+05:00") as now:
        for code in (document.code, new_code()):
            with django_assert_num_queries(1):
                response = client.get(f"/v/{code}{suffix}", {"lang": lang})
            answers.append((response.status_code, response.content, sorted(response.headers.items())))
            now.shift(20)
    assert answers[0] == answers[1]
    assert answers[0][0] == 200


def test_the_same_bytes_come_with_a_304_for_either(client: Client) -> None:
    document = certificate()
    registering.withhold(document, by=organiser(), reason="өтініш")
    with time_machine.travel("2026-11-20 12:00:10+05:00", tick=False):
        etag = client.get(f"/v/{new_code()}").headers["ETag"]
        assert client.get(f"/v/{document.code}", headers={"if-none-match": etag}).status_code == 304


def test_what_is_shown_again_is_found_again(client: Client) -> None:
    document = certificate()
    registering.withhold(document, by=organiser(), reason="өтініш")
    assert data(client, document.code)["verdict"] == "unknown"
    registering.show(document, by=organiser())
    assert data(client, document.code)["verdict"] == "valid"


def test_a_mistyped_code_is_told_without_asking_the_register(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    code = new_code()
    wrong = ("1" if code[0] == "0" else "0") + code[1:]
    with django_assert_num_queries(0):
        response = client.get(f"/v/{wrong}", {"lang": "en"})
        assert client.get(f"/v/{wrong}.json").json()["verdict"] == "mistyped"
    assert "One character is mistyped" in response.content.decode()


@pytest.mark.parametrize("text", ["x" * 5000, "%00", "..%2f", "<script>", "A" * 16 + " " * 60 + "B", "қ" * 30])
def test_nonsense_in_the_address_is_answered_calmly(client: Client, text: str) -> None:
    response = client.get(f"/v/{text}")
    assert response.status_code in (200, 404)
    assert b"<script>" not in response.content


# ---- what a reader's machine is told ---------------------------------------------------------------------------------
def test_one_query_no_cookie_and_the_headers(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    documents = issued("89.5", "44", "72")
    for document in documents:
        for suffix in ("", ".json"):
            with django_assert_num_queries(1):
                response = client.get(f"/v/{document.code}{suffix}")
            assert "Set-Cookie" not in response.headers
            assert not response.cookies
            assert response.headers["Cache-Control"] == "no-cache"
            assert is_for_no_index_and_no_referrer(response)


def is_for_no_index_and_no_referrer(response: Any) -> bool:
    """Told in the head of a page, and where there is no page in the headers."""
    if response.headers["Content-Type"].startswith("text/html"):
        head = response.content.decode().partition("<link")[0]
        return all(f'<meta name="{name}" content="{said}">' in head for name, said in UNSEEN.items())
    return (response.headers["X-Robots-Tag"], response.headers["Referrer-Policy"]) == tuple(UNSEEN.values())


@pytest.mark.parametrize("path", ["/v", "/V", "/v/", "/verify"])
def test_the_address_that_the_paper_prints_takes_a_code(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert 'name="code"' in response.content.decode()


@pytest.mark.parametrize("path", ["/verify", "/verify?code=7KQ4"])
def test_the_form_sets_no_cookie_and_asks_no_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    with django_assert_num_queries(0):
        response = client.get(path)
    assert "Set-Cookie" not in response.headers
    assert not response.cookies


def test_the_etag_is_the_revision_the_language_and_the_minute(client: Client) -> None:
    document = certificate()

    def etag(lang: str = "kk") -> str:
        return client.get(f"/v/{document.code}", {"lang": lang}).headers["ETag"]

    with time_machine.travel("2026-11-20 12:00:00+05:00", tick=False) as now:
        first = etag()
        now.shift(59)
        assert etag() == first
        assert etag("ru") != first
        registering.record_blank(document, series="ОД", number="1", by=organiser())
        assert etag() != first
        second = etag()
        now.shift(1)
        assert etag() != second


def test_a_page_of_this_minute_is_not_sent_twice_and_a_revocation_is_seen_at_once(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    document = certificate()
    with time_machine.travel("2026-11-20 12:00:00+05:00", tick=False):
        etag = client.get(f"/v/{document.code}").headers["ETag"]
        with django_assert_num_queries(1):
            again = client.get(f"/v/{document.code}", headers={"if-none-match": etag})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    registering.revoke(document, by=organiser(), reason="№ 18")
    with time_machine.travel("2026-11-20 12:00:00+05:00", tick=False):
        assert client.get(f"/v/{document.code}", headers={"if-none-match": etag}).status_code == 200


def test_the_time_of_the_check_is_local_and_to_the_minute(client: Client) -> None:
    code = certificate().code
    with time_machine.travel("2026-11-20 09:05:32+00:00", tick=False):
        html = page(client, code)
        assert '<time class="num" datetime="2026-11-20T14:05">20.11.2026, 14:05</time>' in html
        assert data(client, code)["checked_at"] == "2026-11-20T14:05+05:00"


def test_a_head_request_is_answered(client: Client) -> None:
    response = client.head(f"/v/{certificate().code}")
    assert (response.status_code, response.content) == (200, b"")


# ---- typed by hand ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", [str, str.lower, pretty, lambda code: f" {pretty(code, ' ')} "])
def test_a_right_code_leads_to_its_verdict(client: Client, form: Any) -> None:
    code = new_code()
    response = client.get("/verify", {"code": form(code)})
    assert (response.status_code, response.headers["Location"]) == (302, f"/v/{pretty(code)}")


def test_the_language_travels_along(client: Client) -> None:
    code = new_code()
    response = client.get("/verify", {"code": code, "lang": "ru"})
    assert response.headers["Location"] == f"/v/{pretty(code)}?lang=ru"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7KQ4-M2XN", "The code has 16 characters, and here are 8."),
        ("7KQ4-M2#N-9TRD-5BW0", "Character 7, “#”"),
        ("", "Type the code"),
    ],
)
def test_a_wrong_code_is_explained_where_it_was_typed(client: Client, typed: str, said: str) -> None:
    response = client.get("/verify", {"code": typed, "lang": "en"})
    assert response.status_code == 200
    assert said in response.content.decode()


def test_the_character_that_is_off_is_marked(client: Client) -> None:
    html = client.get("/verify", {"code": "7KQ4-M2#N-9TRD-5BW0", "lang": "en"}).content.decode()
    assert "M2<mark>#</mark>N" in html
