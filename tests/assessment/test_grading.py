"""The arithmetic of marks: exact to the end, one rounding, one band (Programme §8, decision B)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.grading import (
    band_of,
    from_twelfths,
    grade,
    levels,
    mean,
    parse_halves,
    rounded,
    shown,
    spread_of,
    to_halves,
    to_points,
    to_twelfths,
)


@dataclass(frozen=True)
class Floor:
    floor: int
    key: str


BANDS = [Floor(50, "satisfactory"), Floor(85, "very_good"), Floor(0, "not_passed"), Floor(70, "good")]
MAXIMA = (40, 50, 30, 60, 20)
sheets = st.tuples(*(st.integers(0, most) for most in MAXIMA))
commissions = st.lists(sheets, min_size=1, max_size=3)


@pytest.mark.parametrize(
    ("text", "halves"),
    [("11,5", 23), ("11.5", 23), ("0", 0), ("20", 40), (" 7,0 ", 14), ("7.50", 15), ("0,5", 1), ("100", 200)],
)
def test_half_points_are_read_with_a_comma_or_a_point(text: str, halves: int) -> None:
    assert parse_halves(text) == halves


@pytest.mark.parametrize(
    "text", ["", "abc", "11,3", "11.25", "-1", "1e2", "11,5,0", "½", "1 000", "٣", "0x1", "11.", ",5", "1234"]
)
def test_anything_but_half_points_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        parse_halves(text)


@given(st.integers(0, 200))
def test_halves_and_points_are_the_same_thing(halves: int) -> None:
    assert to_halves(to_points(halves)) == halves
    assert parse_halves(f"{to_points(halves)}".replace(".", ",")) == halves


@pytest.mark.parametrize(
    ("halves", "points"),
    [([35], "17.50"), ([35, 36], "17.75"), ([35, 36, 36], "17.83"), ([0, 0, 1], "0.17"), ([40, 40, 40], "20.00")],
)
def test_a_criterion_is_the_exact_mean_shown_to_two_decimals(halves: list[int], points: str) -> None:
    assert mean(halves) == Fraction(sum(halves), 2 * len(halves))
    assert shown(mean(halves)) == Decimal(points)


@pytest.mark.parametrize(
    ("exact", "total", "band"),
    [
        ("100", 100, "very_good"),
        ("85", 85, "very_good"),
        ("84.5", 85, "very_good"),
        ("507/6", 85, "very_good"),
        ("506/6", 84, "good"),
        ("84.25", 84, "good"),
        ("70", 70, "good"),
        ("69.5", 70, "good"),
        ("416/6", 69, "satisfactory"),
        ("50", 50, "satisfactory"),
        ("49.5", 50, "satisfactory"),
        ("49.25", 49, "not_passed"),
        ("296/6", 49, "not_passed"),
        ("0.5", 1, "not_passed"),
        ("0", 0, "not_passed"),
    ],
)
def test_a_total_is_rounded_half_up_once_and_then_banded(exact: str, total: int, band: str) -> None:
    assert rounded(Fraction(exact)) == total
    assert band_of(total, BANDS).key == band


def test_three_members_thirds_are_never_rounded_on_the_way() -> None:
    """Each mean ends in a third; rounded one by one they would make 84.49 or 84.51 and not the true 84.5."""
    marks = [(35, 40, 24, 53, 17), (36, 41, 24, 52, 17), (34, 39, 24, 54, 17)]
    assert grade(marks).exact == Fraction(169, 2)
    lopsided = [(35, 40, 24, 53, 16), (35, 40, 24, 53, 17), (35, 40, 24, 53, 17)]
    result = grade(lopsided)
    assert result.means[4] == Fraction(25, 3)
    assert result.exact == Fraction(506, 6)
    assert (shown(result.exact), result.total) == (Decimal("84.33"), 84)


@given(commissions)
def test_the_sum_is_exact_and_fits_into_twelfths(marks: list[tuple[int, ...]]) -> None:
    result = grade(marks)
    assert result.exact == Fraction(sum(map(sum, marks)), 2 * len(marks))
    assert from_twelfths(to_twelfths(result.exact)) == result.exact
    assert all(from_twelfths(to_twelfths(each)) == each for each in result.means)
    assert 0 <= result.total <= 100
    assert abs(result.total - result.exact) <= Fraction(1, 2)


@given(commissions)
def test_the_database_rounds_as_the_arithmetic_does(marks: list[tuple[int, ...]]) -> None:
    """The check constraint of Result: total × 12 − 6 ≤ twelfths < total × 12 + 6."""
    result = grade(marks)
    twelfths = to_twelfths(result.exact)
    assert result.total * 12 - 6 <= twelfths < result.total * 12 + 6


@given(commissions, st.integers(0, 2), st.integers(0, 4))
def test_a_better_mark_never_makes_a_worse_result(marks: list[tuple[int, ...]], who: int, what: int) -> None:
    better = [list(sheet) for sheet in marks]
    sheet = better[who % len(better)]
    if sheet[what] < MAXIMA[what]:
        sheet[what] += 1
    assert grade(better).total >= grade(marks).total
    assert band_of(grade(better).total, BANDS).floor >= band_of(grade(marks).total, BANDS).floor


@given(commissions)
def test_the_order_of_the_members_does_not_matter(marks: list[tuple[int, ...]]) -> None:
    assert grade(marks) == grade(list(reversed(marks)))


def test_a_result_needs_a_sheet_and_sheets_of_one_length() -> None:
    for wrong in ([], [(1, 2), (1,)]):
        with pytest.raises(ValueError, match=r"^"):
            grade(wrong)


@pytest.mark.parametrize(
    ("maximum", "ranges"),
    [
        (40, [("0", "9.5"), ("10", "13.5"), ("14", "16.5"), ("17", "20")]),
        (50, [("0", "12"), ("12.5", "17"), ("17.5", "21"), ("21.5", "25")]),
        (30, [("0", "7"), ("7.5", "10"), ("10.5", "12.5"), ("13", "15")]),
        (60, [("0", "14.5"), ("15", "20.5"), ("21", "25"), ("25.5", "30")]),
        (20, [("0", "4.5"), ("5", "6.5"), ("7", "8"), ("8.5", "10")]),
    ],
)
def test_levels_begin_at_the_first_half_point_of_their_share(maximum: int, ranges: list[tuple[str, str]]) -> None:
    found = levels(maximum, [0, 50, 70, 85])
    assert [(f"{to_points(each.low)}", f"{to_points(each.high)}") for each in found] == ranges


@given(st.integers(8, 100))
def test_levels_in_whole_points_cover_every_whole_point_once(points: int) -> None:
    found = levels(points * 2, [0, 50, 70, 85], 2)
    assert [mark for each in found for mark in range(each.low, each.high + 1, 2)] == list(range(0, points * 2 + 1, 2))
    assert all(each.low <= each.middle <= each.high and each.middle % 2 == 0 for each in found)


@given(st.integers(8, 200))
def test_levels_cover_every_mark_once_and_their_middle_is_inside(maximum: int) -> None:
    found = levels(maximum, [0, 50, 70, 85])
    assert [mark for each in found for mark in range(each.low, each.high + 1)] == list(range(maximum + 1))
    assert all(each.low <= each.middle <= each.high for each in found)


@pytest.mark.parametrize(
    ("totals", "limit", "too_wide", "across"),
    [
        (["84.5"], 10, False, False),
        (["72", "82"], 10, False, False),
        (["72", "82.5"], 10, True, False),
        (["84.5", "85"], 10, False, False),
        (["84", "84.5"], 10, False, True),
        (["49", "50"], 10, False, True),
        (["60", "60", "49.5"], 20, False, False),
        (["60", "60", "49"], 10, True, True),
        (["0", "100"], 100, False, True),
    ],
)
def test_widely_different_totals_are_shown_to_the_chair(
    totals: list[str], limit: int, too_wide: bool, across: bool
) -> None:
    found = spread_of([Fraction(total) for total in totals], limit, BANDS)
    assert (found.too_wide, found.across_a_floor, found.flagged) == (too_wide, across, too_wide or across)


def test_an_odd_criterion_is_refused_where_it_cannot_be_exact() -> None:
    with pytest.raises(ValueError, match=r"^"):
        to_halves(Decimal("11.3"))
    with pytest.raises(ValueError, match=r"^"):
        to_twelfths(Fraction(1, 7))
    with pytest.raises(ValueError, match=r"^"):
        band_of(-1, BANDS)
