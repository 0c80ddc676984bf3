"""The order of a day by typed numbers and by single steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.ordering import by_numbers, shifted


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ({}, "abcd"),
        ({"a": 4}, "bcda"),
        ({"d": 1}, "dabc"),
        ({"c": 2}, "acbd"),
        ({"b": 3}, "acbd"),
        ({"a": 4, "d": 1}, "dbca"),
        ({"a": 4, "b": 3, "c": 2, "d": 1}, "dcba"),
        ({"a": 99}, "bcda"),
        ({"d": 0}, "dabc"),
    ],
)
def test_whoever_moves_up_comes_before_and_whoever_moves_down_after(typed: dict[str, int], order: str) -> None:
    present = {letter: number for number, letter in enumerate("abcd", start=10)}
    found = by_numbers(list(present.values()), {present[letter]: place for letter, place in typed.items()})
    assert [next(letter for letter, pk in present.items() if pk == number) for number in found] == list(order)


@pytest.mark.parametrize(
    ("who", "step", "order"), [(1, -1, [1, 2, 3]), (2, -1, [2, 1, 3]), (2, 1, [1, 3, 2]), (3, 1, [1, 2, 3])]
)
def test_a_step_changes_places_with_the_neighbour(who: int, step: int, order: list[int]) -> None:
    assert shifted([1, 2, 3], who, step) == order


@given(st.lists(st.integers(1, 50), unique=True, max_size=12), st.dictionaries(st.integers(1, 50), st.integers(0, 60)))
def test_nobody_is_lost_or_doubled(present: list[int], typed: dict[int, int]) -> None:
    assert sorted(by_numbers(present, typed)) == sorted(present)
