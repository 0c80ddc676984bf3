from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from courses import importing, workbooks
from courses.headers import recognise
from courses.models import Cohort, Counter, Enrolment, ListImport, Order
from courses.previewing import preview
from people.languages import speak
from people.models import Person, User
from tests.cast import aigul, daulet, make_cohort, make_person, marat, saule
from tests.courses import lists
from tests.courses.lists import DAMIR, HEADERS, SAULE, csv_of, workbook

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[2] / "docs" / "samples" / "principals.xlsx"


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort(name="Қараша-2", status=Cohort.Status.ENROLLING)


@pytest.fixture
def organiser(client: Client) -> Iterator[Client]:
    user = aigul()
    speak(user, "en")
    client.force_login(user)
    with translation.override("en"):
        yield client


def address(name: str, cohort: Cohort, *args: Any) -> str:
    return reverse(f"courses:import_{name}", args=[cohort.pk, *args])


def send(client: Client, cohort: Cohort, content: bytes, name: str = "list.xlsx") -> Any:
    return client.post(address("upload", cohort), {"file": SimpleUploadedFile(name, content)}, follow=True)


def listed(cohort: Cohort, *rows: Any) -> ListImport:
    return importing.receive(cohort, io.BytesIO(workbook(HEADERS, *rows)), name="list.xlsx", by=None)


def uploaded(cohort: Cohort) -> ListImport:
    """A list as it is after its upload, without a file."""
    content = {
        "sheet": "",
        "others": [],
        "headers": HEADERS,
        "rows": [[2, [str(cell) for cell in DAMIR]]],
        "as_typed": False,
    }
    mapping = {"1": "iin", "2": "full_name", "3": "organisation", "4": "email"}
    return ListImport.objects.create(cohort=cohort, file_name="list.xlsx", digest="0", content=content, mapping=mapping)


def dates(**changes: str) -> dict[str, str]:
    return {"agreement_date": "2026-11-20", "order_date": "2026-11-21", "paper_number": "17-қ", **changes}


def test_from_the_file_to_thirty_people_in_two_pages(organiser: Client, cohort: Cohort) -> None:
    page = send(organiser, cohort, SAMPLE.read_bytes(), "principals.xlsx")
    text = page.content.decode()
    assert page.redirect_chain == [(address("check", cohort, cohort.imports.get().pk), 302)]
    assert "26 people will be admitted" in text
    assert "Admit 26 people" in text
    assert "3 rows with errors are left out" in text
    assert "1 duplicate is merged" in text
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in text
    assert not Person.objects.exists()

    done = organiser.post(address("admit", cohort, cohort.imports.get().pk), dates(), follow=True)
    assert "people admitted" in done.content.decode()
    order = Order.objects.get()
    assert (order.dated, order.paper_number) == (date(2026, 11, 21), "17-қ")
    assert cohort.enrolments.filter(status=Enrolment.Status.ADMITTED, agreement_date=date(2026, 11, 20)).count() == 26


def test_every_row_says_what_is_wrong_with_it_problems_first(organiser: Client, cohort: Cohort) -> None:
    text = send(organiser, cohort, SAMPLE.read_bytes()).content.decode()
    places = [
        text.index(said) for said in ("The IIN is wrong:", "dropped the leading zero", "The same person as in row")
    ]
    assert places == sorted(places)
    assert "<mark>750312200393</mark>" in text
    assert '<mark class="w">0</mark>20305100257' in text
    assert "<mark>empty</mark>" in text
    assert "2 lines hold no person and are passed over:" in text


@pytest.mark.parametrize(
    ("kind", "shown", "hidden"), [("error", "Ибраева", "Байжанов"), ("new", "Байжанов", "Ибраева")]
)
def test_the_chips_show_one_kind_of_rows(organiser: Client, cohort: Cohort, kind: str, shown: str, hidden: str) -> None:
    send(organiser, cohort, SAMPLE.read_bytes())
    page = organiser.get(address("check", cohort, cohort.imports.get().pk), {"kind": kind})
    assert shown in page.content.decode()
    assert hidden not in page.content.decode()


def test_an_update_shows_the_old_value_struck_before_the_new(organiser: Client, cohort: Cohort) -> None:
    make_person(iin=SAULE[1], surname="Нургалиева", given_name="Сауле", patronymic="", email="old@mektep.example")
    text = send(organiser, cohort, workbook(HEADERS, SAULE)).content.decode()
    assert '<span class="was">Нургалиева Сауле</span> Нұрғалиева Сәуле Болатқызы' in text
    assert '<span class="was">old@mektep.example</span> saule@mektep.example' in text
    assert "Will be updated: Full name, Organisation, E-mail." in text


def test_the_same_list_again_offers_no_button(organiser: Client, cohort: Cohort) -> None:
    importing.admit(listed(cohort, SAULE), agreement_date=date(2026, 11, 20), order_date=date(2026, 11, 21), by=None)
    text = send(organiser, cohort, workbook(HEADERS, SAULE)).content.decode()
    assert "There is nobody to admit and nothing to change" in text
    assert 'form="admission"' not in text


