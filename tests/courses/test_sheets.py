import io
import random
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from courses import sheets
from courses.headers import Field
from courses.rows import check
from courses.sheets import Row, Sheet
from tests.courses import lists
from tests.courses.lists import DAMIR, HEADERS, SAULE, csv_of, workbook

FILES = Path(__file__).with_name("files")
TODAY = date(2026, 11, 21)
NAMED = {1: Field.IIN, 2: Field.FULL_NAME, 3: Field.ORGANISATION, 4: Field.EMAIL}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read(content: bytes) -> Sheet:
    return sheets.read(io.BytesIO(content))


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        read(content)
    (sentence,) = refused.value.messages
    return sentence


def test_a_workbook_gives_its_headings_their_meaning_and_its_rows_with_their_numbers() -> None:
    sheet = read(workbook(HEADERS, SAULE, DAMIR))
    assert sheet.name == "Тізім"
    assert sheet.headers == HEADERS
    assert sheet.mapping == NAMED
    assert sheet.rows == (Row(2, ("1", *map(str, SAULE[1:]))), Row(3, ("2", *map(str, DAMIR[1:]))))


def test_titles_above_and_empty_rows_between_do_not_shift_the_numbers() -> None:
    sheet = read(workbook(("Директорлар тізімі",), (), HEADERS, (), SAULE, (), DAMIR))
    assert [row.number for row in sheet.rows] == [5, 7]


def test_a_heading_over_several_columns_is_read_with_the_row_below_it() -> None:
    sheet = read(
        workbook(("№", "ЖСН", "Қатысушы", "", "", "Мектеп"), ("", "", "Тегі", "Аты", "Әкесінің аты", ""),
                 (1, "750312190004", "Нұрғалиева", "Сәуле", "", "№ 7"))
    )  # fmt: skip
    assert sheet.mapping == {
        1: Field.IIN, 2: Field.SURNAME, 3: Field.GIVEN_NAME, 4: Field.PATRONYMIC, 5: Field.ORGANISATION,
    }  # fmt: skip
    assert [row.number for row in sheet.rows] == [3]


def test_of_several_sheets_the_one_with_the_fullest_header_is_chosen_and_the_others_are_told() -> None:
    sheet = read(workbook(("Ескерту",), ("ЖСН", "Аты-жөні"), Қатысушылар=[HEADERS, SAULE], Бос=[]))
    assert (sheet.name, sheet.others) == ("Қатысушылар", ("Тізім",))


def test_a_numeric_iin_and_a_date_cell_come_as_text() -> None:
    sheet = read(workbook(("ЖСН", "Аты-жөні", "Туған күні"), (50312190004, "Ахметов Асан", 27465)))
    assert sheet.rows[0].cells == ("50312190004", "Ахметов Асан", "27465")


def test_an_error_value_stays_to_be_seen_and_a_formula_gives_its_stored_value() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("ЖСН", "Аты-жөні", "Мектеп"))
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 1, '="Ахметов "&"Асан"', None, "Ахметов Асан")
    assert read(file.getvalue()).rows[0].cells == ("#DIV/0!", "Ахметов Асан", "")


