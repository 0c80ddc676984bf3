"""Which groups of a report may be told, so that no sum or difference of what is told gives a group of under five.

People are counted by cohort and by region. Whoever adds and subtracts the counts of cohorts and regions weighs each
person by (weight of their cohort) + (weight of their region); those with a weight other than nothing are what becomes
known. Taken as a graph – cohorts and regions are its points, people its edges – that is an edge cut, so nothing small
becomes known exactly when no cut is smaller than five. What is not told is pooled into a rest, for the rest is known,
too: the whole minus what is told. A cut that is too small is mended by pooling one more group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

# Fewer could be told apart by whoever knows the group.
FEWEST = 5

Kind = Literal["everybody", "programme", "cohort", "region"]
Node = tuple[str, Hashable]
Graph = dict[Node, dict[Node, int]]


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
    key: Hashable = None

    def has(self, place: Place) -> bool:
        return self.kind == "everybody" or getattr(place, self.kind) == self.key


EVERYBODY = Group("everybody")
# A value that people gave, and how many of a place gave it.
Counts = Mapping[Place, Mapping[str, int]]


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


def told_of(counts: Counts, among: Iterable[Group] | None = None) -> Told:
    """As many groups as may be told together; `among` are those that are told of at all."""
    told = Told(set(groups_of(counts) if among is None else among))
    values = sorted({value for each in counts.values() for value in each})
    while told.groups:
        cuts = (cut for value in values if (cut := small_cut(graph_of(counts, value, told))))
        cut = next(cuts, None)
        if cut is None:
            break
        told.groups.discard(_to_pool(cut, counts, told))
        if EVERYBODY not in told.groups:
            told.groups.clear()
    return told


def graph_of(counts: Counts, value: str, told: Told) -> Graph:
    graph: Graph = defaultdict(lambda: defaultdict(int))
    for place, values in counts.items():
        if n := values.get(value, 0):
            left, right = told.node_left(place), told.node_right(place)
            graph[left][right] += n
            graph[right][left] += n
    return {node: dict(others) for node, others in graph.items()}


def small_cut(graph: Graph, fewest: int = FEWEST) -> frozenset[Node] | None:
    """One side of a cut that parts fewer people than `fewest`, the smaller side; nothing where there is none."""
    for node in sorted(graph, key=repr):
        if sum(graph[node].values()) < fewest:
            return frozenset([node])
    for part in _components(graph):
        if side := _cut_within(graph, part, fewest):
            return side if len(side) * 2 <= len(part) else part - side
    return None


def _components(graph: Graph) -> Iterator[frozenset[Node]]:
    left = set(graph)
    while left:
        found, waiting = set[Node](), [min(left, key=repr)]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += graph[node]
        left -= found
        yield frozenset(found)


def _cut_within(graph: Graph, part: frozenset[Node], fewest: int) -> frozenset[Node] | None:
    """Stoer and Wagner's minimum cut, which stops at the first one that is small enough."""
    weights = {node: dict(graph[node]) for node in sorted(part, key=repr)}
    merged = {node: {node} for node in weights}
    while len(weights) > 1:
        before, last, weight = _phase(weights)
        if weight < fewest:
            return frozenset(merged[last])
        merged[before] |= merged.pop(last)
        for node, n in weights.pop(last).items():
            weights[node].pop(last, None)
            if node != before:
                weights[before][node] = weights[before].get(node, 0) + n
                weights[node][before] = weights[before][node]
    return None


def _phase(weights: dict[Node, dict[Node, int]]) -> tuple[Node, Node, int]:
    """The two points that are reached last, and how many people bind the last one to all others."""
    bound = dict.fromkeys(weights, 0)
    before = last = next(iter(weights))
    weight = 0
    while bound:
        before, last = last, max(bound, key=bound.__getitem__)
        weight = bound.pop(last)
        for node, n in weights[last].items():
            if node in bound:
                bound[node] += n
    return before, last, weight


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


def _smallest_left(programme: Hashable, counts: Counts, told: Told) -> Group:
    cohorts = {place.cohort for place in counts if programme in (None, place.programme)}
    if cohort := _smallest("cohort", counts, told, cohorts):
        return cohort
    if programme is not None:
        return Group("programme", programme)
    return _any_left(counts, told)


def _any_left(counts: Counts, told: Told) -> Group:
    return _smallest("cohort", counts, told) or _smallest("programme", counts, told) or EVERYBODY


def _smallest(kind: Kind, counts: Counts, told: Told, keys: set[Hashable] | set[int] | None = None) -> Group | None:
    among = [each for each in told.groups if each.kind == kind and (keys is None or each.key in keys)]
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

    Nothing of any of them where the sum and the ranges of the others would narrow one down.
    """
    whole = {group: count_in(group, counts) for group in pool}
    n = {group: sum(values.values()) for group, values in whole.items()}
    given = {group: values.get(value, 0) for group, values in whole.items()}
    said = {group: found for group in pool if (found := _range(given[group], n[group]))}
    bounds = {group: said.get(group, Range(0, n[group])) for group in pool}
    total = sum(given.values())
    for group, own in said.items():
        others = [bounds[each] for each in pool if each != group]
        low = max(own.low, total - sum(each.high for each in others))
        high = min(own.high, total - sum(each.low for each in others))
        if high - low < FEWEST - 1:
            return {}
    return said


def _range(count: int, n: int) -> Range | None:
    if n < 2 * FEWEST:
        return None
    if count < FEWEST:
        return Range(0, FEWEST - 1)
    return Range(n - FEWEST + 1, n) if n - count < FEWEST else None
