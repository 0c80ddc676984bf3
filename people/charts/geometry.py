"""What every picture is measured with: along x a percentage of the column, along y pixels."""

from __future__ import annotations

from decimal import Decimal

Number = int | float | Decimal


def percent(part: Number, whole: Number) -> float:
    """Share of `whole` in percent, to two decimals; 0 when there is no whole."""
    return round(float(part) / float(whole) * 100, 2) if whole else 0.0