def test_a_pressed_button_pressed_again_does_nothing_twice(organiser: Client, cohort: Cohort) -> None:
    row = listed(cohort, SAULE)
    organiser.post(address("admit", cohort, row.pk), dates())
    again = organiser.post(address("admit", cohort, row.pk), dates(), follow=True)
    assert "nothing was done twice" in again.content.decode()
    assert Order.objects.count() == 1


def test_a_wrong_date_is_told_and_nothing_is_recorded(organiser: Client, cohort: Cohort) -> None:
    row = listed(cohort, SAULE)
    page = organiser.post(address("admit", cohort, row.pk), dates(order_date="31.02.2026"))
    assert "Enter a valid date." in page.content.decode()
    assert not Person.objects.exists()


def test_a_mistyped_year_is_told_beside_its_field_and_nothing_is_recorded(organiser: Client, cohort: Cohort) -> None:
    row = listed(cohort, SAULE)
    page = organiser.post(address("admit", cohort, row.pk), dates(order_date="3026-11-21"))
    assert page.context["form"].errors == {"order_date": ["21.11.3026 is more than a week ahead: check the date."]}
    assert not Person.objects.exists()
    assert not Counter.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is a PDF."),
        (lists.zip_of(xl__workbook_xml=b"0" * (101 * 1024 * 1024)), "The file unpacks to more than 100 MB"),
        (lists.two_cells_far_apart(), "The file claims far more cells than a list has."),
        (csv_of(HEADERS, *[SAULE] * 50_000), "The list has more than 5,000 rows"),
        (b"a;b\n" * 3_000_000, "The file is larger than 10 MB."),
        (workbook(SAULE, DAMIR), "No row with column headings was found."),
    ],
    ids=["empty", "pdf", "zip bomb", "far cells", "50,000 rows", "12 MB", "no header"],
)
def test_a_hostile_file_gets_one_sentence_and_changes_nothing(
    organiser: Client, cohort: Cohort, content: bytes, sentence: str
) -> None:
    page = send(organiser, cohort, content)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not ListImport.objects.exists()
    assert not Person.objects.exists()


def test_a_formula_is_never_carried_out_and_its_row_is_left_out(organiser: Client, cohort: Cohort) -> None:
    content = csv_of(HEADERS, (1, SAULE[1], '=HYPERLINK("http://x.example")', *SAULE[3:]))
    text = send(organiser, cohort, content, "list.csv").content.decode()
    assert "The cell “Full name” holds a formula." in text
    assert "HYPERLINK" not in text


def test_what_stands_in_a_cell_is_shown_and_not_run(organiser: Client, cohort: Cohort) -> None:
    row = (1, SAULE[1], "<script>alert(1)</script> Сәуле", *SAULE[3:])
    text = send(organiser, cohort, workbook(HEADERS, row)).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_column_that_was_not_recognised_is_asked_for_and_can_be_named(organiser: Client, cohort: Cohort) -> None:
    content = workbook(("ЖСН", "Аты-жөні", "Қайда істейді"), (SAULE[1], SAULE[2], "№ 7"))
    text = send(organiser, cohort, content).content.decode()
    assert "No column was recognised as: Organisation." in text
    assert "<details open>" in text
    row = cohort.imports.get()
    mapping = {"column_0": "iin", "column_1": "full_name", "column_2": "organisation", "as_suggested": "on"}
    page = organiser.post(address("columns", cohort, row.pk), mapping, follow=True)
    assert "1 person will be admitted" in page.content.decode()
    twice = organiser.post(address("columns", cohort, row.pk), {**mapping, "column_2": "iin"})
    assert "Two columns have the same meaning" in twice.content.decode()


def test_a_suggested_spelling_can_be_declined(organiser: Client, cohort: Cohort) -> None:
    text = send(organiser, cohort, workbook(HEADERS, (1, SAULE[1], "НҰРҒАЛИЕВА СӘУЛЕ", *SAULE[3:]))).content.decode()
    assert '<span class="was">НҰРҒАЛИЕВА СӘУЛЕ</span> Нұрғалиева Сәуле' in text
    row = cohort.imports.get()
    mapping = {f"column_{column}": name for column, name in row.mapping.items()}
    page = organiser.post(address("columns", cohort, row.pk), mapping, follow=True)
    assert '<span class="was">' not in page.content.decode()


def test_a_list_can_be_checked_but_not_admitted_while_the_cohort_takes_nobody(organiser: Client) -> None:
    cohort = make_cohort(status=Cohort.Status.DRAFT)
    text = send(organiser, cohort, workbook(HEADERS, SAULE)).content.decode()
    assert "The cohort takes nobody now" in text
    assert "disabled" in text
    page = organiser.post(address("admit", cohort, cohort.imports.get().pk), dates())
    assert "takes nobody now" in page.content.decode()
    assert not Person.objects.exists()


