"""Reports of forgery: anybody sends one without saying who they are; the organiser settles it and answers."""

from __future__ import annotations

import io
import logging
import zipfile
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from certificates import registering, reported_paper, reporting, tasks
from certificates.codes import new_code, pretty
from certificates.models import ForgeryEvent, ForgeryReport
from certificates.reported import held_on, scrubs
from config.home import tasks as home_tasks
from people.human import human_of
from people.models import OutboxMessage, Upload
from people.roles import Role
from people.uploading import MEGABYTE
from tests.cast import make_user, marat
from tests.certificates.issued import as_user, certificate, head, organiser

pytestmark = pytest.mark.django_db
State = ForgeryReport.State
FORM = "certificates:report_forgery"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SEEN = "Аты-жөні басқа, QR басқа бетке апарады."


def sent(client: Client, **said: Any) -> Any:
    values = {"code": "", "wrong": "name", "text": SEEN, "name": "", "email": "", "whole": "1", **said}
    return client.post(f"{reverse(FORM)}?lang=en", values)


def reported(**said: Any) -> ForgeryReport:
    reporter = reporting.Reporter(said.pop("name", ""), said.pop("email", ""), agrees=True)
    values = {"code": "", "wrong": "name", "text": SEEN, "language": "en", "reporter": reporter, **said}
    return reporting.report(**values)


def letter() -> OutboxMessage:
    return OutboxMessage.objects.get(kind=reporting.KIND)


# ---- what anybody sends ----------------------------------------------------------------------------------------------
def test_nothing_is_asked_of_the_reporter(client: Client) -> None:
    response = sent(client)
    assert (response.status_code, response.headers["Location"]) == (302, "/verify/forgery/sent?lang=en")
    row = ForgeryReport.objects.get()
    assert (row.state, row.text, row.reporter, row.email, row.agreed_at, row.document) == (
        "new", SEEN, "", "", None, None,
    )  # fmt: skip


def test_the_code_is_there_for_whoever_comes_from_a_verdict(client: Client) -> None:
    code = new_code()
    assert f'value="{pretty(code)}"' in client.get(reverse(FORM), {"code": code}).content.decode()


@pytest.mark.parametrize("form", [str, pretty, lambda code: f"https://basqaru.example/v/{code.lower()}"])
def test_the_document_is_found_for_the_organiser(client: Client, form: Any) -> None:
    document = certificate()
    sent(client, code=form(document.code))
    assert ForgeryReport.objects.get().document == document


def test_known_unknown_and_withheld_codes_are_told_nothing_apart(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shown, withheld = certificate(), certificate()
    registering.withhold(withheld, by=organiser(), reason="өтініш")
    answers = []
    for code in (shown.code, withheld.code, new_code()):
        with CaptureQueriesContext(connection) as asked:
            response = sent(client, code=code)
        answers.append((response.status_code, response.headers["Location"], response.content, len(asked)))
    assert answers[0] == answers[1] == answers[2]
    assert ForgeryReport.objects.exclude(document=None).count() == 2
    with django_assert_num_queries(0):
        client.get(reverse(FORM), {"code": withheld.code})


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"wrong": "other", "text": " "}, "Say in a few words what is wrong."),
        ({"email": "hr@mektep.example"}, "Tick this, or leave your name and your address out."),
        ({"name": "Кадр бөлімі"}, "Tick this, or leave your name and your address out."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"wrong": "beauty"}, "Select a valid choice"),
        ({"whole": ""}, "The upload broke off half-way"),
        ({"file": SimpleUploadedFile("a.docx", b"PK\x03\x04")}, "A PDF or a photo (JPEG, PNG) is taken."),
        ({"file": SimpleUploadedFile("a.txt", b"hello")}, "A PDF or a photo (JPEG, PNG) is taken."),
        ({"file": SimpleUploadedFile("a.pdf", b"<html>")}, "A PDF or a photo (JPEG, PNG) is taken."),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "The file is empty."),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF" + b" " * 10 * MEGABYTE)}, "The file is larger than 10 MB."),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_kept(client: Client, said: dict[str, Any], sentence: str) -> None:
    response = sent(client, **said)
    assert response.status_code == 200
    assert sentence in response.content.decode().replace("&#x27;", "'")
    assert (ForgeryReport.objects.count(), Upload.objects.count()) == (0, 0)
    assert SEEN in response.content.decode() or said.get("text") == " "


