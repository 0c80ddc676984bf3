"""Of the rows of uploaded lists each is told, and taken out, with the human whose it is: never with a neighbour."""

from __future__ import annotations

import pytest

from config.data_subject import sheet_of
from config.erasure import erase
from courses.models import ListImport
from people.models import Person
from people.registering import amend_person, register_person
from tests.cast import iin, make_cohort, make_person
from tests.config.lived import administrator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

HERS = "050101600017"  # with the zero that a spreadsheet takes off
MAILBOX = "a@b.kz"


def listed(*rows: list[str]) -> ListImport:
    content = {"sheet": "1", "others": [], "headers": [], "as_typed": False, "rows": list(enumerate(rows, 2))}
    return ListImport.objects.create(
        cohort=make_cohort(), file_name="tizim.xlsx", digest="0" * 64, mapping={}, content=content
    )


def aijan() -> Person:
    return make_person(iin=HERS, surname="Серікова", given_name="Айжан", email=MAILBOX)


def told(person: Person, *, own: bool) -> list[str]:
    """The rows of lists on their sheet, by what they say last."""
    parts = {part.title: part.lines for part in sheet_of(person, own=own).parts}
    return [line.said.splitlines()[-1] for line in parts["Rows of uploaded lists"]]


def left_in(listed: ListImport) -> list[list[str]]:
    listed.refresh_from_db()
    return [cells for _number, cells in listed.content["rows"]]


@pytest.mark.parametrize(
    ("typed", "name", "mailbox", "is_hers"),
    [
        (HERS, "somebody", "", True),
        ("50101600017", "somebody", "", True),
        ("050101 600017", "somebody", "", True),
        ("050101600018", "Серікова Айжан", "", True),
        ("050101600071", "АЙЖАН СЕРІКОВА", "", True),
        ("05010160017", "Серікова Айжан", "", True),
        ("0501016000177", "Серікова Айжан", "", True),
        ("", "Серікова Айжан", "A@b.kz", True),
        ("111111111111", "Серікова Айжан", "x@y.kz, a@b.kz", True),
        ("", "Серікова Айжан", "", False),
        ("111111111111", "Серікова Айжан", "", False),
        ("111111111111", "Оспанова Дана", MAILBOX, False),
        ("050101600018", "Оспанова Дана", MAILBOX, False),
        ("", "Серікова Айжан", "diana@b.kz", False),
        ("", "Серікова Айжаннұр", MAILBOX, False),
        (iin(1001), "Серікова Айжан", MAILBOX, False),
    ],
)
def test_a_row_is_somebodys_by_iin_or_by_the_name_and_one_thing_more(
    typed: str, name: str, mailbox: str, *, is_hers: bool
) -> None:
    person, row = aijan(), ["1", typed, name, mailbox, "директор"]
    upload = listed(row)
    assert bool(told(person, own=False)) is is_hers
    erase(person, typed=person.iin, by=administrator())
    assert left_in(upload) == ([] if is_hers else [row])


def test_the_name_may_stand_in_cells_of_its_own_and_the_school_is_no_given_name() -> None:
    person = aijan()
    listed(["Серікова", "Айжан Болатқызы", "№ 5 мектеп", MAILBOX])
    listed(["Серікова", "Дана", "«Қыз Айжан» мектебі", MAILBOX])
    assert told(person, own=False) == ["Серікова; Айжан Болатқызы; № 5 мектеп; a@b.kz"]


def test_on_their_own_sheet_people_read_the_rows_with_their_iin_alone() -> None:
    person = aijan()
    listed([HERS, "Серікова Айжан"], ["50101 600017", "Айжан"], ["050101600018", "Серікова Айжан", MAILBOX])
    assert told(person, own=True) == [f"{HERS}; Серікова Айжан", "50101 600017; Айжан"]
    assert len(told(person, own=False)) == 3


def test_an_iin_that_was_put_right_is_the_neighbours_whose_it_always_was() -> None:
    """The organiser took the number of the next line, put it right, and registered the neighbour."""
    by, mine, hers = administrator(), iin(1002), iin(1001)
    person = register_person(iin=hers, surname="Серіков", given_name="Арман", email="school@x.kz", by=by)
    amend_person(person, iin=mine, by=by)
    register_person(iin=hers, surname="Ахметова", given_name="Айгүл", email="aigul@x.kz", by=by)
    neighbours = [hers, "Ахметова Айгүл", "aigul@x.kz"]
    upload = listed([mine, "Серіков Арман"], neighbours, ["", "Оспанова Дана", "school@x.kz"])
    assert told(person, own=True) == told(person, own=False) == [f"{mine}; Серіков Арман"]
    erase(Person.objects.get(pk=person.pk), typed=mine, by=by)
    assert left_in(upload) == [neighbours, ["", "Оспанова Дана", "school@x.kz"]]