def test_a_discarded_list_is_forgotten(organiser: Client, cohort: Cohort) -> None:
    row = listed(cohort, SAULE)
    organiser.post(address("discard", cohort, row.pk))
    assert not ListImport.objects.exists()
    assert organiser.get(address("check", cohort, row.pk)).status_code == 404


def test_the_rows_left_out_come_as_a_workbook_that_can_be_mended_and_uploaded(
    organiser: Client, cohort: Cohort
) -> None:
    send(organiser, cohort, SAMPLE.read_bytes())
    response = organiser.get(address("rejected", cohort, cohort.imports.get().pk))
    assert response["Content-Type"] == workbooks.EXCEL
    assert response["Cache-Control"] == "no-store"
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[-2] for row in rows[1:]] == [8, 12, 17]
    assert rows[1][1] == "750312200393"
    assert str(rows[1][-1]).startswith("The IIN is wrong:")
    again = importing.receive(cohort, io.BytesIO(response.content), name="mended.xlsx", by=None)
    assert len(preview(again, today=date(2026, 11, 21)).rejected) == 3


def test_a_cell_that_looks_like_a_formula_leaves_as_text(organiser: Client, cohort: Cohort) -> None:
    content = csv_of(HEADERS, (1, "750312190008", "=1+1", "№ 7", ""))
    send(organiser, cohort, content, "list.csv")
    response = organiser.get(address("rejected", cohort, cohort.imports.get().pk))
    cell = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_template_has_headings_that_are_recognised_in_each_language(
    organiser: Client, cohort: Cohort, language: str
) -> None:
    speak(User.objects.get(email="aigul@institute.example"), language)
    response = organiser.get(address("template", cohort))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    titles = [str(cell.value) for cell in sheet[1]]
    assert [recognise(title) for title in titles] == list(workbooks.TEMPLATE)


def test_a_long_list_comes_in_pages_and_in_as_many_questions_as_a_short_one(
    organiser: Client, cohort: Cohort, django_assert_max_num_queries: Any
) -> None:
    many = listed(cohort, *((n, "", f"Тегі{n} Аты", "№ 7", "") for n in range(120)))
    few = listed(cohort, SAULE)
    many.uploaded_by = None
    for row in (few, many):
        if not ListImport.objects.filter(pk=row.pk).exists():
            row.save()
        with django_assert_max_num_queries(14):
            page = organiser.get(address("check", cohort, row.pk))
        assert page.status_code == 200
    assert "1–50 of 120" in page.content.decode()
    assert "101–120 of 120" in organiser.get(address("check", cohort, many.pk), {"page": "3"}).content.decode()


@pytest.mark.parametrize("name", ["upload", "template", "check", "rejected"])
@pytest.mark.parametrize(("who", "status"), [(aigul, 200), (daulet, 403), (saule, 403), (marat, 403), (None, 302)])
def test_lists_are_for_the_organiser_only(client: Client, cohort: Cohort, name: str, who: Any, status: int) -> None:
    row = uploaded(cohort)
    if who:
        client.force_login(who())
    args = [row.pk] if name in {"check", "rejected"} else []
    assert client.get(address(name, cohort, *args)).status_code == status


@pytest.mark.parametrize("name", ["admit", "discard", "columns"])
@pytest.mark.parametrize(("who", "status"), [(daulet, 403), (saule, 403), (None, 302)])
def test_nobody_else_changes_a_list(client: Client, cohort: Cohort, name: str, who: Any, status: int) -> None:
    row = uploaded(cohort)
    if who:
        client.force_login(who())
    assert client.post(address(name, cohort, row.pk), dates()).status_code == status
    assert ListImport.objects.filter(pk=row.pk, state="uploaded").exists()


def test_a_list_of_another_cohort_is_not_found(organiser: Client, cohort: Cohort) -> None:
    row = uploaded(make_cohort())
    assert organiser.get(address("check", cohort, row.pk)).status_code == 404


def test_a_look_changes_nothing(organiser: Client, cohort: Cohort) -> None:
    row = uploaded(cohort)
    assert organiser.get(address("admit", cohort, row.pk)).status_code == 405
    assert organiser.get(address("discard", cohort, row.pk)).status_code == 405


def test_who_uploaded_what_and_when_stands_on_the_page(organiser: Client, cohort: Cohort) -> None:
    row = uploaded(cohort)
    ListImport.objects.filter(pk=row.pk).update(uploaded_by=User.objects.get())
    text = organiser.get(address("upload", cohort)).content.decode()
    assert "The list “list.xlsx” is not admitted yet" in text
    assert "Айгүл Сейітова" in text


def test_an_empty_cohort_takes_the_file_on_its_own_page(organiser: Client, cohort: Cohort) -> None:
    """Home → cohort, choose the file, check, admit: four clicks."""
    text = organiser.get(reverse("courses:cohort", args=[cohort.pk])).content.decode()
    assert f'action="{address("upload", cohort)}" enctype="multipart/form-data"' in text
    assert 'type="file"' in text
