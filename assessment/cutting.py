"""Edges that part a graph: the smallest cut, and how firmly two points are bound together. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Node = tuple[str, int | str | None]
# Both directions of each edge, with its weight.
Graph = dict[Node, dict[Node, int]]


def small_cut(graph: Graph, fewest: int) -> frozenset[Node] | None:
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


def are_bound(graphs: Sequence[Graph], one: Node, other: Node, fewest: int) -> bool:
    """Whether at least so many, over all graphs together, have to go to part the two."""
    if sum(_side_by_side(graph, one, other) for graph in graphs) >= fewest:
        return True
    if sum(min(_degree(graph, one), _degree(graph, other)) for graph in graphs) < fewest:
        return False
    bound = 0
    for graph in graphs:
        bound += _flow(graph, one, other, fewest - bound)
        if bound >= fewest:
            return True
    return False


def _degree(graph: Graph, node: Node) -> int:
    return sum(graph.get(node, {}).values())


def _side_by_side(graph: Graph, one: Node, other: Node) -> int:
    """How many bind the two through their common neighbours: never more than the flow, and found at once."""
    near, far = graph.get(one, {}), graph.get(other, {})
    return sum(min(n, far[node]) for node, n in near.items() if node in far)


def _flow(graph: Graph, start: Node, end: Node, enough: int) -> int:
    """The greatest flow between two points, which is the smallest cut between them; no more than is enough."""
    if start not in graph or end not in graph:
        return 0
    left = {node: dict(others) for node, others in graph.items()}
    flow = 0
    while flow < enough:
        came = _way(left, start, end)
        if came is None:
            break
        steps = []
        node = end
        while node != start:
            steps.append((came[node], node))
            node = came[node]
        size = min(left[here][there] for here, there in steps)
        for here, there in steps:
            left[here][there] -= size
            left[there][here] += size
        flow += size
    return min(flow, enough)


def _way(left: Graph, start: Node, end: Node) -> dict[Node, Node] | None:
    """From which point each was reached, along what has room left; nothing where the end was not."""
    came, waiting = {start: start}, [start]
    while waiting:
        here = waiting.pop(0)
        for there, room in left[here].items():
            if room and there not in came:
                came[there] = here
                waiting.append(there)
        if end in came:
            return came
    return None
