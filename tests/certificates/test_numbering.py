"""A provider chooses how its numbers are written, for what is issued afterwards."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from certificates.checking import problems
from certificates.models import Document, NumberFormat
from certificates.numbering import set_format
from certificates.numbers import number_text, patterns_in_force
from courses.models import Counter
from people.roles import Role
from tests.cast import make_user, marat
from tests.certificates.issued import as_user, certificate, issued, organiser, statement

pytestmark = pytest.mark.django_db
TODAY = "2026-11-20 12:00+05:00"


@pytest.fixture
def real(settings: Settings) -> None:
    settings.DOCUMENTS_ARE_SPECIMENS = False


@pytest.mark.parametrize(
    ("kind", "is_specimen", "text"),
    [
        ("certificate", False, "2026-00137"),
        ("duplicate", False, "2026-00137"),
        ("statement", False, "А-2026-00137"),
        ("support", False, "Қ-2026-00137"),
        ("certificate", True, "ҮЛГІ-2026-00137"),
        ("support", True, "ҮЛГІ-Қ-2026-00137"),
    ],
)
def test_until_somebody_chooses_numbers_are_written_as_ever(kind: str, is_specimen: bool, text: str) -> None:
    assert number_text(kind, 2026, 137, is_specimen=is_specimen) == text


@time_machine.travel(TODAY)
def test_a_change_holds_for_what_is_issued_afterwards_and_the_register_stays_whole(real: None) -> None:
    before = certificate()
    set_format("certificate", "ОДИ-{number:4}/{yy}", by=organiser())
    after = certificate()
    duplicates = patterns_in_force()["certificate"]
    assert (before.number_text, after.number_text) == ("2026-00001", "ОДИ-0002/26")
    assert duplicates == "ОДИ-{number:4}/{yy}"
    assert statement().number_text == "А-2026-00001"
    set_format("certificate", "{year}-{number:5}", by=organiser())
    assert certificate().number_text == "2026-00003"
    assert list(problems()) == []


@pytest.mark.parametrize(
    ("series", "pattern", "refusal"),
    [
        ("certificate", "{year}", "Name the year and the running number"),
        ("certificate", "{year}-{number:8}", "up to 7 digits"),
        ("certificate", "{year}{number:5}", "Put a sign between"),
        ("certificate", "ОҚУДАМУ-{year}-{number}-ИН", "At most 8 letters and signs"),
        ("certificate", "№{year}-{number}", "hyphens, slashes and dots only"),
        ("certificate", "漢-{year}-{number}", "has no letter “漢”"),
        ("certificate", "үлгі-{year}-{number}", "marks specimens"),
        ("certificate", "A-{year}-{number:3}", "another series, now or earlier: Statements of attendance"),
        ("statement", "{yy}-{number}", "another series, now or earlier: Certificates and their duplicates"),
        ("certificate", "{number:4}-{year}", "the other way round"),
        ("certificate", "{year}-{number:5}", "written so already"),
    ],
)
def test_a_format_is_refused_with_a_sentence(series: str, pattern: str, refusal: str) -> None:
    with pytest.raises(ValidationError, match=refusal):
        set_format(series, pattern, by=organiser())
    assert not NumberFormat.objects.exists()


def test_what_another_series_was_once_written_by_is_never_free_again() -> None:
    set_format("statement", "СП/{year}-{number}", by=organiser())
    with pytest.raises(ValidationError, match="Statements of attendance"):
        set_format("certificate", "А-{year}-{number:5}", by=organiser())


def test_who_saves_second_is_told_that_somebody_was_first() -> None:
    set_format("certificate", "К-{year}-{number}", by=organiser(), seen=0)
    with pytest.raises(ValidationError, match="Somebody else has changed this format"):
        set_format("certificate", "Л-{year}-{number}", by=organiser(), seen=0)


def test_the_database_refuses_a_number_that_is_printed_on_another_document() -> None:
    first, second = issued("89.5", "88")
    twin = {field: getattr(second, field) for field in ("kind", "is_specimen", "year", "result", "person", "issued_on")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(
            **twin, number=99, code="0" * 16, valid_through=date(2029, 1, 1), supersedes=second,
            snapshot={**second.snapshot, "number": first.number_text},
        )  # fmt: skip


# ---- the pages -------------------------------------------------------------------------------------------------------
def page(name: str, *args: str) -> str:
    return reverse(f"certificates:{name}", args=args)


@time_machine.travel(TODAY)
def test_the_page_says_what_holds_the_next_number_and_who_changed_it() -> None:
    Counter.objects.create(kind="certificate", year=2026, next=138, first=1)
    set_format("certificate", "К-{year}-{number:5}", by=organiser())
    html = as_user(organiser()).get(page("numbers")).content.decode()
    for said in ("К-2026-00138", "ҮЛГІ-К-2026-00001", "А-2026-00001", "{year}-{number:5}", "Айгүл Сейітова"):
        assert said in html


@time_machine.travel(TODAY)
def test_the_next_number_is_shown_before_anything_is_saved() -> None:
    client, address = as_user(organiser()), page("number_format", "certificate")
    html = client.post(address, {"pattern": "{number:3}/{yy}-К", "seen": 0, "show": "1"}).content.decode()
    assert "001/26-К" in html
    assert "not saved yet" in html
    assert not NumberFormat.objects.exists()
    assert "Put a sign between" in client.post(address, {"pattern": "{number}{yy}", "show": "1"}).content.decode()
    answer = client.post(address, {"pattern": "{number:3}/{yy}-К", "seen": 0}, follow=True)
    assert "From now on numbers are written so." in answer.content.decode()
    assert NumberFormat.objects.get().set_by == organiser()


def test_a_format_is_the_organisers_and_a_series_that_is_none_is_not_there() -> None:
    addresses = [page("numbers"), page("number_format", "certificate")]
    assert [Client().get(each).status_code for each in addresses] == [302, 302]
    stranger = as_user(marat())
    assert [stranger.get(each).status_code for each in addresses] == [403, 403]
    trainer = as_user(make_user("trainer@institute.example", Role.TRAINER))
    assert [trainer.post(each).status_code for each in addresses] == [403, 403]
    assert as_user(organiser()).get(page("number_format", "orders")).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_however_often_a_format_was_changed(
    django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for place in range(count):
        set_format("certificate", f"{'КЛ'[place % 2]}-{{year}}-{{number}}", by=organiser())
    client = as_user(organiser())
    with django_assert_max_num_queries(12):
        assert client.get(page("numbers")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_who_choose_the_same_numbers_for_two_series_at_once_one_is_refused() -> None:
    by = organiser()

    def choose(series: str) -> Callable[[], object]:
        return lambda: set_format(series, "К-{year}-{number}", by=by)

    started = Barrier(2)

    def run(act: Callable[[], object]) -> str:
        started.wait(timeout=30)
        try:
            with translation.override("en"):
                act()
        except ValidationError as refusal:
            return refusal.messages[0][:45]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(run, [choose("certificate"), choose("statement")]))
    assert said == ["", "Numbers like these belong to another series, "]
    assert NumberFormat.objects.count() == 1
