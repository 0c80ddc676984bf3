"""Who could defend before which commission and when: a proposal, worked out without the database.

Everybody gets a place, unless every commission with a place left has a member who must not assess them. Nobody stands
at a time at which a member cannot be there: a pause comes before that place instead. The commissions get as many
participants each as the conflicts allow, and colleagues of one school do not follow each other where somebody else can
stand between. The same facts always give the same proposal.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import count

from assessment.slots import LONGEST, Pause, pause_after, slot, with_pause

Span = tuple[datetime, datetime]
# A pause that is made ends at a time that a clock on the wall shows well.
WHOLE_MINUTES = 5


class Why(Enum):
    """Why somebody could not be placed."""

    BARRED = "barred"
    FULL = "full"


@dataclass(frozen=True)
class Candidate:
    """Somebody who waits, and the members who must not assess them."""

    key: int
    school: int
    barred: frozenset[int] = frozenset()
    # The days on which they cannot defend, whoever sits there.
    not_on: frozenset[int] = frozenset()

    def suits(self, bench: Bench) -> bool:
        return bench.key not in self.not_on and not self.barred & bench.members


@dataclass(frozen=True)
class Bench:
    """A commission on its day: when its first place begins, and when its last one has to be over."""

    key: int
    first: datetime
    minutes: int
    until: datetime
    members: frozenset[int]
    pauses: tuple[Pause, ...] = ()
    taken: int = 0
    # When a member cannot be there, and until when it is too late to stand anywhere.
    away: tuple[Span, ...] = ()
    not_before: datetime | None = None


@dataclass(frozen=True)
class Order:
    """Who comes after those who stand there already, and the pauses of the whole day."""

    bench: Bench
    people: tuple[Candidate, ...]
    pauses: tuple[Pause, ...]

    @property
    def slots(self) -> list[Span]:
        places = range(self.bench.taken + 1, self.bench.taken + len(self.people) + 1)
        return [slot(self.bench.first, self.bench.minutes, self.pauses, place) for place in places]

    @property
    def new_pauses(self) -> list[Pause]:
        return [pause for pause in self.pauses if pause not in self.bench.pauses]


@dataclass(frozen=True)
class Proposal:
    orders: tuple[Order, ...]
    left: tuple[tuple[Candidate, Why], ...]

    @property
    def placed(self) -> int:
        return sum(len(order.people) for order in self.orders)


def propose(candidates: Sequence[Candidate], benches: Sequence[Bench]) -> Proposal:
    """Places for as many as can have one; of each of the others, why not."""
    pauses = {bench.key: _pauses_by_place(bench) for bench in benches}
    room = {key: len(found) for key, found in pauses.items()}
    suits = {
        person.key: [bench.key for bench in benches if room[bench.key] and person.suits(bench)] for person in candidates
    }
    given = _given(candidates, suits, room, {bench.key: bench.taken for bench in benches})
    orders = []
    for bench in benches:
        people = tuple(apart([person for person in candidates if given.get(person.key) == bench.key]))
        made = pauses[bench.key][len(people) - 1] if people else bench.pauses
        orders.append(Order(bench, people, made))
    left = [(person, _why(person, benches)) for person in candidates if person.key not in given]
    return Proposal(tuple(orders), tuple(left))


def apart(people: Sequence[Candidate]) -> list[Candidate]:
    """In their order, but for those who would follow a colleague while somebody of another school still waits."""
    waiting = list(people)
    found: list[Candidate] = []
    while waiting:
        last = found[-1].school if found else None
        following = next((person for person in waiting if person.school != last), waiting[0])
        waiting.remove(following)
        found.append(following)
    return found


def _why(person: Candidate, benches: Sequence[Bench]) -> Why:
    return Why.FULL if not benches or any(person.suits(bench) for bench in benches) else Why.BARRED


def _pauses_by_place(bench: Bench) -> list[tuple[Pause, ...]]:
    """For each place that is free, in order: the pauses of the day once it is taken."""
    found: list[tuple[Pause, ...]] = []
    pauses = bench.pauses
    for place in count(bench.taken + 1):
        begins, ends = slot(bench.first, bench.minutes, pauses, place)
        while (late := _ends_of_hindrance(bench, begins, ends)) is not None:
            length = pause_after(pauses, place - 1) + _minutes_until(begins, late)
            if length > LONGEST:
                return found
            pauses = with_pause(pauses, place - 1, length)
            begins, ends = slot(bench.first, bench.minutes, pauses, place)
        if ends > bench.until or (bench.not_before is not None and begins < bench.not_before):
            return found
        found.append(_up_to(pauses, bench, place))
    return found


def _up_to(pauses: Iterable[Pause], bench: Bench, place: int) -> tuple[Pause, ...]:
    """What was made for later places is not needed before somebody stands there."""
    return tuple(pause for pause in pauses if pause.after < place or pause in bench.pauses)


def _ends_of_hindrance(bench: Bench, begins: datetime, ends: datetime) -> datetime | None:
    return max((until for since, until in bench.away if since < ends and until > begins), default=None)


def _minutes_until(begins: datetime, late: datetime) -> int:
    minutes = -((begins - late) // timedelta(minutes=1))
    return -(-minutes // WHOLE_MINUTES) * WHOLE_MINUTES


def _given(
    candidates: Sequence[Candidate],
    suits: Mapping[int, Sequence[int]],
    room: Mapping[int, int],
    taken: Mapping[int, int],
) -> dict[int, int]:
    """By candidate the bench: as many as possible, and then as evenly as possible."""
    given: dict[int, int] = {}
    load = dict(taken)
    for person in sorted(candidates, key=lambda each: len(suits[each.key])):
        _seat(person.key, given, suits, room, load, taken)
    _even_out(candidates, given, suits, room, load, taken)
    return given


def _seat(
    person: int,
    given: dict[int, int],
    suits: Mapping[int, Sequence[int]],
    room: Mapping[int, int],
    load: dict[int, int],
    taken: Mapping[int, int],
) -> None:
    """Where the fewest are; where all that suit are full, others make room as long as one of them can."""
    came: dict[int, tuple[int, int | None]] = {}
    waiting = deque(sorted(suits[person], key=lambda key: load[key]))
    came |= dict.fromkeys(waiting, (person, None))
    while waiting:
        bench = waiting.popleft()
        if load[bench] - taken[bench] < room[bench]:
            load[bench] += 1
            at: int | None = bench
            while at is not None:
                who, before = came[at]
                given[who], at = at, before
            return
        for other in [who for who, where in given.items() if where == bench]:
            for free in sorted(suits[other], key=lambda key: load[key]):
                if free not in came:
                    came[free] = (other, bench)
                    waiting.append(free)


def _even_out(
    candidates: Sequence[Candidate],
    given: dict[int, int],
    suits: Mapping[int, Sequence[int]],
    room: Mapping[int, int],
    load: dict[int, int],
    taken: Mapping[int, int],
) -> None:
    """Somebody goes to a commission that has two fewer, until nobody can."""
    moved = True
    while moved:
        moved = False
        for person in reversed(candidates):
            if (here := given.get(person.key)) is None:
                continue
            there = min(suits[person.key], key=lambda key: load[key])
            if load[here] - load[there] >= 2 and load[there] - taken[there] < room[there]:
                given[person.key] = there
                load[here] -= 1
                load[there] += 1
                moved = True
