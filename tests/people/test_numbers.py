"""A whole number somebody sent, or none."""

from __future__ import annotations

import pytest

from people.numbers import whole_number


@pytest.mark.parametrize(("sent", "number"), [("0", 0), ("17", 17), ("007", 7), ("9999999999", 9_999_999_999)])
def test_plain_digits_are_a_number(sent: str, number: int) -> None:
    assert whole_number(sent) == number


@pytest.mark.parametrize("sent", ["", " 1", "1\n", "-1", "+1", "1.0", "1_0", "²", "٣", "９", "9" * 11, None, 5, ["1"]])
def test_everything_else_is_none(sent: object) -> None:
    assert whole_number(sent) is None
