"""What is held on a person is told to whoever may ask for it: all of it, in one page and one workbook."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from config.data_subject import Sheet, sheet_of
from courses.models import CarriedHours, Discrepancy
from people.merging import merge, undo
from people.models import ExportEvent, Person, User, UserEvent
from people.roles import Role
from tests.cast import DECISIONS, aigul, daulet, make_cohort, make_enrolment, make_person, make_user, marat, saule
from tests.config.lived import live_on, make_lived
from tests.config.reachable import reachable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

# What hangs on a person and has no lines of its own: why not.
NOT_TOLD = {
    "account.EmailConfirmation": "no address is confirmed by a link in this house: it stays empty",
    "assessment.HistoricalDefence": "the place and the outcome as they stand are told",
    "assessment.HistoricalMark": "a mark that was tapped and put right before it was handed in was never given",
    "assessment.HistoricalReview": "the appeal as it was asked and decided is told",
    "assessment.HistoricalSheet": "the sheet as it was handed in is told",
    "postcourse.HistoricalPlan": "the plan as it stands is told",
    "postcourse.TakenTime": "the times are those of the consultations, which are told",
}
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


def told(sheet: Sheet) -> str:
    return "\n".join(f"{line.what}\n{line.said}" for part in sheet.parts for line in part.lines)


def test_everything_that_anybody_typed_about_a_person_stands_on_their_sheet() -> None:
    lived = make_lived()
    # The one for the staff has the row of a list, too, that may be a namesake's.
    said = told(sheet_of(lived.person, own=True)) + told(sheet_of(lived.person, own=False))
    assert [word for word in lived.words if word not in said] == [lived.secret, *lived.untold]
    assert lived.untold, "somebody reported a paper with their code"
    assert "Бұрынғыева" in said, "the surname of old"
    assert "Дәулет Оспанов" in said, "who wrote it"


def test_no_kind_of_row_that_hangs_on_a_person_is_left_out() -> None:
    lived = make_lived()
    with CaptureQueriesContext(connection) as asked:
        sheet_of(lived.person, own=True)
    tables = {table for query in asked for table in TABLE.findall(query["sql"])}
    left_out = {model._meta.label for model in reachable() if model._meta.db_table not in tables}
    assert left_out == set(NOT_TOLD)


def test_a_sheet_costs_as_much_with_one_row_of_a_kind_as_with_thirty() -> None:
    lived = make_lived()
    with CaptureQueriesContext(connection) as few:
        sheet_of(lived.person, own=True)
    for n in range(30):
        live_on(lived, n)
    with CaptureQueriesContext(connection) as many:
        sheet = sheet_of(lived.person, own=True)
    many_lines = {part.title for part in sheet.parts if len(part.lines) > 30}
    assert {"Courses", "Applications", "Work that was handed in", "Results", "Consultations"} <= many_lines
    assert len(many) == len(few)
    assert len(few) <= 117


def test_the_staff_do_not_read_how_somebody_rated_themselves() -> None:
    lived = make_lived()
    [rated] = [part for part in sheet_of(lived.person, own=False).parts if part.title == "Self-assessments"]
    assert {line.said for line in rated.lines} == {"Only the person sees it."}


def test_carried_hours_of_the_named_line_are_told_under_its_title_and_not_as_the_modules() -> None:
    cohort = make_cohort(name="Күз", decisions={**DECISIONS, "H": "named_line"})
    extra = {"title_kk": "Қосымша", "title_ru": "Дополнительно", "title_en": "Extra hours", "lecture": 1,
             "practice": 2, "self_study": 1}  # fmt: skip
    Discrepancy.objects.filter(version=cohort.version, code="H").update(
        readings=[{"key": "named_line", "extra": extra}]
    )
    enrolment, module = make_enrolment(cohort), cohort.version.modules.get(order=6)
    for is_extra in (False, True):
        CarriedHours.objects.create(
            enrolment=enrolment, module=module, is_extra=is_extra, kind="lecture", hours=1 + is_extra
        )
    [part] = [part for part in sheet_of(enrolment.person, own=True).parts if "transfer" in part.title]
    assert [(line.what, line.said[-1]) for line in part.lines] == [("Күз: Module 6", "1"), ("Күз: Extra hours", "2")]


def test_an_organiser_opens_the_sheet_from_the_page_of_the_person(client: Client) -> None:
    person = make_person(surname="Нұрғалиева", phone="+7 701 000 00 01")
    client.force_login(aigul())
    assert (
        reverse("data_sheet", args=[person.pk])
        in client.get(reverse("people:person", args=[person.pk])).content.decode()
    )
    page = client.get(reverse("data_sheet", args=[person.pk])).content.decode()
    assert "+7 701 000 00 01" in page
    assert "Nothing of the kind is held" in page


def test_the_sheet_of_a_merged_record_is_that_of_the_kept_one(client: Client) -> None:
    organiser, kept, merged = aigul(), make_person(), make_person(surname="Екіншіева")
    merge(merged, kept, by=organiser)
    client.force_login(organiser)
    answer = client.get(reverse("data_sheet", args=[merged.pk]))
    assert answer["Location"] == reverse("data_sheet", args=[kept.pk])
    assert "Екіншіева" in client.get(answer["Location"]).content.decode()


def test_the_address_of_somebody_else_by_a_merge_taken_back_is_on_nobody_elses_sheet() -> None:
    by, person, other = aigul(), make_person(email=""), make_person(email="basqa@x.kz")
    # An administrator ended the sign-in: it keeps its person, and followed the address for a while.
    make_user("1@sign-in.invalid", person=person, is_active=False)
    undo(merge(other, person, by=by), by=by)
    assert UserEvent.objects.filter(user__person=person, new="basqa@x.kz").exists()
    assert "basqa@x.kz" not in told(sheet_of(Person.objects.get(pk=person.pk), own=True))
    assert "basqa@x.kz" in told(sheet_of(Person.objects.get(pk=other.pk), own=True))


@pytest.mark.parametrize("name", ["data_sheet", "data_sheet_export"])
def test_nobody_else_reads_the_sheet_of_another(client: Client, name: str) -> None:
    address = reverse(name, args=[make_person().pk])
    ask = client.get if name == "data_sheet" else client.post
    assert ask(address).status_code == 302
    for user in (daulet(), marat(), saule()):
        client.force_login(user)
        assert ask(address).status_code == 403
    client.force_login(aigul())
    assert ask(reverse(name, args=[10_000])).status_code == 404


def test_everybody_reads_and_takes_their_own_sheet(client: Client) -> None:
    user = saule()
    client.force_login(user)
    assert reverse("my_data") in client.get("/").content.decode()
    page = client.get(reverse("my_data")).content.decode()
    assert user.person is not None
    assert user.person.iin in page
    assert cells(client.post(reverse("my_data_export"))) >= {user.person.full_name, user.person.iin}
    event = ExportEvent.objects.get()
    assert (event.list, event.filters, event.by) == ("data-subject", f"person={user.person.pk}", user)
    assert client.get(reverse("my_data_export")).status_code == 405


def test_who_is_on_no_record_has_no_sheet(client: Client) -> None:
    client.force_login(daulet())
    assert client.get(reverse("my_data")).status_code == 404
    assert reverse("my_data") not in client.get(reverse("mfa_index")).content.decode()


def test_the_workbook_has_what_the_page_has_and_is_on_record(client: Client) -> None:
    lived, organiser = make_lived(), make_organiser()
    client.force_login(organiser)
    found = cells(client.post(reverse("data_sheet_export", args=[lived.person.pk])))
    sheet = sheet_of(lived.person, own=False)
    assert {line.what for part in sheet.told for line in part.lines} <= found
    assert ExportEvent.objects.get().rows == sum(len(part.lines) for part in sheet.told)


def make_organiser() -> User:
    return make_user("second@institute.example", Role.ORGANISER)


def cells(answer: Any) -> set[str]:
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    text = {str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row}
    return text | {part for cell in text for line in cell.splitlines() for part in line.split(": ")}
