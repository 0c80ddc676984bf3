"""Finding documents among millions: by whatever stands on them, counted and leafed through as far as anybody reads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from certificates import exporting, registering, searching
from certificates.models import Document
from certificates.numbering import set_format
from certificates.searching import Asked, counts, find, listed, page_of
from people import indexing
from people.models import ExportEvent, Person
from tests.certificates.issued import as_user, certificate, issued, organiser, statement
from tests.guarded import unguarded

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _real(settings: Settings) -> object:
    settings.DOCUMENTS_ARE_SPECIMENS = False
    with time_machine.travel("2026-11-20 12:00+05:00", tick=False):
        yield


def found(words: str, **asked: object) -> set[str]:
    return {document.number_text for document in find(Asked(words, **asked))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        "2026-00001",
        "2026-1",
        "№ 2026-00001",
        "2026–00001",
        "ОД 0004512",
        "од0004512",
        "0004512",
        "{iin}",
        "{iin_begins}",
    ],
)
def test_a_document_is_found_by_its_number_its_blank_and_the_iin(words: str) -> None:
    document = certificate()
    certificate()
    Person.objects.filter(pk=document.person_id).update(iin="881130290111")
    registering.record_blank(document, series="ОД", number="0004512", by=organiser())
    asked = words.format(iin="881130290111", iin_begins="8811302")
    assert found(asked) == {"2026-00001"}


@pytest.mark.parametrize("words", ["0004513", "ОЖ 0004512", "2025-1", "882", "2026-00001-7"])
def test_what_only_resembles_it_is_not_found(words: str) -> None:
    document = certificate()
    Person.objects.filter(pk=document.person_id).update(iin="881130290111")
    registering.record_blank(document, series="ОД", number="0004512", by=organiser())
    assert found(words) == set()


@pytest.mark.parametrize("words", ["ОДИ-0002/26", "оди-2/26", "OДИ-0002/26", "№ ОДИ-0002/26"])
def test_a_number_is_found_by_the_format_it_was_written_by_whatever_holds_now(words: str) -> None:
    certificate()
    set_format("certificate", "ОДИ-{number:4}/{yy}", by=organiser())
    certificate()
    set_format("certificate", "{year}-{number:5}", by=organiser())
    certificate()
    assert found(words) == {"ОДИ-0002/26"}
    assert found("2026-2") == {"ОДИ-0002/26"}


def test_year_and_number_alone_find_every_series_and_a_letter_only_its_own() -> None:
    certificate()
    statement()
    assert found("2026-1") == {"2026-00001", "А-2026-00001"}
    # Typed on a Latin keyboard.
    assert found("A-2026-1") == {"А-2026-00001"}


def test_a_name_and_a_cohort_are_found_together() -> None:
    first, second = certificate(name="Қыркүйек-1"), certificate(name="Қазан-1")
    Person.objects.filter(pk=second.person_id).update(surname="Қыркүйек")
    indexing.rebuild(Person.objects.all())
    assert found("Қыркүйек") == {first.number_text, second.number_text}


def test_the_register_is_narrowed_by_year_and_cohort() -> None:
    old = certificate(issued_on=date(2025, 12, 31))
    new = certificate(issued_on=date(2026, 1, 1))
    cohort = new.result.attempt.enrolment.cohort_id
    assert (found("", year=2025), found("", year=2026)) == ({old.number_text}, {new.number_text})
    assert found("", cohort=cohort) == {new.number_text}
    assert found("", cohort=cohort, year=2025) == set()


def test_what_expires_is_listed_by_its_last_day() -> None:
    soon, sooner, gone, longer_gone, _valid = issued(*["89.5"] * 5)
    days = {soon: 60, sooner: 30, gone: -1, longer_gone: -90}
    with unguarded():
        for document, left in days.items():
            Document.objects.filter(pk=document.pk).update(valid_through=TODAY + timedelta(days=left))
    assert list(listed(Asked(state="expires_soon"), TODAY)) == [sooner, soon]
    assert list(listed(Asked(state="expired"), TODAY)) == [gone, longer_gone]


def test_few_are_counted_under_each_filter_and_many_not_to_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = issued(*["89.5"] * 4, "44")
    registering.revoke(documents[0], by=organiser(), reason="№ 18", reason_class="court")
    registering.withhold(documents[1], by=organiser(), reason="№ 12")
    assert counts(Asked(), TODAY) == {
        "total": 5, "in_force": 4, "expires_soon": 0, "expired": 0, "revoked": 1, "superseded": 0, "withheld": 1,
    }  # fmt: skip
    assert counts(Asked(kind="statement"), TODAY)["total"] == 1
    monkeypatch.setattr(searching, "COUNTED", 4)
    assert counts(Asked(), TODAY) == {
        "total": 4, "in_force": None, "expires_soon": None, "expired": None, "revoked": None, "superseded": None,
        "withheld": None,
    }  # fmt: skip


def test_pages_are_leafed_through_as_far_as_documents_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = issued(*["89.5"] * 5)[::-1]
    monkeypatch.setattr(searching, "PAGE", 2)
    rows = listed(Asked(), TODAY)
    pages = [page_of(rows, number) for number in (1, 2, 3)]
    assert [document for page in pages for document in page.rows] == documents
    assert [(page.first, page.last, page.has_previous, page.has_next) for page in pages] == [
        (1, 2, False, True), (3, 4, True, True), (5, 5, True, False),
    ]  # fmt: skip
    assert page_of(rows, 0).number == 1
    monkeypatch.setattr(searching, "COUNTED", 4)
    last = page_of(rows, 9)
    assert (last.number, last.has_next, last.is_the_end) == (2, False, True)


def test_nothing_on_the_page_reads_the_whole_register() -> None:
    """Every question of the page has a limit, or goes by keys that were found."""
    issued("89.5", "44")
    with CaptureQueriesContext(connection) as asked:
        counts(Asked(), TODAY)
        list(page_of(listed(Asked(), TODAY), 1).rows)
    on_documents = [query["sql"] for query in asked if '"certificates_document"' in query["sql"].partition("FROM")[2]]
    assert on_documents
    assert all("LIMIT" in sql or " IN (" in sql for sql in on_documents)


def test_the_page_keeps_what_was_asked_and_says_when_there_is_more_than_it_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    documents = issued(*["89.5"] * 3)
    cohort = documents[0].result.attempt.enrolment.cohort_id
    client = as_user(organiser())
    sent_on = client.post(
        reverse("certificates:register"), {"q": "", "kind": "certificate", "year": "2026", "cohort": cohort}
    ).headers["Location"]
    assert sent_on == f"/register/?kind=certificate&year=2026&cohort={cohort}"
    html = client.get(sent_on).content.decode()
    assert '<option value="2026" selected>' in html
    assert f'<option value="{cohort}" selected>' in html
    assert f'href="?kind=certificate&amp;year=2026&amp;cohort={cohort}&amp;state=in_force"' in html
    monkeypatch.setattr(searching, "COUNTED", 2)
    monkeypatch.setattr("certificates.views.listing.COUNTED", 2)
    html = client.get(sent_on).content.decode()
    assert "More than 2 documents" in html
    assert "state=revoked" in html


@pytest.mark.parametrize("address", ["?year=0", "?year=20260", "?cohort=x", "?kind=y&series=z&state=q", "?page=-1"])
def test_an_address_that_asks_for_nothing_known_shows_everything(address: str) -> None:
    document = certificate()
    response = as_user(organiser()).get(reverse("certificates:register") + address)
    assert [each for each, _faces in response.context["rows"]] == [document]


def test_an_export_is_logged_with_its_filters_and_one_that_is_too_long_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    issued("89.5", "88")
    client, address = as_user(organiser()), f"{reverse('certificates:register_export')}?year=2026&kind=certificate"
    assert client.post(address).getvalue().startswith(b"PK")
    assert (event := ExportEvent.objects.get()).filters == "kind=certificate; year=2026"
    assert event.rows == 2
    monkeypatch.setattr(exporting, "LONGEST", 1)
    answer = client.post(address, follow=True)
    assert "More than 1 documents: choose a shorter period" in answer.content.decode()
    assert answer.redirect_chain[0][0].endswith("/register/?year=2026&kind=certificate")
    assert ExportEvent.objects.count() == 1


def test_a_cohort_whose_name_ends_like_a_number_is_found_with_its_documents() -> None:
    stranger = certificate(name="Ақпан-3")
    cohort = certificate(name="Наурыз 2026-1").result.attempt.enrolment.cohort
    of_cohort = {
        document.number_text for document in Document.objects.filter(result__attempt__enrolment__cohort=cohort)
    }
    assert of_cohort <= found("Наурыз 2026-1")
    assert found("сертификат 2026-1") == {stranger.number_text}
