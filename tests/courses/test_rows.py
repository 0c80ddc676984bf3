from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation

from courses.headers import Field
from courses.listed import Check, RowCheck
from courses.rows import check
from courses.sheets import Row

TODAY = date(2026, 11, 21)
FIELDS = (Field.IIN, Field.FULL_NAME, Field.ORGANISATION, Field.EMAIL, Field.BIRTH_DATE, Field.PHONE, Field.BIN)
MAPPING = dict(enumerate(FIELDS, start=1))
SAULE = ("1", "750312190004", "Нұрғалиева Сәуле Болатқызы", "№ 7 лицей", "saule@mektep.example")
DAMIR = ("2", "920229290600", "Ахметов Дамир", "№ 8 мектеп", "damir@mektep.example")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def checked(*rows: tuple[str, ...], as_typed: bool = False) -> Check:
    lines = [Row(number, row) for number, row in enumerate(rows, start=2)]
    return check(lines, MAPPING, today=TODAY, as_typed=as_typed)


def one(*cells: str, as_typed: bool = False) -> RowCheck:
    (row,) = checked(cells, as_typed=as_typed).rows
    return row


def found(row: RowCheck) -> list[tuple[str, str]]:
    return [(problem.level.value, problem.code) for problem in row.problems]


def test_a_good_row_has_nothing_to_say() -> None:
    row = one(*SAULE, "12.03.1875", "8 701 123 45 67")
    assert row.problems == ()
    assert row.values.full_name == "Нұрғалиева Сәуле Болатқызы"
    assert row.values.phone == "+77011234567"
    assert row.values.birth_date == date(1875, 3, 12)


def test_a_silent_list_takes_the_date_of_birth_from_the_iin() -> None:
    assert one(*SAULE).values.birth_date == date(1875, 3, 12)


