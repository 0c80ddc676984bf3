"""The arithmetic of marks (Programme §8). Knows fractions and whole numbers, not the database.

Units: a *point* is one of the hundred of the scale; a *half* is half a point, the smallest step of a mark, kept as an
`int`; a *twelfth* is a twelfth of a point: the mean of one, two or three members' halves is always a whole number of
twelfths, so an exact sum fits into an integer and nothing is rounded before the one rounding at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeVar

HALVES = 2
TWELFTHS = 12
MOST_MEMBERS = 3
_POINTS = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?", re.ASCII)


class HasFloor(Protocol):
    """A band of the scale: it begins at `floor`, in whole points of the total."""

    @property
    def floor(self) -> int: ...


BandT = TypeVar("BandT", bound=HasFloor)


@dataclass(frozen=True)
class Grade:
    """What the marks of a commission amount to: means by criterion and their sum, in points, exact."""

    means: tuple[Fraction, ...]
    exact: Fraction
    total: int


@dataclass(frozen=True)
class Level:
    """A stretch of one criterion's points, in halves, both ends inclusive; a tap gives `middle`."""

    low: int
    high: int
    middle: int


@dataclass(frozen=True)
class Spread:
    """How far the members' totals lie apart, in points, and whether the chair has to look at it (design §4)."""

    difference: Fraction
    too_wide: bool
    across_a_floor: bool

    @property
    def flagged(self) -> bool:
        return self.too_wide or self.across_a_floor


def parse_halves(text: str) -> int:
    """Halves of what a person typed as points: "11,5" and "11.5" are 23. ValueError for anything but half points."""
    cleaned = text.strip().replace("\u00a0", "")
    if not _POINTS.fullmatch(cleaned):
        raise ValueError(text)
    return to_halves(Decimal(cleaned.replace(",", ".")))


def to_halves(points: Decimal | int) -> int:
    """Halves of a number of points: 11.5 → 23. ValueError when it is not a whole number of halves."""
    halves = Fraction(points) * HALVES
    if halves.denominator != 1:
        raise ValueError(points)
    return int(halves)


def to_points(halves: int) -> Decimal:
    """Points of a number of halves: 23 → 11.5, 24 → 12."""
    return Decimal(halves) / HALVES if halves % HALVES else Decimal(halves // HALVES)


def mean(halves: Sequence[int]) -> Fraction:
    """The exact mean, in points, of the members' marks for one criterion. ValueError without a mark."""
    if not halves:
        raise ValueError("no marks")
    return Fraction(sum(halves), HALVES * len(halves))


def grade(sheets: Sequence[Sequence[int]]) -> Grade:
    """The result of a commission's sheets, each a list of halves in the order of the criteria (Programme §8).

    Criterion by criterion the exact mean, their exact sum, and one rounding of it. ValueError when there is no sheet,
    or when the sheets are not equally long.
    """
    if not sheets:
        raise ValueError("no sheets")
    means = tuple(mean(marks) for marks in zip(*sheets, strict=True))
    exact = sum(means, Fraction(0))
    return Grade(means, exact, rounded(exact))


def rounded(exact: Fraction) -> int:
    """The total in whole points: half up, once (decision B: 69.5 is 70, 69.4999… is 69)."""
    return (exact + Fraction(1, 2)).__floor__()


def proportional(points: Decimal, out_of: Decimal, maximum: int, step: int = 1) -> int:
    """What `points` out of `out_of` come to on a criterion of `maximum` halves, rounded half up to a multiple of `step`
    halves, no more than the maximum holds: 27 of 30 on 40 halves are 36. ValueError where nothing can be earned or more
    is earned than there is.
    """
    if out_of <= 0 or not 0 <= points <= out_of:
        raise ValueError(points)
    share = Fraction(points) / Fraction(out_of)
    return min(rounded(share * maximum / step), maximum // step) * step


def band_of(total: int, bands: Sequence[BandT]) -> BandT:
    """The band whose floor the whole total reaches (Programme §8: 85, 70, 50, below). ValueError below every floor."""
    reached = [band for band in bands if band.floor <= total]
    if not reached:
        raise ValueError(total)
    return max(reached, key=lambda band: band.floor)


def shown(exact: Fraction) -> Decimal:
    """Points for people, to two decimals: 18.33. Only shown, never calculated with."""
    hundredths = rounded(exact * 100)
    return Decimal(hundredths).scaleb(-2)


def to_twelfths(exact: Fraction) -> int:
    """An exact number of points in twelfths. ValueError for what a commission of up to three cannot give."""
    twelfths = exact * TWELFTHS
    if twelfths.denominator != 1:
        raise ValueError(exact)
    return int(twelfths)


def from_twelfths(twelfths: int) -> Fraction:
    return Fraction(twelfths, TWELFTHS)


def levels(maximum: int, floors: Sequence[int], step: int = 1) -> list[Level]:
    """The stretches of a criterion of `maximum` halves, cut where the floors, in per cent, cut the scale.

    20 points and the floors 0, 50, 70, 85 give 0–9.5, 10–13.5, 14–16.5 and 17–20; each begins at the first mark in
    `step` halves that reaches its share of the maximum. The middle is rounded up to such a mark. A stretch in which
    there is no mark is left out.
    """
    lows = [-(-maximum * floor // (100 * step)) * step for floor in sorted({0, *floors})]
    highs = [low - step for low in lows[1:]] + [maximum]
    stretches = [(low, high) for low, high in zip(lows, highs, strict=True) if low <= high]
    return [Level(low, high, -(-(low + high) // (2 * step)) * step) for low, high in stretches]


def spread_of(totals: Sequence[Fraction], limit: int, bands: Sequence[HasFloor]) -> Spread:
    """How far the members' own totals lie apart; each is rounded and banded as the member saw it.

    Flagged when the widest difference is more than `limit` points, or when two totals fall into different bands.
    """
    if not totals:
        raise ValueError("no totals")
    difference = max(totals) - min(totals)
    reached = {band_of(rounded(total), bands).floor for total in totals}
    return Spread(difference, difference > limit, len(reached) > 1)
