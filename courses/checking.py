"""The proof that the orders of the head are numbered without gaps (design §3.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from courses.models import Order
from courses.numbering import gaps
from courses.ordering import series_of


def problems() -> Iterator[str]:
    """Every gap as a sentence; nothing where each kind and year runs on."""
    taken: dict[tuple[str, int], set[int]] = defaultdict(set)
    for kind, is_specimen, year, number in Order.objects.values_list("kind", "is_specimen", "year", "number"):
        taken[series_of(Order.Kind(kind), specimen=is_specimen), year].add(number)
    series = {series_of(kind, specimen=specimen) for kind in Order.Kind for specimen in (True, False)}
    yield from gaps("order", taken, series=series)
