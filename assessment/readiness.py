"""The arithmetic of the readiness survey: levels in, bands and intervals out. Exact, and without the database.

The study publishes neither statements nor cut-offs; ours stand in `data/readiness.toml` and in docs/survey.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

# The quantile of the normal distribution that a 95 % interval is built with.
Z95 = Decimal("1.959963984540054")
HUNDRED = Decimal(100)


def mean_of(levels: Sequence[int]) -> Fraction:
    """The mean level over all statements, exactly; refuses nobody's levels."""
    if not levels:
        raise ValueError("no levels")
    return Fraction(sum(levels), len(levels))


def band_of(levels: Sequence[int], floors: Mapping[str, int | Fraction]) -> str:
    """The band with the highest floor that the mean reaches; a mean on a floor is in the band above it."""
    mean = mean_of(levels)
    reached = [(floor, key) for key, floor in floors.items() if mean >= floor]
    if not reached:
        raise ValueError(f"no band for a mean of {mean}")
    return max(reached)[1]


def wilson(counted: int, of: int) -> tuple[Decimal, Decimal]:
    """The Wilson 95 % interval of a share, in per cent to one decimal: honest also for few people and for none.

    Wilson, E. B. (1927), without a correction for continuity; both ends lie within 0 and 100.
    """
    if not 0 <= counted <= of or of == 0:
        raise ValueError(f"{counted} of {of}")
    with localcontext() as context:
        context.prec = 40
        n, p, z = Decimal(of), Decimal(counted) / Decimal(of), Z95
        middle = p + z * z / (2 * n)
        reach = z * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt()
        whole = 1 + z * z / n
        low, high = (middle - reach) / whole, (middle + reach) / whole
        tenth = Decimal("0.1")
        return (max(low, Decimal(0)) * HUNDRED).quantize(tenth), (min(high, Decimal(1)) * HUNDRED).quantize(tenth)
