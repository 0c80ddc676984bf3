"""The order of a day, without the database: numbers typed beside names, and one step up or down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def by_numbers(present: Sequence[int], typed: Mapping[int, int]) -> list[int]:
    """The order after new numbers were typed beside some; the others keep theirs.

    Whoever moves up to a number that is taken comes before its owner, whoever moves down comes after.
    """
    places = {pk: place for place, pk in enumerate(present, start=1)}

    def key(pk: int) -> tuple[int, int]:
        here, there = places[pk], typed.get(pk, places[pk])
        return there, (there > here) - (there < here)

    return sorted(present, key=key)


def shifted(present: Sequence[int], pk: int, step: int) -> list[int]:
    """The order after one has changed places with the neighbour `step` (-1 up, 1 down) away."""
    order = [*present]
    here = order.index(pk)
    there = min(max(here + step, 0), len(order) - 1)
    order[here], order[there] = order[there], order[here]
    return order