@pytest.mark.parametrize("name", ["list.xls", "list.ods"])
def test_old_workbooks_and_open_documents_are_read_alike(name: str) -> None:
    sheet = read((FILES / name).read_bytes())
    assert sheet.headers == ("№", "ЖСН", "Аты-жөні", "Мектеп", "Туған күні")
    assert [(row.number, row.cells[1]) for row in sheet.rows] == [(4, "750312190004"), (5, "920229290600")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "kz1048"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_text_is_read_in_every_encoding_and_with_every_separator(encoding: str, separator: str) -> None:
    sheet = read(csv_of(("Қараша тізімі",), HEADERS, SAULE, DAMIR, separator=separator, encoding=encoding))
    assert sheet.mapping == NAMED
    assert [row.number for row in sheet.rows] == [3, 4]
    assert sheet.rows[0].cells[2] == "Нұрғалиева Сәуле Болатқызы"


def test_a_russian_code_page_is_read_as_russian() -> None:
    sheet = read(csv_of(("ИИН", "ФИО", "Школа"), ("750312190004", "Ёлкин Юрий", "№ 7"), encoding="cp1251"))
    assert sheet.rows[0].cells == ("750312190004", "Ёлкин Юрий", "№ 7")


def test_the_hint_that_excel_puts_before_the_text_is_obeyed_and_not_counted() -> None:
    sheet = read(b"sep=,\r\n" + csv_of(("IIN", "Full name"), ("750312190004", "A; B"), separator=","))
    assert sheet.rows == (Row(2, ("750312190004", "A; B")),)


@pytest.mark.parametrize(
    ("content", "beginning"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \r\n", "The file is empty."),
        (b"%PDF-1.7 ...", "This is a PDF."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "This is a picture."),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "This is a picture."),
        (b"<html><table><tr><td>x", "This is a web page"),
        (b"{\\rtf1", "This is a Word document."),
        (b"MZ\x90\0\3" + b"\0" * 80, "This is not a spreadsheet."),
        (bytes(range(256)) * 4, "This is not a spreadsheet."),
        (b"PK\x03\x04 broken", "The file is damaged"),
        (lists.zip_of(readme_txt=b"hello"), "This is not a spreadsheet."),
        (lists.zip_of(word__document_xml=b"<w/>"), "This is a Word document."),
        (lists.zip_of(xl__workbook_xml=b"<broken"), "The file is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "This is not a spreadsheet."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + b"\0" * 600, "The file is damaged"),
        ((FILES / "password.xlsx").read_bytes(), "The file is protected with a password."),
        ("жай ғана мәтін, кесте емес".encode(), "No row with column headings was found."),
        (workbook(("1", "2"), ("3", "4")), "No row with column headings was found."),
        (workbook(SAULE, DAMIR), "No row with column headings was found."),
        (workbook(), "The file is empty."),
        (workbook(HEADERS), "There are column headings but no people under them."),
        (lists.two_cells_far_apart(), "The file claims far more cells than a list has."),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_one_sentence(content: bytes, beginning: str) -> None:
    assert refusal(content).startswith(beginning)


def test_a_hundred_megabytes_are_refused_before_a_byte_is_read() -> None:
    class Unreadable(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError("was read")

    with pytest.raises(ValidationError, match="larger than 10 MB"):
        sheets.read(Unreadable(), size=100 * 1024 * 1024)


def test_a_size_that_was_not_told_is_noticed_while_reading() -> None:
    assert refusal(b"a;b\n" * 3_000_000).startswith("The file is larger than 10 MB.")


def test_a_zip_bomb_is_not_opened() -> None:
    bomb = lists.zip_of(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=b"0" * (101 * 1024 * 1024))
    assert len(bomb) < 200_000
    assert refusal(bomb).startswith("The file unpacks to more than 100 MB")


def test_a_zip_bomb_that_lies_about_its_size_is_not_opened_either() -> None:
    honest = lists.zip_of(xl__workbook_xml=b"0" * 3_000_000)
    assert refusal(honest.replace((3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))).startswith(
        "The file is damaged"
    )


def test_a_mimetype_of_a_gigabyte_is_not_unpacked_before_the_sizes_are_looked_at() -> None:
    bomb = lists.zip_of(mimetype=b"0" * (101 * 1024 * 1024))
    tracemalloc.start()
    try:
        sentence = refusal(bomb)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sentence.startswith("The file unpacks to more than 100 MB")
    assert peak < 10 * len(bomb) + 1024 * 1024


def test_of_a_mimetype_that_lies_about_its_size_only_the_beginning_is_unpacked() -> None:
    size = 50 * 1024 * 1024
    liar = lists.zip_of(mimetype=b"0" * size).replace(size.to_bytes(4, "little"), (90).to_bytes(4, "little"))
    tracemalloc.start()
    try:
        sentence = refusal(liar)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sentence.startswith(("This is not a spreadsheet.", "The file is damaged"))
    assert peak < size // 10


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("name", ["mimetype", "xl/workbook.xml"])
def test_a_part_that_is_damaged_in_its_packing_is_told_in_one_sentence(method: int, name: str) -> None:
    spoilt = lists.zip_packed(method, name, random.Random(1).randbytes(5000))
    assert refusal(spoilt).startswith(("The file is damaged", "This is not a spreadsheet."))


@pytest.mark.parametrize("flag", [b"\x01\x00", b"\x20\x00"])
@pytest.mark.parametrize("name", ["mimetype", "xl/workbook.xml"])
def test_a_locked_or_patched_part_is_told_in_one_sentence(flag: bytes, name: str) -> None:
    plain = lists.zip_of(**{name.replace("/", "__").replace(".", "_"): b"0" * 400})
    local = plain.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00" + flag)
    marked = local.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00" + flag)
    assert marked.count(flag + b"\x08\x00") == 2
    assert refusal(marked).startswith("The file is damaged")


def test_a_cell_keeps_no_character_that_cannot_be_printed() -> None:
    content = workbook(HEADERS, (1, "750312190004", "Нұрғалиева\x01Сәуле\x0b Болатқызы\x1f", "№\x007", "\x7f"))
    assert read(content).rows[0].cells == ("1", "750312190004", "Нұрғалиева Сәуле  Болатқызы", "№ 7", "")


def test_fifty_thousand_rows_are_refused_as_a_whole() -> None:
    sentence = "The list has more than 5,000 rows, so none was read. Divide it into several files."
    assert refusal(csv_of(HEADERS, *[SAULE] * 50_000)) == sentence
    assert refusal(workbook(HEADERS, *[SAULE] * 50_000)) == sentence


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"a;b\n"]),
)
def test_no_bytes_whatever_bring_the_reader_down(noise: bytes, beginning: bytes) -> None:
    assert len(refusal(beginning + noise)) > 20


@given(st.lists(st.lists(st.text(max_size=20), max_size=8), max_size=20))
def test_whatever_stands_in_the_cells_each_row_gets_an_answer(cells: list[list[str]]) -> None:
    rows = [Row(number, tuple(row)) for number, row in enumerate(cells, start=2)]
    result = check(rows, NAMED, today=TODAY)
    assert len(result.rows) + len(result.skipped) <= len(rows)
    for row in result.rows:
        assert row.has_errors or (row.values.iin and row.values.surname and row.values.given_name)
        assert all(problem.sentence for problem in row.problems)
