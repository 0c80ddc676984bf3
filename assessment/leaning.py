"""Who of a commission is strict and who is lenient, exactly. Knows fractions, not the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

# Beside nobody else a total lies nowhere.
FEWEST = 2


@dataclass(frozen=True)
class Leaning:
    """The mean difference of a member's totals from the mean of the panel, in points, over `n` defences."""

    mean: Fraction
    n: int


def leanings(panels: Iterable[Mapping[int, Fraction]]) -> dict[int, Leaning]:
    """By member; a panel holds the totals of everybody who scored one defence. Whoever scored alone leans nowhere."""
    differences: dict[int, list[Fraction]] = defaultdict(list)
    for panel in panels:
        if len(panel) < FEWEST:
            continue
        middle = sum(panel.values(), Fraction(0)) / len(panel)
        for member, total in panel.items():
            differences[member].append(total - middle)
    return {member: Leaning(sum(found, Fraction(0)) / len(found), len(found)) for member, found in differences.items()}