def test_a_photo_is_kept_privately_and_no_office_file(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(client, file=SimpleUploadedFile("paper.pdf", PDF))
    assert ForgeryReport.objects.get().upload == Upload.objects.get(kind="pdf", by=None)
    with pytest.raises(ValidationError, match="A PDF or a photo"):
        reported(file=_sheet())
    monkeypatch.setattr(reported_paper, "LARGEST", 10)
    with pytest.raises(ValidationError, match="larger than"):
        reported(file=SimpleUploadedFile("paper.pdf", PDF))
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*.*"))) == 1


def photo(kind: str = "JPEG", side: int = 400) -> bytes:
    """As a telephone takes it: with the place, and lying on its side."""
    about = Image.Exif()
    about[0x0110], about[0x0112] = "Reporter's telephone", 6
    about.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    Image.new("RGB", (side, side // 2), "white").save(file, kind, exif=about)
    return file.getvalue()


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", "jpg"), ("PNG", "png")])
def test_of_a_photo_only_the_picture_is_kept(kind: str, suffix: str) -> None:
    upload = reported(file=SimpleUploadedFile(f"Сәуле-үйі.{suffix}", photo(kind))).upload
    assert upload is not None
    assert upload.name == f"paper.{suffix}"
    with upload.file.open("rb") as stored, Image.open(stored) as kept:
        assert (dict(kept.getexif()), kept.size) == ({}, (200, 400))
    assert b"telephone" not in upload.file.open("rb").read()


def test_the_name_of_a_file_is_not_kept() -> None:
    upload = reported(file=SimpleUploadedFile("Сәуле Ахметова.pdf", PDF)).upload
    assert upload is not None
    assert upload.name == "paper.pdf"


@pytest.mark.parametrize(
    ("limit", "sentence"), [("MOST_PIXELS", "too many points"), ("LARGEST_DAY", "Too many files came in the last day")]
)
def test_a_file_that_asks_for_too_much_is_refused(limit: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reported_paper, limit, 100)
    with pytest.raises(ValidationError, match=sentence):
        reported(file=SimpleUploadedFile("a.jpg", photo()))
    reported()


def test_a_damaged_picture_is_refused() -> None:
    with pytest.raises(ValidationError, match="damaged"):
        reported(file=SimpleUploadedFile("a.png", photo("PNG")[:60]))


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    response = client.generic("POST", reverse(FORM), b"", CONTENT_LENGTH=str(12 * MEGABYTE), QUERY_STRING="lang=en")
    assert response.status_code == 413
    assert "larger than 10 MB, so nothing was kept" in response.content.decode()


def test_a_form_without_a_token_is_refused() -> None:
    place = reverse(FORM)
    assert Client(enforce_csrf_checks=True).post(place, {"wrong": "name", "whole": "1"}).status_code == 403
    assert ForgeryReport.objects.count() == 0


def test_photo_and_words_go_when_their_time_is_over(django_capture_on_commit_callbacks: Any) -> None:
    now = timezone.now()
    old, young, waiting = (reported(file=SimpleUploadedFile("a.pdf", PDF)) for _each in range(3))
    reporting.move(old, "forgery", by=organiser(), now=now - timedelta(days=370))
    reporting.move(young, "forgery", by=organiser(), now=now - timedelta(days=360))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_forgery_contacts()
    kept = [(row.text, bool(row.upload and row.upload.erased_at)) for row in ForgeryReport.objects.order_by("pk")]
    assert kept == [("–", True), (SEEN, False), (SEEN, False)]
    assert ForgeryReport.objects.get(pk=old.pk).state == "forgery"
    assert waiting.is_open
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*.pdf"))) == 2
    assert reported_paper.sweep_papers() == 0


def _sheet() -> SimpleUploadedFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
    return SimpleUploadedFile("list.xlsx", packed.getvalue())


def test_a_network_sends_so_many_and_then_calls(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certificates.views.forgery.REPORTS_PER_NETWORK", 1)
    assert sent(client).status_code == 302
    response = sent(client)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "600")
    assert "This one was not kept" in response.content.decode()
    assert ForgeryReport.objects.count() == 1


def test_nobody_who_reports_stands_in_a_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        sent(client, email="hr@mektep.example", name="Кадр бөлімі", agrees="on", code=new_code())
    assert ForgeryReport.objects.get().email == "hr@mektep.example"
    assert [r.getMessage() for r in caplog.records if "mektep" in r.getMessage() or "Кадр" in r.getMessage()] == []


@pytest.mark.parametrize(
    "wrong",
    [{"reporter": "Кадр бөлімі"}, {"email": "a@b.kz"}, {"wrong": "other", "text": ""},
     {"agreed_at": timezone.now(), "scrubbed_at": timezone.now(), "email": "a@b.kz"}],
)  # fmt: skip
def test_the_database_keeps_no_contact_without_a_yes(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ForgeryReport.objects.create(**{"wrong": "name", "text": SEEN, "language": "kk", **wrong})


# ---- what becomes of it ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("to", "words"),
    [("forgery", "is a forgery. Do not accept it"), ("genuine", "is genuine"), ("no_answer", "cannot say")],
)
def test_who_left_an_address_is_answered_once(to: str, words: str) -> None:
    document = certificate()
    report = reported(code=document.code, email="hr@mektep.example")
    reporting.move(report, "checking", by=organiser())
    assert not OutboxMessage.objects.filter(kind=reporting.KIND).exists()
    reporting.move(report, to, by=organiser(), said="Нөмірі сәйкес емес.")
    sent_out = letter()
    assert (sent_out.to_email, sent_out.person) == ("hr@mektep.example", None)
    for part in (words, "Нөмірі сәйкес емес.", pretty(document.code)):
        assert part in sent_out.text


def test_who_left_none_is_not() -> None:
    reporting.move(reported(), "forgery", by=organiser())
    assert not OutboxMessage.objects.filter(kind=reporting.KIND).exists()


def test_what_was_said_too_early_is_looked_at_and_answered_once_more() -> None:
    report = reported(email="hr@mektep.example")
    for state in ("genuine", "checking", "forgery"):
        reporting.move(report, state, by=organiser())
    assert OutboxMessage.objects.filter(kind=reporting.KIND).count() == 2
    assert list(report.events.values_list("old", "new")) == [
        ("new", "genuine"), ("genuine", "checking"), ("checking", "forgery"),
    ]  # fmt: skip


def test_of_a_withheld_document_nobody_is_written_that_the_paper_is_genuine() -> None:
    document = certificate()
    report = reported(code=document.code, email="hr@mektep.example")
    nameless = reported(code=document.code)
    registering.withhold(document, by=organiser(), reason="өтініш")
    with pytest.raises(ValidationError, match="would learn from this answer that it exists"):
        reporting.move(report, "genuine", by=organiser())
    assert not OutboxMessage.objects.filter(kind=reporting.KIND).exists()
    reporting.move(nameless, "genuine", by=organiser())
    reporting.move(report, "no_answer", by=organiser())
    registering.show(document, by=organiser(), reason="өтініш")
    reporting.move(report, "checking", by=organiser())
    reporting.move(report, "genuine", by=organiser())


def test_an_address_is_found_however_it_was_typed() -> None:
    assert reported(email=" Kadr@Mektep.Example ").email == "kadr@mektep.example"


def test_who_is_reported_does_not_read_what_was_written() -> None:
    document = certificate()
    settled, open_one = (
        reported(code=document.code, text=text, email="hr@mektep.example", file=SimpleUploadedFile(f"{text}.pdf", PDF))
        for text in ("Бірінші-айғақ", "Екінші-айғақ")
    )
    reporting.move(settled, "forgery", by=organiser(), said="Кеңсе-сөзі")
    reporting.move(open_one, "checking", by=organiser(), said="Тергеу-сөзі")
    human = human_of(document.person)
    for own in (True, False):
        [part] = [held for held in held_on(human, own=own) if held.title == "Reports of a forgery on their documents"]
        [line] = part.lines
        assert line.said == "State: A forgery"
        assert document.number_text in line.what


def test_who_waits_for_an_answer_gets_it_after_the_holder_is_erased() -> None:
    document = certificate()
    report = reported(code=document.code, email="hr@mektep.example")
    reporting.move(report, "forgery", by=organiser(), said="Ахметованікі емес.")
    with transaction.atomic():
        for scrub in scrubs(human_of(document.person), now=timezone.now()):
            scrub.carry_out()
    waiting = letter()
    assert (waiting.state, waiting.to_email) == ("queued", "hr@mektep.example")
    assert "is a forgery. Do not accept it" in waiting.text
    assert pretty(document.code) not in waiting.text
    assert "Ахметованікі" not in waiting.text + waiting.html


@pytest.mark.parametrize(("old", "to"), [("genuine", "forgery"), ("checking", "checking"), ("forgery", "new")])
def test_other_ways_are_refused(old: str, to: str) -> None:
    report = reported()
    reporting.move(report, old, by=organiser())
    with pytest.raises(ValidationError, match="that cannot be done now"):
        reporting.move(report, to, by=organiser())


def test_who_reported_is_forgotten_when_the_time_is_over_and_the_report_stays() -> None:
    old = reported(email="hr@mektep.example", name="Кадр бөлімі", now=timezone.now() - timedelta(days=367))
    young = reported(email="kadr@mektep.example", now=timezone.now() - timedelta(days=360))
    for report in (old, young):
        reporting.move(report, "forgery", by=organiser(), said="Біздікі емес.")
    tasks.sweep_forgery_contacts()
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.email, old.reporter, old.state, old.text) == ("", "", "forgery", SEEN)
    assert (old.scrubbed_at is None, young.scrubbed_at, young.email) == (False, None, "kadr@mektep.example")
    letters = OutboxMessage.objects.filter(kind=reporting.KIND).order_by("pk").values_list("to_email", "text")
    assert [(address, bool(text)) for address, text in letters] == [("", False), ("kadr@mektep.example", True)]
    assert reporting.sweep_contacts() == 0


def test_the_words_of_the_consent_are_kept_as_they_were_read(client: Client, settings: Settings) -> None:
    page = client.get(f"{reverse(FORM)}?lang=en").content.decode()
    sent(client, email="hr@mektep.example", agrees="on")
    sent(client)
    told, untold = ForgeryReport.objects.order_by("pk")
    assert (told.consent_version, untold.consent_version, untold.consent) == ("2026-1", "", "")
    assert "for 12 months at most; then it is deleted" in told.consent
    assert told.consent in unescape(page)
    settings.FORGERY_CONTACT_MONTHS = 1
    assert reported(email="hr@mektep.example", language="ru").consent != told.consent


def test_who_takes_the_consent_back_is_forgotten_at_once() -> None:
    report = reported(email="hr@mektep.example", name="Кадр бөлімі")
    reporting.move(report, "forgery", by=organiser(), said="Біздікі емес.")
    browser, place = as_user(organiser()), reverse("certificates:forgery_forget", args=[report.pk])
    assert [as_user(user).post(place).status_code for user in (head(), marat())] == [403, 403]
    page = browser.post(place, follow=True).content.decode()
    assert [words for words in ("Who reported was forgotten", "Біздікі емес.") if words not in page] == []
    assert [words for words in ("hr@mektep.example", "Кадр бөлімі") if words in page] == []
    report.refresh_from_db()
    assert (report.reporter, report.email, report.state, report.text) == ("", "", "forgery", SEEN)
    assert (letter().to_email, letter().text) == ("", "")
    assert report.events.last().by == organiser()  # type: ignore[union-attr]
    assert "Nobody is named in this report." in browser.post(place, follow=True).content.decode()
    assert report.events.count() == 2


# ---- the organiser's pages -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["forgeries", "forgery", "forgery_file"])
def test_they_are_the_organiser_s(name: str) -> None:
    report = reported(file=SimpleUploadedFile("paper.pdf", PDF))
    place = reverse(f"certificates:{name}", args=[] if name == "forgeries" else [report.pk])
    got = [
        as_user(user).get(place).status_code
        for user in (organiser(), head(), make_user("kamila@institute.example", Role.TRAINER), marat())
    ]
    assert got == [200, 403, 403, 403]
    assert Client().get(place).headers["Location"].startswith(reverse("account_login"))
    if name != "forgeries":
        assert as_user(organiser()).get(place.replace(str(report.pk), str(report.pk + 9))).status_code == 404


def test_a_report_without_a_file_has_none_to_give() -> None:
    place = reverse("certificates:forgery_file", args=[reported().pk])
    assert as_user(organiser()).get(place).status_code == 404


def test_the_organiser_settles_it_on_its_page() -> None:
    document = certificate()
    registering.withhold(document, by=organiser(), reason="өтініш")
    report = reported(code=document.code, email="hr@mektep.example")
    browser, place = as_user(organiser()), reverse("certificates:forgery", args=[report.pk])
    html = browser.get(place).content.decode()
    for words in (SEEN, document.number_text, "hr@mektep.example", "must not learn from the answer that it exists"):
        assert words in html
    html = browser.post(place, {"to": "forgery", "said": "Біздікі емес."}, follow=True).content.decode()
    for words in ("Recorded, and the reporter is written to.", "A forgery", "Біздікі емес.", "Look at it once more"):
        assert words in html
    event = ForgeryEvent.objects.get()
    assert (event.by, event.old, event.new) == (organiser(), "new", "forgery")


def test_who_comes_second_is_told() -> None:
    report = reported()
    browser, place = as_user(organiser()), reverse("certificates:forgery", args=[report.pk])
    reporting.move(report, "genuine", by=organiser())
    html = browser.post(place, {"to": "forgery", "said": ""}).content.decode()
    assert "Select a valid choice" in html
    assert ForgeryEvent.objects.count() == 1


def test_the_list_narrows_and_costs_as_much_with_thirty() -> None:
    document = certificate()
    browser, place = as_user(organiser()), reverse("certificates:forgeries")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(place)
        return len(queries)

    reporting.move(reported(text="Бірінші"), "genuine", by=organiser())
    few = asked()
    for _ in range(30):
        reported(code=document.code)
    assert asked() == few
    html = browser.get(place, {"state": "genuine"}).content.decode()
    assert ("Бірінші" in html, SEEN in html) == (True, False)
    assert "No such report" in browser.get(place, {"state": "forgery"}).content.decode()


def test_of_a_document_its_number_is_asked_for_and_of_other_reports_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    document = certificate()
    report, *_others = (reported(code=document.code) for _each in range(4))
    browser = as_user(organiser())
    with CaptureQueriesContext(connection) as asked:
        html = browser.get(reverse("certificates:forgeries")).content.decode()
    assert document.number_text in html
    assert not any('"certificates_document"."snapshot"' in query["sql"] for query in asked)
    monkeypatch.setattr("certificates.views.forgery.OTHERS", 1)
    assert "and 2 more" in browser.get(reverse("certificates:forgery", args=[report.pk])).content.decode()


def test_an_empty_list_says_what_comes_here() -> None:
    page = as_user(organiser()).get(reverse("certificates:forgeries")).content.decode()
    assert "Nobody has reported a forgery" in page


def test_it_waits_on_the_organiser_s_home_until_it_is_settled() -> None:
    def waiting() -> list[str]:
        return [task.title for task in home_tasks(timezone.now()) if task.url == reverse("certificates:forgeries")]

    report = reported()
    assert waiting() == ["1 report of a forgery to look at"]
    reporting.move(report, "checking", by=organiser())
    reported()
    assert waiting() == ["2 reports of a forgery to look at"]
    for row in ForgeryReport.objects.all():
        reporting.move(row, "no_answer", by=organiser())
    assert waiting() == []
