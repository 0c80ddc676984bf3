"""No sum and no difference of what is told gives a group of under five: tried out against linear algebra."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from assessment.cutting import small_cut
from assessment.disclosure import (
    EVERYBODY,
    FEWEST,
    Group,
    Place,
    Range,
    Told,
    count_in,
    graph_of,
    ranges_of,
    told_of,
)

A, B, C, D = (Place(1, cohort, region) for cohort, region in ((1, "x"), (2, "x"), (2, "y"), (3, "y")))
Counts = dict[Place, dict[str, int]]
Row = list[Fraction]


def rank(rows: Sequence[Sequence[Fraction]]) -> int:
    left, found = [list(row) for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for row in left[found + 1 :]:
            if row[column]:
                factor = row[column] / pivot[column]
                for place, value in enumerate(pivot):
                    row[place] -= factor * value
        found += 1
    return found


def published(counts: Counts, told: Told, base: Told) -> tuple[list[tuple[Place, str]], list[Row]]:
    """Everything the reports say, as sums over who is where and gave which value."""
    values = sorted({value for each in counts.values() for value in each})
    people = [(place, value) for place in counts for value in values if counts[place].get(value)]
    rows = [
        [Fraction(group.has(place) and value == told_value) for place, value in people]
        for group in told.groups
        for told_value in values
    ]
    rows += [[Fraction(group.has(place)) for place, _value in people] for group in base.groups]
    return people, [row for row in rows if any(row)]


def gives_away(counts: Counts, told: Told, base: Told) -> list[tuple[tuple[Place, str], ...]]:
    """The groups of one to four people whose number follows from what is told."""
    people, rows = published(counts, told, base)
    if not rows:
        return []
    whole, found = rank(rows), []
    small = [each for each in people if counts[each[0]][each[1]] < FEWEST]
    for size in range(1, FEWEST):
        for group in combinations(small, size):
            if sum(counts[place][value] for place, value in group) < FEWEST:
                follows = rank([*rows, [Fraction(each in group) for each in people]]) == whole
                found += [group] if follows else []
    return found


def some_counts(chance: Random) -> Counts:
    places = {Place(chance.choice((1, 1, 2)), chance.randint(1, 4), chance.choice("xyz")) for _ in range(6)}
    by_cohort = {place.cohort: place.programme for place in sorted(places, key=repr)}
    places = {Place(by_cohort[place.cohort], place.cohort, place.region) for place in places}
    sizes = (0, 0, 1, 2, 3, 4, 5, 6, 9, 14)
    return {place: {value: chance.choice(sizes) for value in "ab"} for place in sorted(places, key=repr)}


@pytest.mark.parametrize("seed", range(150))
def test_nothing_small_follows_from_what_is_told(seed: int) -> None:
    counts = some_counts(Random(seed))
    base = told_of({place: {"n": sum(values.values())} for place, values in counts.items()})
    told = told_of(counts, base)
    assert told.groups <= base.groups
    assert gives_away(counts, told, base) == []


def test_the_trial_finds_what_a_careless_report_gives_away() -> None:
    counts = {A: {"a": 9}, B: {"a": 2}, C: {"a": 9}}
    careless = Told({EVERYBODY, Group("cohort", 1), Group("region", "x")})
    assert gives_away(counts, careless, careless) == [((B, "a"),)]


def test_large_groups_are_all_told() -> None:
    counts = {A: {"a": 9, "b": 5}, D: {"a": 7, "b": 6}}
    assert told_of(counts).groups == {
        EVERYBODY, Group("programme", 1), Group("cohort", 1), Group("cohort", 3), Group("region", "x"),
        Group("region", "y"),
    }  # fmt: skip


def test_nobody_is_no_small_group() -> None:
    assert Group("cohort", 1) in told_of({A: {"high": 0, "low": 12}, D: {"high": 8, "low": 9}})


def test_a_small_cohort_takes_another_one_with_it() -> None:
    """The whole minus the cohorts that are shown would give it away."""
    counts = {Place(1, 1, "x"): {"a": 3}, Place(1, 2, "x"): {"a": 12}, Place(1, 3, "x"): {"a": 20}}
    told = told_of(counts)
    assert [Group("cohort", n) in told for n in (1, 2, 3)] == [False, False, True]
    assert EVERYBODY in told


def test_a_region_is_not_told_beside_a_cohort_that_differs_from_it_by_few() -> None:
    counts = {A: {"a": 20}, B: {"a": 2}, C: {"a": 20}, D: {"a": 20}}
    told = told_of(counts)
    assert Group("region", "x") not in told
    assert Group("cohort", 2) in told


def test_fewer_than_five_in_all_are_not_told_of() -> None:
    assert told_of({A: {"a": 4}}).groups == set()
    assert told_of({}).groups == {EVERYBODY}
    assert told_of({A: {"a": 20, "b": 4}}).groups == set()


def test_the_smallest_cut_is_found_between_two_clusters() -> None:
    counts = {
        Place(1, 1, "x"): {"a": 30}, Place(1, 2, "x"): {"a": 30}, Place(1, 2, "y"): {"a": 2},
        Place(1, 3, "y"): {"a": 30}, Place(1, 4, "y"): {"a": 30},
    }  # fmt: skip
    graph = graph_of(counts, "a", told_of({place: {"a": 30} for place in counts}))
    assert set(small_cut(graph, fewest=5) or ()) in (
        {("cohort", 1), ("cohort", 2), ("region", "x")}, {("cohort", 3), ("cohort", 4), ("region", "y")},
    )  # fmt: skip
    assert small_cut(graph, fewest=2) is None


def pool(*sizes: tuple[int, int]) -> tuple[Mapping[Place, Mapping[str, int]], list[Group]]:
    """Cohorts of so many who named it and so many who did not."""
    counts = {Place(1, n, "x"): {"yes": yes, "no": no} for n, (yes, no) in enumerate(sizes)}
    return counts, [Group("cohort", n) for n in range(len(sizes))]


def test_of_a_count_that_is_not_told_it_is_said_that_few_or_nearly_all_gave_it() -> None:
    counts, groups = pool((23, 2), (3, 20), (12, 12))
    assert ranges_of("yes", counts, groups) == {groups[0]: Range(21, 25), groups[1]: Range(0, 4)}
    assert count_in(groups[0], counts) == {"yes": 23, "no": 2}


def test_nothing_is_said_where_the_sum_would_narrow_it_down() -> None:
    """Two of whom fewer than five each, eight in all: it would be four and four."""
    counts, groups = pool((4, 20), (4, 20))
    assert ranges_of("yes", counts, groups) == {}


def test_of_fewer_than_ten_nothing_is_said() -> None:
    counts, groups = pool((2, 7), (30, 30))
    assert ranges_of("yes", counts, groups) == {}
