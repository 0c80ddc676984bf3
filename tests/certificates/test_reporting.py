"""Reports of forgery: anybody sends one without saying who they are; the organiser settles it and answers."""

from __future__ import annotations

import io
import logging
import zipfile
from datetime import timedelta
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
from pytest_django import DjangoAssertNumQueries

from certificates import registering, reporting, tasks
from certificates.codes import new_code, pretty
from certificates.models import ForgeryEvent, ForgeryReport
from config.home import tasks as home_tasks
from people.models import OutboxMessage, Upload
from people.roles import Role
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
        ({"file": SimpleUploadedFile("a.docx", b"PK\x03\x04")}, "is not a file of a kind that is taken"),
        ({"file": SimpleUploadedFile("a.pdf", b"<html>")}, "is not a file of a kind that is taken"),
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
    monkeypatch.setattr(reporting, "LARGEST", 10)
    with pytest.raises(ValidationError, match="larger than"):
        reported(file=SimpleUploadedFile("paper.pdf", PDF))
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*.*"))) == 1


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
