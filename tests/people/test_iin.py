from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from people import iin
from people.iin import Flaw

BODIES = st.text("0123456789", min_size=11, max_size=11)


@pytest.mark.parametrize(
    "number",
    ["750312390007", "881130490409", "920229490900", "750312190004", "881130290111", "920229290600"],
)
def test_the_published_numbers_are_valid(number: str) -> None:
    assert iin.flaw_in_iin(number) is None
    iin.validate_iin(number)


@pytest.mark.parametrize(
    ("number", "flaw"),
    [
        ("", Flaw.EMPTY),
        ("750312390008", Flaw.CHECK_DIGIT),
        ("75031239000", Flaw.LENGTH),
        ("7503123900071", Flaw.LENGTH),
        ("75O312390007", Flaw.CHARACTERS),
        ("٧٥٠٣١٢٣٩٠٠٠٧", Flaw.CHARACTERS),
        ("651231490670", Flaw.IMPOSSIBLE),
        ("250340900008", Flaw.IS_BIN),
    ],
)
def test_the_first_flaw_is_named(number: str, flaw: Flaw) -> None:
    assert iin.flaw_in_iin(number) is flaw
    with pytest.raises(ValidationError) as refused:
        iin.validate_iin(number)
    assert refused.value.messages == [str(flaw.sentence)]


@pytest.mark.parametrize("body", ["75133239000", "75023039000", "75031279000"])
def test_a_number_without_a_date_of_birth_is_no_iin(body: str) -> None:
    digit = iin.check_digit(body)
    assert iin.flaw_in_iin(f"{body}{digit}") is Flaw.DATE


def test_an_eleven_digit_body_that_no_check_digit_fits_is_never_issued() -> None:
    assert iin.check_digit("65123149067") is None


def test_the_second_pass_gives_the_check_digit_when_the_first_gives_ten() -> None:
    assert iin.check_digit("88113049040") == 9


@given(BODIES)
def test_each_body_has_at_most_one_check_digit(body: str) -> None:
    fitting = [digit for digit in "0123456789" if iin.flaw_in_bin(body + digit) is None]
    expected = iin.check_digit(body)
    assert fitting == ([] if expected is None else [str(expected)])


@pytest.mark.parametrize(
    ("number", "born"),
    [
        ("750312390007", date(1975, 3, 12)),
        ("881130490409", date(1988, 11, 30)),
        ("750312190004", date(1875, 3, 12)),
        ("920229290600", date(1892, 2, 29)),
    ],
)
def test_a_number_tells_the_day_of_birth(number: str, born: date) -> None:
    assert iin.birth_date(number) == born


def test_a_foreigners_number_is_valid_and_tells_no_century() -> None:
    number = f"75031200001{iin.check_digit('75031200001')}"
    assert iin.flaw_in_iin(number) is None
    assert iin.birth_date(number) is None


@pytest.mark.parametrize(
    ("typed", "digits", "restored"),
    [
        ("750312190004", "750312190004", 0),
        (" 750312 190004 ", "750312190004", 0),
        ("'750312190004", "750312190004", 0),
        ("750312190004.0", "750312190004", 0),
        ("750312-190004", "750312190004", 0),
    ],
)
def test_what_spreadsheets_add_to_a_number_is_dropped(typed: str, digits: str, restored: int) -> None:
    assert iin.read_iin(typed) == iin.Number(digits, restored)


def test_lost_leading_zeros_are_put_back_and_counted() -> None:
    for body in ("02030519061", "00101119004", "00010119000"):
        full = f"{body}{iin.check_digit(body)}"
        assert iin.flaw_in_iin(full) is None
        assert iin.read_iin(full.lstrip("0")) == iin.Number(full, len(full) - len(full.lstrip("0")))


def test_zeros_are_not_put_back_where_that_gives_no_valid_number() -> None:
    assert iin.read_iin("75031219000") == iin.Number("75031219000", 0, Flaw.LENGTH)


@pytest.mark.parametrize("typed", ["7,50312E+11", "7.50312e11", "8E+11"])
def test_a_number_that_the_spreadsheet_rounded_is_told_apart_from_a_mistyped_one(typed: str) -> None:
    assert iin.read_iin(typed).flaw is Flaw.ROUNDED


@given(st.text(max_size=40))
def test_any_text_at_all_is_read_without_an_accident(text: str) -> None:
    number = iin.read_iin(text)
    assert number.is_valid == (iin.flaw_in_iin(number.digits) is None and number.flaw is None)


def test_a_bin_needs_its_check_digit_only() -> None:
    assert iin.read_bin("250340900008") == iin.Number("250340900008")
    assert iin.read_bin("250340900009").flaw is Flaw.CHECK_DIGIT
    with pytest.raises(ValidationError):
        iin.validate_bin("250340900009")
