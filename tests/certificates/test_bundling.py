"""The papers of a cohort at once: streamed, proved before they leave the house, and each time on record."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.contrib.messages import get_messages
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates import bundling, issuing, registering, rendering, storing
from certificates.bundling import Paper, file_name
from certificates.models import Batch, Document, DocumentFile, RenderJob
from certificates.storing import DamagedFile
from people.models import ExportEvent, User
from tests.cast import marat, saule
from tests.certificates.issued import add_result, as_user, head, issued, organiser

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def made(*exact: str, **fields: Any) -> Batch:
    """With its PDFs, or what stands for them where nobody reads one."""
    documents = issued(*exact, **fields)
    for document in documents:
        storing.store(document, b"%PDF-1.7 " + document.number_text.encode()).save()
    RenderJob.objects.filter(document__in=documents).update(state="done", done_at=timezone.now())
    assert documents[0].batch is not None
    return documents[0].batch


def asked(client: Client, batch: Batch, name: str = "batch_zip") -> HttpResponseBase:
    pk = batch.cohort_id if name.startswith("cohort") else batch.pk
    return client.post(reverse(f"certificates:{name}", args=[pk]))


def refused(client: Client, batch: Batch, name: str = "batch_zip") -> str:
    response = asked(client, batch, name)
    assert response.status_code == 302
    assert not ExportEvent.objects.exists()
    return " ".join(str(message) for message in get_messages(response.wsgi_request))  # type: ignore[attr-defined]


def unzipped(response: HttpResponseBase) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(response))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def path_of(document: Document) -> Path:
    return Path(default_storage.path(document.file.key))


@pytest.mark.parametrize("name", ["batch_zip", "cohort_zip"])
def test_a_zip_holds_every_stored_pdf_under_its_number_and_surname(name: str) -> None:
    batch, client = made("89.5", "44"), as_user(organiser())
    response = asked(client, batch, name)
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/zip", "private, no-store")
    held = unzipped(response)
    numbers = [document.number_text for document in Document.objects.order_by("kind")]
    assert list(held) == [f"{number} Нұрғалиева.pdf" for number in numbers]
    stored = set(DocumentFile.objects.values_list("sha256", flat=True))
    assert {sha256(pdf).hexdigest() for pdf in held.values()} == stored
    event = ExportEvent.objects.get()
    what = f"batch={batch.pk}" if name == "batch_zip" else f"cohort={batch.cohort_id}"
    assert (event.list, event.rows, event.filters) == ("papers", 2, what)


@pytest.mark.parametrize("name", ["batch_pdf", "cohort_pdf"])
def test_one_pdf_holds_the_pages_of_all(name: str) -> None:
    batch, client = issued("89.5", "44")[0].batch, as_user(organiser())
    assert batch is not None
    rendering.sweep()
    with pikepdf.open(io.BytesIO(b"".join(asked(client, batch, name)))) as run:
        assert len(run.pages) == 3
    assert ExportEvent.objects.get().list == "print-run"


def test_what_is_not_in_force_is_not_taken_out() -> None:
    batch = made("89.5", "89.5")
    revoked, stands = batch.documents.order_by("number")
    registering.revoke(revoked, by=organiser(), reason="Бұйрық № 3", reason_class="mistake")
    held = unzipped(asked(as_user(organiser()), batch))
    assert [name.partition(" ")[0] for name in held] == [stands.number_text]


def test_a_pdf_that_is_not_made_yet_is_named_and_nothing_is_taken_out() -> None:
    documents = issued("44", "44")
    rendering.render(documents[0].job.pk)
    assert documents[0].batch is not None
    said = refused(as_user(organiser()), documents[0].batch)
    assert f"1 PDF is not made yet: № {documents[1]}." in said


@pytest.mark.parametrize("name", ["batch_zip", "batch_pdf", "cohort_zip", "cohort_pdf"])
def test_a_damaged_or_missing_file_stops_it_and_is_named(name: str) -> None:
    batch = made("44", "44", "44")
    first, second, third = batch.documents.order_by("number")
    path_of(first).write_bytes(b"%PDF-1.7 changed")
    path_of(second).unlink()
    said = refused(as_user(organiser()), batch, name)
    assert "2 stored PDFs are missing or damaged" in said
    assert all((document.number_text in said) is named for document, named in ((first, True), (third, False)))


def test_a_file_that_is_damaged_meanwhile_breaks_the_stream_off() -> None:
    batch = made("44", "44")
    papers = bundling.whole_papers(batch.documents.all())
    stream = bundling.zipped(papers)
    assert next(stream).startswith(b"PK")
    path_of(batch.documents.order_by("number")[1]).write_bytes(b"changed")
    with pytest.raises(DamagedFile):
        list(stream)


def test_a_batch_without_a_document_in_force_has_nothing_to_take_out() -> None:
    batch = made("89.5")
    registering.revoke(batch.documents.get(), by=organiser(), reason="Бұйрық № 3", reason_class="mistake")
    assert "no document in force" in refused(as_user(organiser()), batch)


@pytest.mark.parametrize("name", ["batch_zip", "batch_pdf", "cohort_zip", "cohort_pdf"])
def test_only_the_organiser_takes_papers_out_and_never_by_a_link(name: str) -> None:
    batch = made("44")
    pk = batch.cohort_id if name.startswith("cohort") else batch.pk
    address = reverse(f"certificates:{name}", args=[pk])
    assert Client().post(address)["Location"].startswith(reverse("account_login"))
    trainer = User.objects.get(email="daulet@institute.example")
    for user in (trainer, saule(), head(), marat()):
        assert as_user(user).post(address).status_code == 403
    client = as_user(organiser())
    assert client.get(address).status_code == 405
    assert client.post(reverse(f"certificates:{name}", args=[pk + 999])).status_code == 404
    assert not ExportEvent.objects.exists()


def test_taking_out_costs_the_same_for_one_and_for_thirty() -> None:
    client, counts = as_user(organiser()), []
    client.get(reverse("certificates:register"))
    for count in (1, 30):
        batch = made(*["44"] * count, name=f"Топ {count}")
        with CaptureQueriesContext(connection) as queries:
            assert len(unzipped(asked(client, batch))) == count
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_each_file_is_opened_once_and_the_first_leaves_before_the_second_is(monkeypatch: pytest.MonkeyPatch) -> None:
    batch, opened = made("44", "44", "44"), list[str]()
    plain = FileSystemStorage.open

    def counted(self: FileSystemStorage, name: str, mode: str = "rb") -> File[bytes]:
        opened.append(name)
        return plain(self, name, mode)

    monkeypatch.setattr(FileSystemStorage, "open", counted)
    stream = bundling.zipped(bundling.whole_papers(batch.documents.all()))
    assert next(stream).startswith(b"PK")
    assert len(opened) == 1
    assert b"".join(stream)
    assert len(opened) == len(set(opened)) == 3


def test_a_file_in_a_zip_is_as_old_as_its_paper() -> None:
    batch = made("44")
    with zipfile.ZipFile(io.BytesIO(b"".join(asked(as_user(organiser()), batch)))) as archive:
        [entry] = archive.infolist()
    day = batch.issued_on
    assert entry.date_time[:3] == (day.year, day.month, day.day)


def test_papers_of_support_are_refused_on_their_own_page() -> None:
    batch = made("44")
    Batch.objects.filter(pk=batch.pk).update(support_first=DAY, support_last=DAY + timedelta(days=30))
    path_of(batch.documents.get()).unlink()
    assert asked(as_user(organiser()), batch)["Location"] == reverse("certificates:support", args=[batch.cohort_id])


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([("2026-00137", "Ахметова")], ["2026-00137 Ахметова.pdf"]),
        ([("А/26.5", "Ким-Ли")], ["А-26.5 Ким-Ли.pdf"]),
        ([("7", "a/../b:*?")], ["7 a-..-b.pdf"]),
        ([("7", "Әлі"), ("7", "ӘЛІ"), ("7", "Әлі")], ["7 Әлі.pdf", "7 ӘЛІ (2).pdf", "7 Әлі (3).pdf"]),
    ],
)
def test_files_are_called_by_number_and_surname_and_no_two_alike(
    numbers: list[tuple[str, str]], expected: list[str]
) -> None:
    taken: set[str] = set()
    assert [file_name(Paper(number, surname, DAY, DocumentFile()), taken) for number, surname in numbers] == expected


def test_the_papers_of_a_whole_cohort_are_offered_where_they_came_in_more_than_one_issue() -> None:
    batch, client = made("89.5"), as_user(organiser())
    address, whole = (
        reverse("certificates:batch", args=[batch.cohort_id]),
        reverse("certificates:cohort_zip", args=[batch.cohort_id]),
    )
    once = client.get(address).content.decode()
    assert reverse("certificates:batch_zip", args=[batch.pk]) in once
    assert whole not in once
    add_result(batch.cohort, "44", attested_on=batch.issued_on)
    issuing.sign(issuing.prepare(batch.cohort, issued_on=batch.issued_on, by=organiser()), by=head())
    assert whole in client.get(address).content.decode()