@pytest.mark.parametrize(
    ("changes", "expected", "sentence"),
    [
        ({1: ""}, [("error", "iin_missing")], "No IIN. Write the 12 digits from the identity document."),
        ({1: "750312190008"}, [("error", "iin_flaw")],
         "The IIN is wrong: The last, check digit does not match. Compare the number with the identity document."),
        ({1: "250340900008"}, [("error", "iin_flaw")],
         "The IIN is wrong: This is the BIN of an organisation, not the IIN of a person."),
        ({2: ""}, [("error", "surname_missing")], "No surname. Write it as in the identity document."),
        ({2: "Ибраева"}, [("error", "given_name_missing")],
         "No given name. Surname and given name must be two separate words."),
        ({2: "Ибраева А. Б."}, [("error", "initials")],
         "The given name is only initials. The certificate needs the full name from the identity document."),
        ({2: "Н?р?алиева Сәуле"}, [("error", "letters_lost")],
         "Letters of the name were lost when the file was saved. Save the list as .xlsx and upload it again."),
        ({2: "А" * 101 + " Сәуле"}, [("error", "too_long"), ("note", "capitals")],
         "The cell “Surname” is too long. At most 100 characters fit."),
        ({3: ""}, [("error", "organisation_missing")], "No organisation. Write the name of the school or its BIN."),
        ({3: "=A1"}, [("error", "formula")],
         "The cell “Organisation” holds a formula. Replace it with its value: formulas are never carried out."),
        ({3: "#REF!"}, [("error", "error_value")],
         "The cell “Organisation” shows #REF!. Mend the formula or write the value itself."),
        ({4: ""}, [("warning", "email_missing")],
         "No e-mail. The person can be admitted; you will hand over the papers yourself."),
        ({4: "saule@"}, [("warning", "email_invalid")], "“saule@” is no e-mail address; it is left out."),
        ({4: "#N/A"}, [("warning", "error_value")],
         "The cell “E-mail” shows #N/A. Mend the formula or write the value itself."),
        ({5: "03.12.1875"}, [("warning", "birth_date_differs")],
         "The date of birth in the file (03.12.1875) does not agree with the IIN. This does not prevent admission."),
        ({5: "күзде"}, [("warning", "birth_date_unclear")],
         "“күзде” is no date of birth; the one in the IIN is taken."),
        ({6: "123"}, [("warning", "phone_unclear")], "“123” is no telephone number; it is left out."),
        ({7: "250340900009"}, [("warning", "bin_flaw")],
         "The BIN is wrong and is left out: The last, check digit does not match. "
         "Compare the number with the identity document."),
        ({2: "Нұpғалиева Сәуле"}, [("warning", "look_alikes")],
         "Latin letters (p) stand among Cyrillic ones. Suggested spelling: Нұрғалиева Сәуле"),
        ({2: "НҰРҒАЛИЕВА Сәуле"}, [("note", "capitals")], "Capital letters. Suggested spelling: Нұрғалиева Сәуле"),
        ({2: "Нұрғалиева2 Сәуле"}, [("warning", "name_characters")],
         "The name has a character that names do not have: 2 Check the spelling."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_what_to_do(
    changes: dict[int, str], expected: list[tuple[str, str]], sentence: str
) -> None:
    cells = [changes.get(column, cell) for column, cell in enumerate((*SAULE, "", "", ""))]
    row = one(*cells)
    assert found(row) == expected
    assert row.problems[0].sentence == sentence


@pytest.mark.parametrize("blank", ["-", "—", "жоқ", "Нет"])
def test_a_dash_is_nothing_and_no_mistake(blank: str) -> None:
    row = one(*SAULE, "", blank)
    assert row.problems == ()
    assert row.values.phone == ""


def test_the_lost_leading_zero_is_put_back_and_said() -> None:
    row = one("1", "20305100019", *SAULE[2:])
    assert (row.values.iin, found(row)) == ("020305100019", [("warning", "zero_restored")])


def test_a_bin_alone_names_the_school() -> None:
    row = one(*SAULE[:3], "", SAULE[4], "", "", "250340900008")
    assert (row.values.bin, row.problems) == ("250340900008", ())


def test_a_suggested_spelling_is_taken_unless_the_name_is_to_stay_as_typed() -> None:
    cells = ("1", "750312190004", "НҰPҒАЛИЕВА СӘУЛЕ", "№ 7", "a@mektep.example")  # a Latin P
    mended, kept = one(*cells), one(*cells, as_typed=True)
    assert (mended.values.full_name, mended.name_as_typed) == ("Нұрғалиева Сәуле", "НҰPҒАЛИЕВА СӘУЛЕ")
    assert (kept.values.full_name, kept.name_as_typed) == ("НҰPҒАЛИЕВА СӘУЛЕ", "")


def test_three_columns_are_believed_where_a_full_name_stands_beside_them() -> None:
    mapping = {0: Field.IIN, 1: Field.SURNAME, 2: Field.GIVEN_NAME, 3: Field.PATRONYMIC, 4: Field.FULL_NAME}
    row = Row(2, ("750312190004", "Ким", "Анна", "", "Ким-Ли Анна Сергеевна"))
    (only,) = check([row], mapping, today=TODAY).rows
    assert only.values.full_name == "Ким Анна Сергеевна"


def test_the_same_person_twice_is_one_and_the_first_row_is_completed_by_the_second() -> None:
    first, second = checked(SAULE[:4], SAULE).rows
    assert (found(first), first.values.email) == ([], "saule@mektep.example")
    assert (found(second), second.duplicate_of) == ([("note", "duplicate")], 2)
    assert second.problems[0].sentence == "The same person as in row 2. Admitted once."


def test_a_second_row_may_supply_what_the_first_lacked_to_be_admitted() -> None:
    first, _second = checked(("1", *SAULE[1:3], "", ""), SAULE).rows
    assert not first.has_errors
    assert first.values.organisation == "№ 7 лицей"


def test_a_name_spelt_differently_in_the_second_row_is_pointed_out() -> None:
    _first, second = checked(SAULE, ("2", SAULE[1], "Нургалиева Сауле Ермековна", *SAULE[3:])).rows
    assert found(second) == [("warning", "duplicate_differs")]
    assert "Нұрғалиева Сәуле Болатқызы" in second.problems[0].sentence


def test_somebody_elses_name_under_the_same_iin_is_an_error_and_not_a_duplicate() -> None:
    first, second = checked(SAULE, ("2", SAULE[1], *DAMIR[2:])).rows
    assert not first.has_errors
    assert found(second) == [("error", "iin_of_another")]
    assert second.duplicate_of is None


def test_rows_without_an_iin_are_not_taken_for_one_person() -> None:
    rows = checked(("1", "", *SAULE[2:]), ("2", "", *DAMIR[2:])).rows
    assert [found(row) for row in rows] == [[("error", "iin_missing")]] * 2


def test_an_address_shared_within_the_list_is_said_on_both_rows() -> None:
    rows = checked(SAULE, (*DAMIR[:4], "SAULE@mektep.example")).rows
    assert [found(row) for row in rows] == [[("warning", "email_shared")]] * 2
    assert [problem.params["row"] for row in rows for problem in row.problems] == ["3", "2"]


@pytest.mark.parametrize(
    "line",
    [
        ("Барлығы: 30",), ("", "Итого", "30"), ("Қарағанды қаласы",), ("", "", "", "", "Жауапты: А. Сейітова"),
        ("Всего человек:", "", "30"),
    ],
)  # fmt: skip
def test_totals_headings_and_signatures_are_no_people_but_are_told(line: tuple[str, ...]) -> None:
    result = checked(SAULE, line)
    assert [row.number for row in result.rows] == [2]
    assert [row.number for row in result.skipped] == [3]


def test_the_line_that_counts_the_columns_is_passed_over() -> None:
    result = checked(("1", "2", "3", "4", "5"), SAULE)
    assert ([row.number for row in result.rows], result.skipped) == ([3], ())


def test_a_numbered_row_with_a_name_only_is_a_person_whose_data_are_missing() -> None:
    row = one("7", "", "Ибраева Айша", "", "")
    assert [code for level, code in found(row) if level == "error"] == ["iin_missing", "organisation_missing"]
