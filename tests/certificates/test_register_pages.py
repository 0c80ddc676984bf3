"""The register's pages and the holder's own copy."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from certificates import registering, rendering
from certificates.codes import pretty
from certificates.models import Document, DocumentFile, Standing
from courses.models import Counter, Order
from courses.ordering import issue_order, series_of
from people import indexing
from people.models import Person
from people.roles import Role
from tests.cast import make_cohort, make_user, marat
from tests.certificates.issued import as_user, certificate, duplicate_of, head, issued, organiser, statement
from tests.guarded import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def aigul() -> Client:
    return as_user(organiser())


def holder_of(document: Document) -> Client:
    return as_user(make_user("holder@mektep.example", person=document.person))


def found(client: Client, **query: str) -> set[str]:
    words = {"q": query.pop("q", "")}
    response = client.post(reverse("certificates:register"), {**words, **query}, follow=True)
    return {document.number_text for document, _face in response.context["rows"]}


# ---- finding ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words",
    [
        "{number}",
        "№ {number}",
        "{year}-1",
        "нурғалиева",
        "Нұрғалиева Гүлж",
        "{code}",
        "{pretty}",
        "қыркүйек-1",
        "ҚЫРКҮЙЕК",
    ],
)
def test_a_document_is_found_by_number_name_code_and_cohort(aigul: Client, words: str) -> None:
    document = certificate(name="Қыркүйек-1")
    indexing.rebuild(Person.objects.filter(pk=document.person_id))
    asked = words.format(
        number=document.number_text, year=document.year, code=document.code.lower(), pretty=pretty(document.code)
    )
    assert found(aigul, q=asked) == {document.number_text}


@pytest.mark.parametrize("words", ["1999-00001", "Басқа адам", "0" * 16, "Қазан-9"])
def test_what_is_not_there_is_not_found(aigul: Client, words: str) -> None:
    certificate(name="Қыркүйек-1")
    assert found(aigul, q=words) == set()


def test_the_register_is_filtered_by_kind_series_and_standing(aigul: Client, settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    soon, gone, revoked, hidden = issued("89.5", "88", "87", "86")
    paper = statement()
    specimen = certificate(is_demo=True)
    today = timezone.localdate()
    with unguarded():
        Document.objects.filter(pk=soon.pk).update(valid_through=today + timedelta(days=90))
        Document.objects.filter(pk=gone.pk).update(valid_through=today - timedelta(days=1))
    registering.revoke(revoked, by=organiser(), reason="№ 18")
    registering.withhold(hidden, by=organiser(), reason="өтініш")
    expected = {
        ("kind", "statement"): {paper},
        ("series", "specimen"): {specimen},
        ("state", "in_force"): {soon, hidden, paper, specimen},
        ("state", "expires_soon"): {soon},
        ("state", "expired"): {gone},
        ("state", "revoked"): {revoked},
        ("state", "superseded"): set(),
        ("state", "withheld"): {hidden},
    }
    for (name, value), documents in expected.items():
        assert found(aigul, **{name: value}) == {document.number_text for document in documents}, (name, value)


def test_a_filter_keeps_the_words_and_the_page_is_dropped(aigul: Client) -> None:
    certificate()
    sent_on = aigul.post(reverse("certificates:register"), {"q": "Нұр", "kind": "certificate"}).headers["Location"]
    assert sent_on == "/register/?kind=certificate&search=1"
    html = aigul.get(f"{sent_on}&page=7").content.decode()
    assert 'href="?kind=certificate&amp;search=1&amp;state=in_force"' in html
    assert 'value="Нұр"' in html


@pytest.mark.parametrize("count", [1, 30])
def test_the_register_costs_the_same_for_one_and_for_thirty(
    aigul: Client, django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    issued(*["89.5"] * count)
    with django_assert_max_num_queries(12):
        assert aigul.get(reverse("certificates:register")).status_code == 200


# ---- the document's page ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["document", "blank", "hand_over", "withhold", "show", "revoke"])
def test_the_register_is_the_organisers(name: str) -> None:
    address = reverse(f"certificates:{name}", args=[certificate().pk])
    for user in (head(), marat()):
        client = as_user(user)
        assert (client.post(address) if name != "document" else client.get(address)).status_code == 403


def test_what_happened_is_recorded_and_told(aigul: Client) -> None:
    document = certificate()
    forms = {
        "blank": {"series": "ОД", "number": "0004512"},
        "hand_over": {"to": "өзіне", "on": timezone.localdate().isoformat()},
        "withhold": {"reason": "өтініш 12"},
        "show": {},
    }
    for name, form in forms.items():
        assert aigul.post(reverse(f"certificates:{name}", args=[document.pk]), form).status_code == 302, name
    html = aigul.get(reverse("certificates:document", args=[document.pk])).content.decode()
    for said in (
        "ОД № 0004512",
        "өзіне",
        "өтініш 12",
        "Withheld from the public",
        "Shown to the public again",
        "Айгүл",
    ):
        assert said in html


@pytest.mark.parametrize(
    ("name", "form", "said"),
    [
        ("blank", {"series": "", "number": "1"}, "This field is required."),
        ("hand_over", {"to": "өзіне", "on": "2099-01-01"}, "The day lies between the date of issue and today."),
        ("withhold", {"reason": " "}, "This field is required."),
    ],
)
def test_a_refusal_is_said_on_the_page(aigul: Client, name: str, form: dict[str, str], said: str) -> None:
    document = certificate()
    response = aigul.post(reverse(f"certificates:{name}", args=[document.pk]), form)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not document.events.exists()


def test_what_is_not_withheld_cannot_be_shown_again(aigul: Client) -> None:
    response = aigul.post(reverse("certificates:show", args=[certificate().pk]), follow=True)
    assert "This document is not withheld." in response.content.decode()


@pytest.mark.parametrize(("typed", "revoked"), [("{number}", True), ("№ {number}", True), ("yes", False), ("", False)])
def test_a_revocation_is_confirmed_by_typing_the_number(aigul: Client, typed: str, revoked: bool) -> None:
    document = certificate()
    form = {"reason_class": "deceit", "reason": "№ 18", "on": timezone.localdate().isoformat(),
            "confirmation": typed.format(number=document.number_text.lower())}  # fmt: skip
    response = aigul.post(reverse("certificates:revoke", args=[document.pk]), form)
    assert response.status_code == (302 if revoked else 200)
    assert (Standing.objects.get().state == "revoked") is revoked


def test_what_is_revoked_is_not_offered_again(aigul: Client) -> None:
    document = certificate()
    registering.revoke(document, by=organiser(), reason="№ 18")
    html = aigul.get(reverse("certificates:document", args=[document.pk])).content.decode()
    assert reverse("certificates:revoke", args=[document.pk]) not in html
    assert "№ 18" in html


def test_a_replaced_document_links_to_its_successor(aigul: Client) -> None:
    old = certificate()
    new = duplicate_of(old)
    registering.restate(new)
    registering.supersede(old, new, by=organiser())
    assert (
        reverse("certificates:document", args=[new.pk])
        in aigul.get(reverse("certificates:document", args=[old.pk])).content.decode()
    )


def test_a_persons_page_lists_their_documents(aigul: Client) -> None:
    document = certificate()
    html = aigul.get(reverse("people:person", args=[document.person_id])).content.decode()
    assert reverse("certificates:document", args=[document.pk]) in html


# ---- the holder ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["mine", "download"])
def test_a_document_exists_for_its_holder_and_the_organiser_only(name: str) -> None:
    document = statement()
    rendering.render(document.job.pk)
    address = reverse(f"certificates:{name}", args=[document.pk])
    other = make_user("other@mektep.example", person=certificate().person)
    trainer = make_user("trainer@institute.example", Role.TRAINER)
    got = [client.get(address).status_code for client in
           (holder_of(document), as_user(organiser()), as_user(other), as_user(trainer), as_user(marat()))]  # fmt: skip
    assert got == [200, 200, 404, 404, 404]
    assert Client().get(address).headers["Location"].startswith(reverse("account_login"))


def test_the_download_is_the_stored_file_under_its_number(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    document = statement()
    rendering.render(document.job.pk)
    client, address = holder_of(document), reverse("certificates:download", args=[document.pk])
    response = client.get(address)
    with default_storage.open(document.file.key) as stored:
        assert response.content == stored.read()
    assert response.headers["Content-Disposition"] == f'attachment; filename="statement-{document.year}-00001.pdf"'
    assert response.headers["Cache-Control"] == "private, no-cache"
    again = client.get(address, headers={"if-none-match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_that_is_not_ready_says_so() -> None:
    document = statement()
    assert holder_of(document).get(reverse("certificates:download", args=[document.pk])).status_code == 202


@pytest.mark.parametrize("fault", ["changed", "gone"])
def test_a_file_that_is_not_as_recorded_is_not_handed_out(fault: str) -> None:
    document = statement()
    rendering.render(document.job.pk)
    path = Path(default_storage.path(document.file.key))
    path.write_bytes(b"%PDF-forged") if fault == "changed" else path.unlink()
    response = holder_of(document).get(reverse("certificates:download", args=[document.pk]))
    assert response.status_code == 503
    assert b"%PDF" not in response.content


# ---- the proof -------------------------------------------------------------------------------------------------------
def said_by_the_check() -> str:
    errors = StringIO()
    try:
        call_command("check_register", stdout=errors, stderr=errors)
    except CommandError as refusal:
        errors.write(f"CommandError: {refusal}")
    return errors.getvalue()


def number_the_orders() -> None:
    """Those of the scene, as their counter would have numbered them."""
    for number, order in enumerate(Order.objects.order_by("pk"), start=1):
        Order.objects.filter(pk=order.pk).update(number=number, year=2026)
    Counter.objects.create(kind="order_admission", year=2026, next=Order.objects.count() + 1)


def test_a_whole_register_is_said_to_be_whole(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    documents = issued("89.5", "44", "72")
    registering.revoke(documents[0], by=organiser(), reason="№ 18")
    registering.record_blank(documents[1], series="ОД", number="1", by=organiser())
    rendering.render(documents[2].job.pk)
    number_the_orders()
    orders = Order.objects.count()
    assert said_by_the_check() == f"The register is whole: 3 documents, {orders} orders.\n"


def test_a_series_may_begin_with_another_number(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    Counter.objects.create(kind="certificate", year=timezone.localdate().year, next=700, first=700)
    assert issued("89.5", "72")[1].number_text.endswith("-00701")
    number_the_orders()
    assert "is whole" in said_by_the_check()


def test_an_order_that_is_gone_is_named_and_so_is_one_outside_of_its_counter() -> None:
    cohort = make_cohort(starts_on=date(2026, 11, 2))
    expulsion = Order.Kind.EXPULSION
    with time_machine.travel("2026-11-20 12:00+05:00"):
        orders = [issue_order(cohort, kind=expulsion, dated=date(2026, 11, 20), by=None) for _ in range(3)]
    assert "is whole" in said_by_the_check()
    orders[1].delete()
    Order.objects.filter(pk=orders[0].pk).update(kind="completion")
    answer = said_by_the_check()
    series = series_of(expulsion, specimen=orders[0].is_specimen)
    for number in (1, 2):
        assert f"{series} 2026: no order has the number {number}." in answer
    assert f"{series.replace('expulsion', 'completion')} 2026: orders have numbers, but there is no counter." in answer
    Counter.objects.update(next=3)
    assert f"{series} 2026: outside of the counter stands the number 3." in said_by_the_check()


def _lose_a_number(document: Document) -> None:
    Counter.objects.update(next=9)


def _change_a_file(document: Document) -> None:
    rendering.render(document.job.pk)
    with unguarded():
        DocumentFile.objects.update(sha256="0" * 64)


def _remove_a_file(document: Document) -> None:
    rendering.render(document.job.pk)
    default_storage.delete(DocumentFile.objects.get().key)


def _forget_a_file(document: Document) -> None:
    rendering.render(document.job.pk)
    with unguarded():
        DocumentFile.objects.all().delete()


def _brighten_a_standing(document: Document) -> None:
    registering.revoke(document, by=organiser(), reason="№ 18")
    Standing.objects.update(state="in_force")


def _lose_a_standing(document: Document) -> None:
    Standing.objects.all().delete()


def _change_the_row(document: Document) -> None:
    with unguarded():
        Document.objects.update(valid_through=None, kind="statement")


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (_lose_a_number, "no document has the numbers 2–8"),
        (_change_a_file, "is not what was recorded"),
        (_remove_a_file, "is missing"),
        (_forget_a_file, "no file is recorded"),
        (_brighten_a_standing, "its standing is not what its events say"),
        (_lose_a_standing, "it has no standing"),
        (_change_the_row, "the row and its snapshot differ"),
    ],
)
def test_whatever_was_tampered_with_is_named(tamper: object, said: str) -> None:
    tamper(certificate())  # type: ignore[operator]
    answer = said_by_the_check()
    assert said in answer
    assert "CommandError: The register is not whole" in answer
