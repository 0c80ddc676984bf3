"""The arithmetic of the survey, without the database."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from assessment.readiness import band_of, mean_of, wilson

FLOORS = {"high": 4, "intermediate": 3, "low": 1}


@pytest.mark.parametrize(
    ("levels", "band"),
    [
        ([4] * 15, "high"),
        ([4] * 14 + [3], "intermediate"),
        ([3] * 15, "intermediate"),
        ([3] * 14 + [2], "low"),
        ([1] * 15, "low"),
        ([5] * 15, "high"),
        ([5, 3], "high"),
    ],
)
def test_a_mean_on_a_floor_is_in_the_band_above_it_and_one_point_less_is_not(levels: list[int], band: str) -> None:
    assert band_of(levels, FLOORS) == band


def test_the_mean_is_exact() -> None:
    assert mean_of([3, 4, 4]) == Fraction(11, 3)
    assert band_of([4, 4, 4, 3], {"high": Fraction(15, 4), "low": 1}) == "high"


@pytest.mark.parametrize("levels", [[], [0]])
def test_nothing_has_no_band(levels: list[int]) -> None:
    with pytest.raises(ValueError, match="no"):
        band_of(levels, FLOORS)


@pytest.mark.parametrize(
    ("counted", "of", "low", "high"),
    [
        # Wilson's interval as published in textbooks and tables (Agresti & Coull 1998, Newcombe 1998).
        (0, 10, "0.0", "27.8"),
        (1, 10, "1.8", "40.4"),
        (5, 10, "23.7", "76.3"),
        (8, 10, "49.0", "94.3"),
        (10, 10, "72.2", "100.0"),
        (81, 263, "25.5", "36.6"),
        (15, 148, "6.2", "16.0"),
        (0, 20, "0.0", "16.1"),
        (1, 29, "0.6", "17.2"),
        # The published baseline.
        (72, 116, "53.0", "70.4"),
        (44, 116, "29.6", "47.0"),
        (0, 116, "0.0", "3.2"),
    ],
)
def test_the_interval_of_a_share_is_wilsons(counted: int, of: int, low: str, high: str) -> None:
    assert wilson(counted, of) == (Decimal(low), Decimal(high))


def test_the_interval_holds_the_share_and_mirrors_its_complement() -> None:
    for of in range(1, 60):
        for counted in range(of + 1):
            low, high = wilson(counted, of)
            assert 0 <= low <= Decimal(100 * counted) / of + Decimal("0.05")
            assert Decimal(100 * counted) / of - Decimal("0.05") <= high <= 100
            other_low, other_high = wilson(of - counted, of)
            assert abs(100 - high - other_low) <= Decimal("0.1")
            assert abs(100 - low - other_high) <= Decimal("0.1")


@pytest.mark.parametrize(("counted", "of"), [(1, 0), (-1, 5), (6, 5), (0, 0)])
def test_there_is_no_share_of_nobody(counted: int, of: int) -> None:
    with pytest.raises(ValueError, match="of"):
        wilson(counted, of)
