"""How a number is written: pure, so every rule is tried over many patterns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.patterns import WIDEST, Pattern, flaw_of, look

LETTERS = st.text(alphabet="АБҚДZQ-/.", max_size=3)
WIDTHS = st.integers(1, WIDEST)


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    parts = [
        draw(st.sampled_from(["{year}", "{yy}"])),
        draw(st.sampled_from(["{number}", f"{{number:{draw(WIDTHS)}}}"])),
    ]
    first, second = draw(st.permutations(parts))
    return Pattern(f"{draw(LETTERS)}{first}{draw(st.sampled_from('-/.'))}{second}{draw(LETTERS)}")


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{year}-{number:5}", "2026-00137"),
        ("А-{year}-{number:5}", "А-2026-00137"),
        ("{number}/{yy}", "137/26"),
        ("ОДИ.{number:3}-{yy}", "ОДИ.137-26"),
        ("{number:2}/{year}", "137/2026"),
    ],
)
def test_a_number_is_written_by_its_pattern(pattern: str, number: str) -> None:
    assert flaw_of(pattern) == ""
    assert Pattern(pattern).write(2026, 137) == number


@pytest.mark.parametrize(
    ("pattern", "flaw"),
    [
        ("", "places"), ("2026-{number}", "places"), ("{year}-1", "places"), ("{year}-{yy}-{number}", "places"),
        ("{year}-{number}-{number:3}", "places"), ("{year:4}-{number}", "places"), ("{month}-{number}", "places"),
        ("{year}-{number:10}", "width"), ("О{number}-{year}", "alike"), ("{number}-{yy}з", "alike"),
        ("{year}-{number:0}", "width"), ("{year}-{number:9}", "width"), ("{year}{number:5}", "together"),
        ("{number:5}{yy}", "together"), ("№ {year}-{number}", "signs"), ("7-{year}-{number}", "signs"),
        ("{year} {number}", "signs"), ("{{year}}-{number}", "signs"), ("АБВГҒДЕЁ-{year}-{number}", "long"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_apart_or_read_is_no_pattern(pattern: str, flaw: str) -> None:
    assert flaw_of(pattern) == flaw


@given(patterns(), st.integers(2000, 2099), st.integers(1, 9_999_999))
def test_what_is_written_is_read_again_however_it_is_typed(pattern: Pattern, year: int, number: int) -> None:
    assert flaw_of(pattern.text) in ("", "long")
    text = pattern.write(year, number)
    assert pattern.read(look(text)) == (year, number)
    assert pattern.read(look(text.lower())) == (year, number)


@given(patterns(), patterns(), st.integers(2000, 2099), st.integers(1, 99_999), st.integers(1, 99_999))
def test_patterns_of_different_skeletons_never_write_the_same(
    one: Pattern, other: Pattern, year: int, number: int, another: int
) -> None:
    if one.skeleton != other.skeleton:
        assert look(one.write(year, number)) != look(other.write(year, another))
    elif one.number_first == other.number_first and number != another:
        assert one.write(year, number) != other.write(year, another)


def test_letters_that_look_alike_on_paper_are_the_same_letter() -> None:
    assert Pattern("А-{year}-{number}").skeleton == Pattern("A-{year}-{number:5}").skeleton
    assert Pattern("Қ-{year}-{number}").skeleton != Pattern("K-{year}-{number}").skeleton
