"""Which groups of a report may be told, so that no sum or difference of what is told gives a group of under five.

People are counted by cohort and by region. Whoever adds and subtracts the counts of cohorts and regions weighs each
person by (weight of their cohort) + (weight of their region); those with a weight other than nothing are what becomes
known. Taken as a graph – cohorts and regions are its points, people its edges – that is an edge cut, so nothing small
becomes known exactly when no cut is smaller than five. What is not told is pooled into a rest, for the rest is known,
too: the whole minus what is told. A cut that is too small is mended by pooling one more group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from assessment.cutting import Graph, Node, are_bound, small_cut

# Fewer could be told apart by whoever knows the group.
FEWEST = 5

Kind = Literal["everybody", "programme", "cohort", "region"]
Key = int | str | None


@dataclass(frozen=True)
class Place:
    """Where somebody is counted."""

    programme: int
    cohort: int
    region: str


@dataclass(frozen=True)
class Group:
    """A report is on one of these: everybody, a programme, a cohort, a region."""

    kind: Kind
    key: Key = None

    def has(self, place: Place) -> bool:
        return self.kind == "everybody" or getattr(place, self.kind) == self.key


EVERYBODY = Group("everybody")
# A value that people gave, and how many of a place gave it.
Counts = Mapping[Place, Mapping[str, int]]
Frozen = tuple[tuple[Place, tuple[tuple[str, int], ...]], ...]


@dataclass
class Told:
    """The groups whose counts of one question are told."""

    groups: set[Group] = field(default_factory=set)

    def __contains__(self, group: Group) -> bool:
        return group in self.groups

    def node_left(self, place: Place) -> Node:
        if Group("cohort", place.cohort) in self.groups:
            return "cohort", place.cohort
        return ("rest of programme", place.programme if Group("programme", place.programme) in self.groups else None)

    def node_right(self, place: Place) -> Node:
        return ("region", place.region) if Group("region", place.region) in self.groups else ("rest of regions", None)


def groups_of(places: Iterable[Place]) -> set[Group]:
    found = {EVERYBODY}
    for place in places:
        found |= {Group("programme", place.programme), Group("cohort", place.cohort), Group("region", place.region)}
    return found


def count_in(group: Group, counts: Counts) -> dict[str, int]:
    """How many of the group gave each value."""
    found: dict[str, int] = defaultdict(int)
    for place, values in counts.items():
        if group.has(place):
            for value, n in values.items():
                found[value] += n
    return dict(found)


def told_of(counts: Counts, base: Told | None = None) -> Told:
    """As many groups as may be told together; `base` are those whose number of people is told.

    Worked out once for the same counts: whoever reads on, about another group, does not wait for it again.
    """
    frozen = tuple((place, tuple(sorted(values.items()))) for place, values in sorted(counts.items(), key=repr))
    return Told(set(_told_of(frozen, frozenset(base.groups) if base else None)))


@lru_cache(maxsize=512)
def _told_of(frozen: Frozen, known: frozenset[Group] | None) -> frozenset[Group]:
    counts = {place: dict(values) for place, values in frozen}
    base = Told(set(known)) if known is not None else None
    told = Told(set(base.groups if base else groups_of(counts)))
    values = sorted({value for each in counts.values() for value in each})
    told.groups -= _small_themselves(counts, told)
    while told.groups:
        cuts = (cut for value in values if (cut := small_cut(graph_of(counts, value, told), FEWEST)))
        if cut := next(cuts, None):
            told.groups.discard(_to_pool(cut, counts, told))
        elif base and (loose := _loose_pool(counts, values, told, base)):
            told.groups.discard(_to_join(loose, counts, told))
        else:
            break
        if EVERYBODY not in told.groups:
            told.groups.clear()
    return frozenset(told.groups)


def graph_of(counts: Counts, value: str, told: Told) -> Graph:
    graph: Graph = defaultdict(lambda: defaultdict(int))
    for place, values in counts.items():
        if n := values.get(value, 0):
            left, right = told.node_left(place), told.node_right(place)
            graph[left][right] += n
            graph[right][left] += n
    return {node: dict(others) for node, others in graph.items()}


def _to_pool(cut: frozenset[Node], counts: Counts, told: Told) -> Group:
    """The group that mends the cut at the least cost: what is small itself, else the smallest region it goes through,
    else the smallest cohort; at last the programme, and the whole.
    """
    if len(cut) == 1:
        kind, key = next(iter(cut))
        if kind in {"cohort", "region"}:
            return Group("cohort" if kind == "cohort" else "region", key)
        if kind == "rest of regions":
            return _smallest("region", counts, told) or _any_left(counts, told)
        return _smallest_left(key, counts, told)
    touched = {key for kind, key in cut if kind == "region"}
    return _smallest("region", counts, told, touched) or _smallest("region", counts, told) or _any_left(counts, told)


def _small_themselves(counts: Counts, told: Told) -> set[Group]:
    """The cohorts and regions in which few gave one of the values: pooled all at once, before anything is searched."""
    sizes: dict[Group, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for place, values in counts.items():
        for value, n in values.items():
            sizes[Group("cohort", place.cohort)][value] += n
            sizes[Group("region", place.region)][value] += n
    return {group for group in told.groups & sizes.keys() if any(0 < n < FEWEST for n in sizes[group].values())}


def _loose_pool(counts: Counts, values: Sequence[str], told: Told, base: Told) -> Node | None:
    """A pool whose groups could be parted by their numbers alone; nothing where there is none."""
    graphs = [graph_of(counts, value, base) for value in values]
    for pool, nodes in _pools(counts, told, base).items():
        joined, waiting = [nodes[0]], nodes[1:]
        while waiting:
            bound = next(
                (node for node in waiting if any(are_bound(graphs, node, each, FEWEST) for each in joined)), None
            )
            if bound is None:
                return pool
            waiting.remove(bound)
            joined.append(bound)
    return None


def _pools(counts: Counts, told: Told, base: Told) -> dict[Node, list[Node]]:
    """Those whose numbers are told, by the rest in which their answers are."""
    found: dict[Node, set[Node]] = defaultdict(set)
    for place, values in counts.items():
        if any(values.values()):
            found[told.node_left(place)].add(base.node_left(place))
            found[told.node_right(place)].add(base.node_right(place))
    return {pool: sorted(found[pool], key=repr) for pool in sorted(found, key=repr)}


def _to_join(pool: Node, counts: Counts, told: Told) -> Group:
    """One more group for a pool that is too loose: of its own kind, the smallest; then the programme, and the whole."""
    kind, key = pool
    if kind == "rest of regions":
        return _smallest("region", counts, told) or EVERYBODY
    return _smallest_left(key, counts, told)


def _smallest_left(programme: Key, counts: Counts, told: Told) -> Group:
    cohorts = {place.cohort for place in counts if programme in (None, place.programme)}
    if cohort := _smallest("cohort", counts, told, cohorts):
        return cohort
    if programme is not None:
        return Group("programme", programme)
    return _any_left(counts, told)


def _any_left(counts: Counts, told: Told) -> Group:
    return _smallest("cohort", counts, told) or _smallest("programme", counts, told) or EVERYBODY


def _smallest(kind: Kind, counts: Counts, told: Told, keys: Iterable[Key] | None = None) -> Group | None:
    among = [each for each in told.groups if each.kind == kind and (keys is None or each.key in set(keys))]
    return min(among, key=lambda each: (_size(each, counts), repr(each.key)), default=None)


def _size(group: Group, counts: Counts) -> int:
    return sum(count_in(group, counts).values())


@dataclass(frozen=True)
class Range:
    """What may be said of a count that is not told: from so many to so many."""

    low: int
    high: int


def ranges_of(value: str, counts: Counts, pool: Sequence[Group]) -> dict[Group, Range]:
    """For the groups of a pool, whose sum is known: where fewer than five, or all but fewer than five, gave the value.

    Nothing of any of them where the sum and the ranges of the others would leave one fewer than three possibilities.
    """
    whole = {group: count_in(group, counts) for group in pool}
    n = {group: sum(values.values()) for group, values in whole.items()}
    given = {group: values.get(value, 0) for group, values in whole.items()}
    said = {group: found for group in pool if (found := range_of(given[group], n[group]))}
    bounds = {group: said.get(group, Range(0, n[group])) for group in pool}
    total = sum(given.values())
    for group, own in said.items():
        others = [bounds[each] for each in pool if each != group]
        low = max(own.low, total - sum(each.high for each in others))
        high = min(own.high, total - sum(each.low for each in others))
        if high - low < 2:
            return {}
    return said


def range_of(count: int, n: int) -> Range | None:
    """Where nothing is known but this: fewer than five, or all but fewer than five, of at least ten."""
    if n < 2 * FEWEST:
        return None
    if count < FEWEST:
        return Range(0, FEWEST - 1)
    return Range(n - FEWEST + 1, n) if n - count < FEWEST else None
