"""The proposal: everybody placed once, no conflict, within the hours; or told who could not be placed, and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.proposing import Bench, Candidate, Proposal, Why, apart, propose
from assessment.slots import Pause

TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def bench(key: int, places: int, *members: int, **facts: object) -> Bench:
    until = TEN + timedelta(minutes=20 * places)
    return Bench(key, TEN, 20, until, frozenset(members), **facts)  # type: ignore[arg-type]


def people(number: int, **barred: set[int]) -> list[Candidate]:
    return [Candidate(n, n, frozenset(barred.get(f"n{n}", ()))) for n in range(number)]


def places(proposal: Proposal) -> dict[int, list[int]]:
    return {order.bench.key: [person.key for person in order.people] for order in proposal.orders}


def test_two_commissions_get_as_many_each_in_the_order_in_which_people_came() -> None:
    proposal = propose(people(5), [bench(1, 9, 10), bench(2, 9, 20)])
    assert places(proposal) == {1: [0, 2, 4], 2: [1, 3]}
    assert proposal.left == ()
    assert [begins for begins, _ends in proposal.orders[1].slots] == [TEN, TEN + timedelta(minutes=20)]


def test_who_stands_on_a_day_already_counts() -> None:
    proposal = propose(people(3), [bench(1, 9, 10, taken=4), bench(2, 9, 20, taken=2)])
    assert places(proposal) == {1: [2], 2: [0, 1]}


def test_nobody_is_proposed_to_a_member_who_must_not_assess_them() -> None:
    proposal = propose(people(4, n0={10}, n1={20}, n2={10, 20}), [bench(1, 9, 10, 11), bench(2, 9, 20)])
    assert places(proposal) == {1: [1, 3], 2: [0]}
    assert proposal.left == ((Candidate(2, 2, frozenset({10, 20})), Why.BARRED),)


def test_who_can_go_elsewhere_makes_room_for_who_cannot() -> None:
    """The first two would fill the only commission that suits the third."""
    crowd = people(3, n2={10})
    proposal = propose(crowd, [bench(1, 2, 10), bench(2, 1, 20)])
    assert places(proposal) == {1: [0, 1], 2: [2]}


def test_who_is_left_when_the_hours_are_over_is_told_so() -> None:
    proposal = propose(people(4, n3={10}), [bench(1, 2, 10)])
    assert proposal.placed == 2
    assert [(person.key, why) for person, why in proposal.left] == [(2, Why.FULL), (3, Why.BARRED)]


def test_without_a_commission_nobody_is_placed() -> None:
    assert [why for _person, why in propose(people(1), []).left] == [Why.FULL]


def test_while_a_member_is_away_there_is_a_pause() -> None:
    away = ((TEN + timedelta(minutes=30), TEN + timedelta(minutes=62)),)
    order = propose(people(3), [bench(1, 9, 10, away=away)]).orders[0]
    assert order.pauses == (Pause(1, 45),)
    assert [f"{begins:%H:%M}" for begins, _ends in order.slots] == ["10:00", "11:05", "11:25"]
    only_one = propose(people(1), [bench(1, 9, 10, away=away)]).orders[0]
    assert (only_one.pauses, only_one.new_pauses) == ((), [])


def test_a_member_who_is_away_in_the_morning_makes_the_day_begin_later() -> None:
    away = ((TEN, TEN + timedelta(minutes=60)),)
    order = propose(people(1), [bench(1, 9, 10, away=away)]).orders[0]
    assert (order.pauses, order.slots[0][0]) == ((Pause(0, 60),), TEN + timedelta(hours=1))


def test_lunch_stays_where_it_is_and_a_day_that_has_begun_takes_nobody_into_the_past() -> None:
    order = propose(people(3), [bench(1, 12, 10, pauses=(Pause(2, 60),))]).orders[0]
    assert [f"{begins:%H:%M}" for begins, _ends in order.slots] == ["10:00", "10:20", "11:40"]
    assert propose(people(1), [bench(1, 9, 10, not_before=NOON)]).placed == 0
    assert propose(people(1), [bench(1, 9, 10, taken=6, not_before=NOON)]).placed == 1


def test_colleagues_do_not_follow_each_other_where_somebody_can_stand_between() -> None:
    schools = [1, 1, 1, 2, 3]
    crowd = [Candidate(n, school) for n, school in enumerate(schools)]
    assert [person.key for person in apart(crowd)] == [0, 3, 1, 4, 2]
    assert [person.key for person in apart(crowd[:2])] == [0, 1]


MEMBERS = st.frozensets(st.integers(1, 5), min_size=1, max_size=3)


@st.composite
def facts(draw: st.DrawFn) -> tuple[list[Candidate], list[Bench]]:
    crowd = [
        Candidate(
            n,
            draw(st.integers(1, 3)),
            draw(st.frozensets(st.integers(1, 5), max_size=2)),
            draw(st.frozensets(st.integers(0, 2), max_size=1)),
        )
        for n in range(draw(st.integers(0, 7)))
    ]
    benches = []
    for key in range(draw(st.integers(0, 3))):
        since = TEN + timedelta(minutes=draw(st.integers(0, 200)))
        away = ((since, since + timedelta(minutes=draw(st.integers(1, 90)))),) if draw(st.booleans()) else ()
        pauses = (Pause(draw(st.integers(1, 3)), draw(st.integers(5, 60))),) if draw(st.booleans()) else ()
        places, taken = draw(st.integers(0, 6)), draw(st.integers(0, 2))
        benches.append(bench(key, places, *draw(MEMBERS), away=away, pauses=pauses, taken=taken))
    return crowd, benches


# The first facts are drawn while the machine still reads its modules.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(facts())
def test_whatever_the_facts_everybody_stands_once_or_is_named(known: tuple[list[Candidate], list[Bench]]) -> None:
    crowd, benches = known
    proposal = propose(crowd, benches)
    assert proposal == propose(crowd, benches)
    stood = [person.key for order in proposal.orders for person in order.people]
    assert sorted([*stood, *(person.key for person, _why in proposal.left)]) == [person.key for person in crowd]
    for order in proposal.orders:
        assert set(order.bench.pauses) <= set(order.pauses) or order.new_pauses
        assert not any(person.barred & order.bench.members for person in order.people)
        assert not any(order.bench.key in person.not_on for person in order.people)
        for begins, ends in order.slots:
            assert ends <= order.bench.until
            assert not any(since < ends and until > begins for since, until in order.bench.away)
        assert all(first[1] <= second[0] for first, second in pairwise(order.slots))


def most(crowd: list[Candidate], room: dict[int, int], suits: dict[int, list[int]]) -> int:
    """How many can be placed at all, by trying everything."""
    if not crowd:
        return 0
    first, rest = crowd[0], crowd[1:]
    best = most(rest, room, suits)
    for key in suits[first.key]:
        if room[key]:
            best = max(best, 1 + most(rest, {**room, key: room[key] - 1}, suits))
    return best


@given(facts())
def test_no_proposal_places_more_and_none_is_more_even(known: tuple[list[Candidate], list[Bench]]) -> None:
    crowd, benches = known
    proposal = propose(crowd, benches)
    alone = [Candidate(-n, 0) for n in range(1, 20)]
    room = {each.key: propose(alone, [each]).placed for each in benches}
    suits = {person.key: [each.key for each in benches if person.suits(each)] for person in crowd}
    assert proposal.placed == most(crowd, room, suits)
    load = {order.bench.key: order.bench.taken + len(order.people) for order in proposal.orders}
    free = {order.bench.key: room[order.bench.key] - len(order.people) for order in proposal.orders}
    for order in proposal.orders:
        for person in order.people:
            others = [key for key in suits[person.key] if free[key]]
            assert all(load[order.bench.key] - load[key] <= 1 for key in others)
