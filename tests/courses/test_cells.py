from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import cells

TODAY = date(2026, 11, 21)
ANY_TEXT = st.text(max_size=40)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1975-03-12", date(1975, 3, 12)),
        ("1975-03-12 00:00:00", date(1975, 3, 12)),
        ("12.03.1975", date(1975, 3, 12)),
        ("12.03.1975 г.", date(1975, 3, 12)),
        ("12.03.1975 ж", date(1975, 3, 12)),
        ("12/03/1975", date(1975, 3, 12)),
        ("12-3-1975", date(1975, 3, 12)),
        ("12 03 1975", date(1975, 3, 12)),
        ("03/25/1975", date(1975, 3, 25)),
        ("12.03.75", date(1975, 3, 12)),
        ("12.03.05", date(2005, 3, 12)),
        ("27465", date(1975, 3, 12)),
        ("12.03.1875", date(1875, 3, 12)),
        ("31.02.1975", None),
        ("1975", None),
        ("12 наурыз", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_people_and_spreadsheets_write_it(text: str, day: date | None) -> None:
    assert cells.read_date(text, today=TODAY) == day


@given(st.dates(date(1910, 1, 1), date(2026, 1, 1)))
def test_every_day_is_read_from_each_of_its_spellings(day: date) -> None:
    serial = (day - cells.SERIAL_EPOCH).days
    assert {cells.read_date(text, today=TODAY) for text in (day.isoformat(), f"{day:%d.%m.%Y}", str(serial))} == {day}


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+7 701 123 45 67", "+77011234567"),
        ("8 (701) 123-45-67", "+77011234567"),
        ("87011234567", "+77011234567"),
        ("7011234567", "+77011234567"),
        ("77011234567", "+77011234567"),
        ("87011234567, 87029876543", "+77011234567"),
        ("8 701 123 45 67; үй 721 2 33", "+77011234567"),
        ("+998 90 123 45 67", "+998901234567"),
        ("123", None),
        ("нет телефона", None),
        ("", None),
    ],
)
def test_a_telephone_is_normalised(text: str, phone: str | None) -> None:
    assert cells.read_phone(text) == phone


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("saule@mektep.example", "saule@mektep.example"),
        (" Saule@Mektep.EXAMPLE ", "saule@mektep.example"),
        ("mailto:saule@mektep.example", "saule@mektep.example"),
        ("<saule@mektep.example>", "saule@mektep.example"),
        ("saule@mektep.example, second@mektep.example", "saule@mektep.example"),
        ("saule@mektep.example.", "saule@mektep.example"),
        ("saule@mektep", None),
        ("сәуле@mektep.example", None),
        ("saule mektep.example", None),
        ("", None),
    ],
)
def test_the_first_address_is_taken_or_none(text: str, email: str | None) -> None:
    assert cells.read_email(text) == email


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("қазақша", "kk"),
        ("Казахский", "kk"),
        ("орыс тілі", "ru"),
        ("Русский", "ru"),
        ("ENGLISH", "en"),
        ("немецкий", None),
    ],
)
def test_a_language_is_known_by_its_name_in_any_of_three(text: str, language: str | None) -> None:
    assert cells.read_language(text) == language


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#ЗНАЧ!", "#Н/Д", "#DIV/0!", "Err:502"])
def test_an_error_of_the_spreadsheet_is_known(text: str) -> None:
    assert cells.is_error_value(text)
    assert not cells.is_error_value(f"{text} x")


@given(ANY_TEXT)
def test_no_cell_is_so_odd_that_reading_it_fails(text: str) -> None:
    phone = cells.read_phone(text)
    assert phone is None or phone.startswith("+")
    email = cells.read_email(text)
    assert email is None or "@" in email
    day = cells.read_date(text, today=TODAY)
    assert day is None or day.year > 0
