"""Rounding and banding for any marks: one to three members, with points of the coursework, by mean or by consensus."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.grading import (
    HALVES,
    TWELFTHS,
    band_of,
    from_twelfths,
    grade,
    mean,
    rounded,
    shown,
    spread_of,
    to_twelfths,
)
from assessment.leaning import leanings

# Two thousand of each were run once; in the pipeline a tenth holds what they have shown.
CASES = 200
MAXIMA = (40, 50, 30, 60, 20)  # halves of the five criteria


class Floor:
    def __init__(self, floor: int) -> None:
        self.floor = floor


BANDS = [Floor(floor) for floor in (85, 70, 50, 0)]
marks_of = st.tuples(*(st.integers(0, most) for most in MAXIMA))
sheets_of = st.lists(marks_of, min_size=1, max_size=3)
stages = st.integers(0, 4)  # how many of the criteria are scored during the course


def with_coursework(sheets: list[tuple[int, ...]], common: tuple[int, ...], stage: int) -> list[tuple[int, ...]]:
    """The trainer's points for the first criteria are the same on every sheet."""
    return [common[:stage] + sheet[stage:] for sheet in sheets]


@settings(max_examples=CASES, deadline=None)
@given(sheets_of, marks_of, stages)
def test_the_sum_is_exact_and_rounded_once_half_up(
    sheets: list[tuple[int, ...]], common: tuple[int, ...], stage: int
) -> None:
    found = grade(with_coursework(sheets, common, stage))
    assert found.exact == sum(found.means, Fraction(0))
    assert found.means[:stage] == tuple(Fraction(half, HALVES) for half in common[:stage])
    assert from_twelfths(to_twelfths(found.exact)) == found.exact
    assert -Fraction(1, 2) <= found.exact - found.total < Fraction(1, 2)
    assert 0 <= found.total <= 100
    assert to_twelfths(found.exact) in range(found.total * TWELFTHS - 6, found.total * TWELFTHS + 6)


@settings(max_examples=CASES, deadline=None)
@given(sheets_of, marks_of, stages)
def test_the_total_lies_between_the_members_totals_and_so_does_its_band(
    sheets: list[tuple[int, ...]], common: tuple[int, ...], stage: int
) -> None:
    whole = with_coursework(sheets, common, stage)
    totals = [rounded(Fraction(sum(sheet), HALVES)) for sheet in whole]
    total = grade(whole).total
    assert min(totals) <= total <= max(totals)
    floors = [band_of(each, BANDS).floor for each in totals]
    assert min(floors) <= band_of(total, BANDS).floor <= max(floors)


@settings(max_examples=CASES, deadline=None)
@given(sheets_of, marks_of, stages, st.integers(0, 100))
def test_points_of_the_coursework_bring_members_no_further_apart(
    sheets: list[tuple[int, ...]], common: tuple[int, ...], stage: int, limit: int
) -> None:
    whole = with_coursework(sheets, common, stage)
    own = [Fraction(sum(sheet[stage:]), HALVES) for sheet in sheets]
    found = spread_of([Fraction(sum(sheet), HALVES) for sheet in whole], limit, BANDS)
    assert found.difference == max(own) - min(own)
    assert found.too_wide == (found.difference > limit)


@settings(max_examples=CASES, deadline=None)
@given(marks_of, marks_of, stages)
def test_a_consensus_is_a_sheet_of_its_own_and_needs_no_mean(
    agreed: tuple[int, ...], common: tuple[int, ...], stage: int
) -> None:
    [sheet] = with_coursework([agreed], common, stage)
    found = grade([sheet])
    assert found.exact * HALVES == sum(sheet)
    assert shown(found.exact) == found.exact
    assert found.total == (sum(sheet) + 1) // HALVES


@settings(max_examples=CASES, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=3), st.sampled_from([1, 2]))
def test_what_a_consensus_begins_with_is_the_nearest_step_to_the_mean(halves: list[int], unit: int) -> None:
    nearest = rounded(mean(halves) * HALVES / unit) * unit
    assert abs(nearest - mean(halves) * HALVES) <= Fraction(unit, 2)
    assert nearest % unit == 0


@settings(max_examples=CASES, deadline=None)
@given(st.integers(0, 1200), st.integers(0, 1200))
def test_more_points_never_bring_a_lower_band(one: int, other: int) -> None:
    low, high = sorted((from_twelfths(one), from_twelfths(other)))
    assert rounded(low) <= rounded(high)
    assert band_of(rounded(low), BANDS).floor <= band_of(rounded(high), BANDS).floor


@settings(max_examples=CASES, deadline=None)
@given(st.lists(st.dictionaries(st.integers(1, 3), st.integers(0, 200).map(lambda n: Fraction(n, 2)), min_size=2)))
def test_what_one_member_is_too_strict_others_are_too_lenient(panels: list[dict[int, Fraction]]) -> None:
    found = leanings(panels)
    assert sum((each.mean * each.n for each in found.values()), Fraction(0)) == 0
