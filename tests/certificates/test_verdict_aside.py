"""Beside the verdict: the drawing of the paper, what to compare, whom to ask; light enough for any phone."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from certificates import registering
from certificates.asking import ask
from certificates.codes import new_code, pretty
from certificates.receipt import receipt_html
from certificates.thumbnail import NAME_ROOM, NAME_SIZES, fit
from people import contacts
from people.providing import save_provider
from tests.cast import make_provider, make_version
from tests.certificates.design_samples import CHAIR, DEAN, LONGEST, in_design, picture
from tests.certificates.file_scenes import on_register
from tests.certificates.issued import certificate, organiser, reissued, rename, statement

HEAVIEST = 15 * 1024  # bytes


@pytest.fixture
def for_real(settings: Settings, db: None) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    settings.SITE_URL = "https://basqaru.example"


def page(client: Client, code: str, lang: str = "en") -> str:
    return client.get(f"/v/{code}", {"lang": lang}).content.decode()


def drawing(html: str) -> str:
    """The one picture that is itself a paper."""
    return html[html.index('<svg class="mini') :].partition('<ol class="checks')[0].replace("\xa0", " ")


def checks(html: str) -> int:
    return html[html.index('<ol class="checks') :].partition("</ol>")[0].count("<li>")


# ---- how large a text is drawn ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("letters", "rows", "size"),
    [(20, 1, 11.3), (37, 1, 11.3), (40, 1, 9.9), (46, 1, 9.2), (60, 2, 9.2)],
)
def test_a_name_gets_smaller_before_it_takes_a_second_line(letters: int, rows: int, size: float) -> None:
    name = ("Ә" * 9 + " ") * (letters // 10) + "Ж" * (letters % 10)
    drawn, drawn_size = fit(name.strip(), NAME_ROOM, NAME_SIZES, most=2)
    assert (len(drawn), drawn_size) == (rows, size)
    assert " ".join(drawn) == name.strip()


def test_three_words_of_twenty_five_letters_are_drawn_whole() -> None:
    name = " ".join(letter * 25 for letter in "АӘБ")
    assert " ".join(fit(name, NAME_ROOM, NAME_SIZES, most=2)[0]) == name


# ---- the drawing -----------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("for_real")
def test_the_paper_is_drawn_with_what_is_printed_on_it(client: Client) -> None:
    document = certificate()
    registering.record_blank(document, series="ОД", number="0004512", by=organiser())
    drawn = drawing(page(client, document.code))
    for printed in (
        "СЕРТИФИКАТ", f"№ {document.number_text}", document.person.full_name, "80 академиялық сағат", "Б. Қ. Қуанышев",
        pretty(document.code, " "), "Бланк ОД № 0004512", "«Оқу және Даму Институты» ЖШС",
    ):  # fmt: skip
        assert printed in drawn
    assert "ҮЛГІ" not in drawn
    hidden = [
        document.snapshot["organisation"],
        document.person.iin,
        "89.5",
        "89,5",
        *document.snapshot["band"]["label"].values(),
    ]
    assert [text for text in hidden if text in drawn] == []


@pytest.mark.usefixtures("for_real")
@pytest.mark.parametrize(("reason", "marked"), [("lost", True), ("name", False)])
def test_what_was_issued_in_place_of_another_is_drawn_with_its_mark(client: Client, reason: str, marked: bool) -> None:
    old = certificate()
    if reason == "name":
        rename(old, "Ахметова")
    drawn = drawing(page(client, reissued(old, reason).code))
    assert f"№ {old.number_text} сертификаттың орнына берілді" in drawn
    assert ("ТЕЛНҰСҚА ·" in drawn) is marked
    assert ">СЕРТИФИКАТ<" in drawn


@pytest.mark.usefixtures("for_real")
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_design_is_drawn_and_everybody_who_signs_stands_there(client: Client, lang: str) -> None:
    look = in_design(second="en", plate="calm", seal="none", logo=picture(), signers=[CHAIR, DEAN])
    html = page(client, on_register(look).code, lang)
    drawn, said = drawing(html), html.partition('<dl class="facts">')[2].partition("</dl>")[0].replace("\xa0", " ")
    assert drawn.count('<path class="fr" d="M95 ') == 3
    assert 'fill="none" stroke="url(#g)"' not in drawn, "no guilloche"
    assert "stroke-dasharray" not in drawn, "no place of a seal"
    for words in (
        look["programme"]["kk"][:20],
        look["programme"]["en"][:20],
        "80 академиялық сағат",
        "80 academic hours",
    ):
        assert words in drawn
    for signer in (CHAIR, DEAN):
        assert signer["name"] in drawn
        assert f"{signer['name']}, {signer['capacity']['kk']}" in said
        assert (signer["capacity"][lang] in said) is True


@pytest.mark.usefixtures("for_real")
def test_the_longest_design_is_drawn_whole(client: Client) -> None:
    drawn = drawing(page(client, on_register(in_design(second="ru", changes=LONGEST, signers=[DEAN])).code))
    for words in (LONGEST["provider"]["name"]["ru"], LONGEST["programme"]["kk"], DEAN["capacity"]["kk"]):
        assert [word for word in words.split() if escape(word.strip("«»")) not in drawn] == []


@pytest.mark.usefixtures("for_real")
def test_the_receipt_names_everybody_who_signs(client: Client) -> None:
    code = on_register(in_design(second="en", signers=[CHAIR, DEAN])).code
    html = receipt_html(code, ask(code), timezone.localtime())
    assert all(signer["name"] in html and signer["capacity"]["kk"] in html for signer in (CHAIR, DEAN))


def test_a_specimen_is_drawn_with_its_word(client: Client, db: None) -> None:
    assert ">ҮЛГІ<" in drawing(page(client, certificate().code))


@pytest.mark.usefixtures("for_real")
def test_a_statement_is_drawn_as_a_letter(client: Client) -> None:
    drawn = drawing(page(client, statement().code))
    assert 'viewBox="0 0 210 297"' in drawn
    assert "АНЫҚТАМА" in drawn
    assert "СЕРТИФИКАТ" not in drawn


# ---- what to compare, whom to ask ------------------------------------------------------------------------------------
@pytest.mark.usefixtures("for_real")
def test_the_list_says_what_to_compare_and_where_the_code_must_lead(client: Client) -> None:
    document = certificate()
    html = page(client, document.code)
    assert checks(html) == 5
    assert "<b>basqaru.example</b>" in html
    assert "must begin with https://basqaru.example/" in html
    registering.record_blank(document, series="ОД", number="0004512", by=organiser())
    html = page(client, document.code)
    assert checks(html) == 6
    assert '<b class="nb">ОД №\xa00004512</b>' in html


@pytest.mark.usefixtures("for_real")
def test_every_page_leads_on_to_the_receipt_the_report_and_the_issuer(client: Client) -> None:
    document = certificate()
    make_provider(phone="+7 7212 55 01 02", email="info@institute.example", address="Қарағанды, Ермеков к-сі, 15")
    contacts.forget()
    for html, asked in (
        (page(client, document.code), f"?code={document.code}&amp;lang=en"),
        (page(client, new_code()), "?lang=en"),
    ):
        assert f"{reverse('certificates:report_forgery')}{asked}" in html
        receipt = "receipt_pdf" if document.code in html else "receipt"
        assert f"{reverse(f'certificates:{receipt}')}{asked}" in html
        assert 'href="tel:+77212550102"' in html
        assert 'href="mailto:info@institute.example"' in html
        assert "Ермеков к-сі, 15" in html


@pytest.mark.usefixtures("for_real")
def test_the_contacts_are_those_of_today_not_of_the_paper(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """A change is seen at once by the process that made it, and by the others within a minute."""
    code = certificate().code
    provider = make_provider(phone="+7 7212 55 01 02")
    contacts.forget()
    assert "55 01 02" in page(client, code)
    type(provider).objects.update(phone="+7 7212 99 99 99")  # by another process
    now = time.monotonic()
    monkeypatch.setattr("people.contacts.time.monotonic", lambda: now + 60)
    assert "99 99 99" in page(client, code)
    provider.phone = "+7 701 000 11 22"
    with django_capture_on_commit_callbacks(execute=True):
        save_provider(provider, by=organiser())
    assert "000 11 22" in page(client, code)


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("+7 (7212) 55-01-02", "+77212550102"),
        ("8 7212 55 01 02", "87212550102"),
        ("55-01-02, 55-01-03, 55-01-04", ""),
        ("", ""),
    ],
)
def test_a_phone_is_a_link_where_it_is_one_number(phone: str, dialled: str) -> None:
    assert contacts.Contacts(phone=phone).dialled == dialled


@pytest.mark.usefixtures("for_real")
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_page_stays_light_with_all_that_can_stand_on_it(client: Client, lang: str) -> None:
    """Module titles as long as the programme's, a blank, every contact; in kibibytes, before compression."""
    version = make_version()
    title = "Білім беру ұйымының дамуын стратегиялық басқару және оның сапасы"
    long = {f"title_{code}": f"{title}, {code}" for code in ("kk", "ru", "en")}
    version.modules.update(**long)
    document = certificate(version=version)
    registering.record_blank(document, series="ОД", number="0004512", by=organiser())
    make_provider(phone="+7 7212 55 01 02", email="info@institute.example", address="Қарағанды, Ермеков к-сі, 15")
    contacts.forget()
    assert len(page(client, document.code, lang).encode()) <= HEAVIEST
