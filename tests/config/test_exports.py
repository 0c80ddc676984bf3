"""Every list goes out as a workbook of what is filtered now, to organisers alone, and leaves a row that says so."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from courses import enrolling, importing
from courses.models import Cohort, ListImport, Order
from people import outbox
from people.models import ExportEvent, User
from people.roles import Role
from people.workbooks import Column, write_book
from tests.cast import (
    aigul,
    bolat,
    daulet,
    make_cohort,
    make_enrolment,
    make_person,
    make_session,
    make_user,
    marat,
    saule,
)
from tests.certificates.issued import certificate
from tests.courses.lists import HEADERS, SAULE, workbook

pytestmark = pytest.mark.django_db
LISTS: dict[str, Callable[[], str]] = {
    "people": lambda: reverse("people:people_export"),
    "schools": lambda: reverse("people:organisations_export"),
    "outbox": lambda: reverse("people:outbox_export"),
    "cohorts": lambda: reverse("courses:cohorts_export"),
    "participants": lambda: reverse("courses:participants_xlsx", args=[make_cohort().pk]),
    "register": lambda: reverse("certificates:register_export"),
    "consultations": lambda: reverse("postcourse:consultations_export"),
}


@pytest.fixture
def organiser(client: Client) -> User:
    user = aigul()
    client.force_login(user)
    return user


def admitted(cohort: Cohort) -> Order:
    row = make_enrolment(cohort, status="applied")
    day = timezone.localdate()
    return enrolling.admit([row], cohort=cohort, agreement_date=day, order_date=day, by=None)


def with_an_error(cohort: Cohort) -> ListImport:
    file = io.BytesIO(workbook(HEADERS, (SAULE[0], "1", *SAULE[2:])))
    return importing.receive(cohort, file, name="list.xlsx", by=None)


def cells(client: Client, address: str) -> list[list[Any]]:
    response = client.post(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    return CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response))).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("name", LISTS)
def test_only_the_organiser_takes_a_list_and_never_by_a_link(client: Client, name: str) -> None:
    address = LISTS[name]()
    assert client.post(address)["Location"].startswith(reverse("account_login"))
    for user in (daulet(), saule(), bolat(), marat()):
        client.force_login(user)
        assert client.post(address).status_code == 403
    assert not ExportEvent.objects.exists()
    for user in (aigul(), make_user("root@institute.example", Role.ADMINISTRATOR)):
        client.force_login(user)
        assert client.get(address).status_code == 405
        rows = cells(client, address)
        event = ExportEvent.objects.get(by=user)
        assert (event.list, event.rows) == (name, len(rows) - 1)


def test_people_go_out_as_they_are_filtered(client: Client, organiser: User) -> None:
    make_person(surname="Ахметова", email="", iin="001231650008")
    make_person(surname="Мұқан")
    rows = cells(client, reverse("people:people_export") + "?reach=no_email")
    assert [row[:2] for row in rows[1:]] == [["Ахметова Гүлжаһан Өмірбекқызы", "001231650008"]]
    event = ExportEvent.objects.get()
    assert (event.list, event.filters, event.rows, event.by) == ("people", "reach=no_email", 1, organiser)


def test_the_log_has_no_words_that_were_searched_for(client: Client, organiser: User) -> None:
    found = client.post(reverse("people:people"), {"q": "Құпия"})["Location"]
    cells(client, found.replace(reverse("people:people"), reverse("people:people_export")))
    assert ExportEvent.objects.get().filters == "search"


def test_participants_go_out_by_the_status_that_is_shown(client: Client, organiser: User) -> None:
    cohort = make_cohort()
    make_enrolment(cohort, make_person(surname="А"))
    make_enrolment(cohort, make_person(surname="Б"), status="applied")
    address = reverse("courses:participants_xlsx", args=[cohort.pk])
    assert len(cells(client, address)) == 3
    assert [str(row[2])[0] for row in cells(client, f"{address}?status=applied")[1:]] == ["Б"]
    assert client.post(reverse("courses:participants_xlsx", args=[987654])).status_code == 404


def test_the_register_and_the_outbox_go_out(client: Client, organiser: User) -> None:
    document = certificate()
    outbox.post(cause="c", kind="test", language="kk", subject="=1+1", text="Мәтін", person=make_person(email=""))
    register = cells(client, reverse("certificates:register_export") + "?kind=certificate")
    assert [row[0] for row in register[1:]] == [str(document)]
    assert not cells(client, reverse("certificates:register_export") + "?kind=statement")[1:]
    letters = cells(client, reverse("people:outbox_export") + "?show=to_post")
    assert letters[1][2] == "=1+1"


def test_a_cell_never_becomes_a_formula() -> None:
    file = io.BytesIO()
    dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "https://x.example", "007"]
    assert write_book(file, "[Тізім]: *", [Column("a")], [[each] for each in dangerous]) == len(dangerous)
    sheet = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    assert ("<f>" in sheet, "hyperlink" in sheet) == (False, False)
    assert 'quotePrefix="1"' in zipfile.ZipFile(file).read("xl/styles.xml").decode()
    file.seek(0)
    assert [row[0] for row in CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[1:]] == dangerous


@pytest.mark.parametrize("name", ["'24", "1-топ 'Бастау'", "'", "History"])
def test_any_name_of_a_cohort_can_be_a_sheet_s(client: Client, organiser: User, name: str) -> None:
    make_enrolment(cohort := make_cohort(name=name))
    assert len(cells(client, reverse("courses:participants_xlsx", args=[cohort.pk]))) == 2


@pytest.mark.parametrize("name", ["people", "schools", "participants", "cohorts"])
def test_thirty_rows_cost_no_more_queries_than_one(client: Client, organiser: User, name: str) -> None:
    cohort = make_cohort()
    address = reverse("courses:participants_xlsx", args=[cohort.pk]) if name == "participants" else LISTS[name]()

    def rows(n: int) -> int:
        for _ in range(n):
            make_enrolment(cohort)
            make_cohort()
        with CaptureQueriesContext(connection) as queries:
            client.post(address)
        return len(queries)

    assert rows(1) == rows(29)


@pytest.mark.parametrize("name", ["journal_pdf", "journal_xlsx", "participants_pdf", "order_pdf", "rows"])
def test_what_goes_out_on_paper_or_in_its_own_form_is_on_record_too(client: Client, organiser: User, name: str) -> None:
    cohort = make_cohort(status="enrolling")
    make_session(cohort)
    for _ in range(2):
        make_enrolment(cohort)
    addresses: dict[str, Callable[[], tuple[str, str, str, int]]] = {
        "journal_pdf": lambda: (reverse("courses:journal_pdf", args=[cohort.pk, "kk"]), "journal", "; pdf", 2),
        "journal_xlsx": lambda: (reverse("courses:journal_xlsx", args=[cohort.pk, "kk"]), "journal", "", 2),
        "participants_pdf": lambda: (
            reverse("courses:participants_pdf", args=[cohort.pk]), "participants", "; pdf", 2
        ),
        "order_pdf": lambda: (reverse("courses:order_pdf", args=[admitted(cohort).pk]), "order", "; pdf", 1),
        "rows": lambda: (
            reverse("courses:import_rejected", args=[cohort.pk, with_an_error(cohort).pk]), "rows-left-out", "", 1
        ),
    }  # fmt: skip
    address, kind, how, rows = addresses[name]()
    assert client.get(address).status_code == 200
    event = ExportEvent.objects.get()
    assert (event.list, event.filters, event.rows, event.by) == (kind, f"cohort={cohort.pk}{how}", rows, organiser)
    assert client.post(address).status_code == 405
    assert ExportEvent.objects.count() == 1
