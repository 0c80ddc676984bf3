"""The middle of a cohort, told only where nobody can be guessed from it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

# Below so many results there is no median: one's own and a colleague's points would give the others away.
FEWEST = 10


def median_of(totals: Sequence[int], *, fewest: int = FEWEST) -> Fraction | None:
    """The exact median in points: of an even number the mean of the two in the middle; None below the fewest.

    >>> median_of([70, 85, 50], fewest=3), median_of([70, 85, 50, 71], fewest=3), median_of([70], fewest=2)
    (Fraction(70, 1), Fraction(141, 2), None)
    """
    if len(totals) < max(fewest, 1):
        return None
    ordered, middle = sorted(totals), len(totals) // 2
    return Fraction(ordered[middle] + ordered[-middle - 1], 2)
