"""The proof that the register is whole names whatever is not, and holds for whatever was issued lawfully."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates import guarding, registering, rendering
from certificates.checking import one_moment, problems
from certificates.management.commands import check_register
from certificates.models import BlankUse, Document, DocumentEvent, DocumentFile, Standing
from certificates.numbering import set_format
from courses.models import Counter
from tests.certificates.issued import certificate, issued, organiser, statement
from tests.guarded import unguarded

pytestmark = pytest.mark.django_db


def lived_through() -> list[Document]:
    """Documents that have been revoked, withheld, printed on a blank, handed over, and written in two formats."""
    documents = issued("89.5", "88", "87", "44")
    rendering.render(documents[0].job.pk)
    registering.revoke(documents[0], by=organiser(), reason="№ 18", reason_class="court")
    registering.withhold(documents[1], by=organiser(), reason="№ 12")
    registering.record_blank(documents[2], series="ОД", number="4512", by=organiser())
    registering.hand_over(documents[2], to="өзіне", on=documents[2].issued_on, by=organiser())
    set_format("certificate", "К-{number:3}/{yy}", by=organiser())
    return [*documents, certificate(), statement()]


def test_whatever_was_issued_lawfully_is_whole() -> None:
    lived_through()
    assert list(problems()) == []


def _number(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(snapshot={**document.snapshot, "number": "2026/1"})


def _day(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(issued_on=document.issued_on - timedelta(days=1))


def _code(document: Document) -> None:
    Standing.objects.filter(document=document).update(code="0" * 15 + "1")
    Document.objects.filter(pk=document.pk).update(
        code="0" * 15 + "1", snapshot={**document.snapshot, "code": "0" * 15 + "1"}
    )


def _event(document: Document) -> None:
    DocumentEvent.objects.filter(document=document).delete()


def _blank(document: Document) -> None:
    """The same letters typed on another keyboard."""
    other = certificate()
    BlankUse.objects.create(document=other, series="OД", number="4512", recorded_by=organiser())
    registering.restate(other)


def _counter(document: Document) -> None:
    Counter.objects.filter(kind__contains="certificate").delete()


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (_number, "is not and was never written 2026/1."),
        (_day, "the row and its snapshot differ."),
        (_code, "0000000000000001 is not a code."),
        (_event, "its standing is not what its events say."),
        (_blank, "the blank OД № 4512 carries document"),
        (_counter, "documents have numbers, but there is no counter."),
    ],
)
def test_whatever_was_done_past_the_guard_is_named(tamper: Callable[[Document], None], said: str) -> None:
    document = certificate()
    registering.revoke(document, by=organiser(), reason="№ 18", reason_class="court")
    registering.record_blank(document, series="ОД", number="4512", by=organiser())
    assert list(problems()) == []
    with unguarded():
        tamper(document)
    found = list(problems())
    assert [problem for problem in found if said in problem], found


def test_a_number_that_a_certificate_and_a_duplicate_share_is_named() -> None:
    first, second = issued("89.5", "88")
    with unguarded():
        Document.objects.filter(pk=second.pk).update(kind="duplicate", number=first.number)
    assert f"two documents have the number {first.number}." in "\n".join(problems())


def test_a_table_without_its_guard_is_named_and_so_is_the_way_to_mend_it() -> None:
    with unguarded():
        found = list(problems())
    assert [problem.split(":")[0] for problem in found] == guarding.tables()
    assert "manage.py migrate" in found[0]


@pytest.mark.parametrize(("verbosity", "told"), [(1, 1), (0, 0)])
def test_how_far_it_is_is_told_now_and_then(monkeypatch: pytest.MonkeyPatch, verbosity: int, told: int) -> None:
    issued("89.5", "88", "87")
    monkeypatch.setattr(check_register, "TOLD_EVERY", 2)
    said = StringIO()
    with suppress(CommandError):  # the orders of the scene are numbered by hand
        call_command("check_register", stdout=said, stderr=StringIO(), verbosity=verbosity)
    assert said.getvalue().count("2 of 3 documents …") == told


def test_stored_files_can_be_left_out() -> None:
    rendering.render(certificate().job.pk)
    with unguarded():
        DocumentFile.objects.update(sha256="0" * 64)
    assert [problem for problem in problems() if "is not what was recorded" in problem]
    assert list(problems(with_files=False)) == []


def test_thirty_documents_take_no_more_questions_than_three() -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert list(problems()) == []
        return len(asked)

    issued(*["89.5"] * 3)
    few = questions()
    issued(*["89.5"] * 27)
    assert questions() == few


@pytest.mark.django_db(transaction=True)
def test_people_go_on_working_while_the_register_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever issues or revokes meanwhile neither waits nor makes a register look broken that is whole."""
    old = certificate()

    def work() -> None:
        try:
            registering.revoke(Document.objects.get(pk=old.pk), by=organiser(), reason="№ 18")
            certificate()
        finally:
            connection.close()

    def after_the_numbers() -> Iterator[str]:
        with ThreadPoolExecutor(1) as somebody:
            somebody.submit(work).result(timeout=30)
        yield from ()

    monkeypatch.setattr("certificates.checking._blanks", after_the_numbers)
    with one_moment():
        assert list(problems()) == []
        assert Document.objects.count() == 1
    assert Document.objects.count() == 2
    monkeypatch.undo()
    assert list(problems()) == []
