"""Documents come into the register many at once: numbers in blocks, each with a code, a standing and a PDF owed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from certificates import entering, issuing
from certificates.checking import problems
from certificates.codes import is_valid
from certificates.models import Document, RenderJob, Standing
from courses.models import Counter
from courses.numbering import next_number, next_numbers
from people.models import OutboxMessage
from tests.certificates.issued import head, issued, prepared

pytestmark = pytest.mark.django_db


def test_each_series_gives_one_block_of_numbers_in_the_order_of_the_papers() -> None:
    issued("89.5", "44", name="Бұрынғы")
    documents = issued("90", "44", "80", "43", "70")
    assert [(document.kind, document.number) for document in documents] == [
        ("certificate", 2), ("certificate", 3), ("certificate", 4), ("statement", 2), ("statement", 3),
    ]  # fmt: skip
    assert all(document.snapshot["number"] == str(document) for document in documents)
    assert all(document.snapshot["code"] == document.code and is_valid(document.code) for document in documents)
    assert Standing.objects.count() == RenderJob.objects.count() == Document.objects.count() == 7
    assert list(problems()) == []


def test_papers_of_two_years_and_series_are_numbered_in_each() -> None:
    rows = [
        Document(kind=kind, year=year, is_specimen=specimen)
        for kind, year, specimen in [
            ("certificate", 2026, True), ("duplicate", 2026, True), ("statement", 2026, True),
            ("certificate", 2025, True), ("certificate", 2026, False), ("certificate", 2026, True),
        ]
    ]  # fmt: skip
    with transaction.atomic():
        assert entering.take_numbers(rows) == [1, 2, 1, 1, 1, 3]


def test_a_block_continues_where_the_last_number_was() -> None:
    with transaction.atomic():
        assert (next_number("x", 2026), next_numbers("x", 2026, 3), next_number("x", 2026)) == (1, range(2, 5), 5)


@pytest.mark.django_db(transaction=True)
def test_two_issues_at_once_share_no_number_and_leave_no_gap() -> None:
    batches, by, barrier = [prepared(*["44", "89.5"] * 3, name=name) for name in ("Бірі", "Екінші")], head(), Barrier(2)

    def sign(place: int) -> int:
        try:
            barrier.wait()
            return len(issuing.sign(batches[place], by=by))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(sign, range(2))) == [6, 6]
    for kind in ("certificate", "statement"):
        assert sorted(Document.objects.filter(kind=kind).values_list("number", flat=True)) == list(range(1, 7))
    assert set(Counter.objects.filter(kind__startswith="specimen").values_list("next", flat=True)) == {7}


def test_an_issue_costs_as_many_questions_for_one_as_for_thirty() -> None:
    by, counts = head(), []
    issuing.sign(prepared("89.5", name="Бұрынғы"), by=by)  # makes the counters of the year
    for count in (1, 30):
        batch = prepared(*["89.5"] * count, name=f"Топ {count}")
        with CaptureQueriesContext(connection) as queries:
            issuing.sign(batch, by=by)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert OutboxMessage.objects.filter(state="queued").count() == 1 + 1 + 30
