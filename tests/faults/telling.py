"""What ought to have been told to whom, reckoned from the days alone; and whether it was."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from certificates.models import Document
from people.kinds import COUNTED, WAIT
from people.models import OutboxMessage, Person
from tests.faults.post import NOBODY, Taken

if TYPE_CHECKING:
    from tests.faults.two_months import Kill

State = OutboxMessage.State
STEPS = (90, 30, 7)
# Seconds from the server's yes to a kill that kept us from writing it down: the worker's own, the mail server's before
# its yes was heard, the database's, which may be away already. A broker and a beat excuse nothing.
EXCUSED = {"worker": (-0.3, 0.6), "mail": (-0.3, 0.6), "postgres": (-3.0, 0.6)}


@dataclass
class Oracle:
    """Knows nothing of the product but its promise: the nearest of 90, 30 and 7 days, once, to whom it concerns."""

    expected: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    last_days: dict[int, date] = field(default_factory=dict)
    holders: dict[int, int] = field(default_factory=dict)
    # What no other message says, of those of which it is known.
    words: dict[str, str] = field(default_factory=dict)
    agreed: set[int] = field(default_factory=set)
    told: set[tuple[int, int]] = field(default_factory=set)
    # From which letter on nothing may go to this address.
    silent: dict[str, int] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    days: int = 0

    def watch(self, documents: Iterable[Document], agreed: set[int]) -> None:
        for document in documents:
            assert document.valid_through is not None
            self.last_days[document.pk], self.holders[document.pk] = document.valid_through, document.person_id
        self.agreed = set(agreed)

    def day(self, today: date) -> None:
        """All that is due by this day is settled before anything else happens."""
        self.days += 1
        for pk, last in self.last_days.items():
            left, holder = (last - today).days, self.holders[pk]
            nearest = min((step for step in STEPS if left <= step), default=None) if left >= 0 else None
            if nearest is None or holder in self.gone or (pk, nearest) in self.told:
                continue
            self.told.add((pk, nearest))
            self.expected.add(f"renewal:{pk}:{nearest}")
            if holder in self.agreed:
                self.expected.add(f"renewal:{pk}:{nearest}:school")

    def expect(self, cause: str, words: str) -> None:
        self.expected.add(cause)
        self.words[cause] = words

    def silence(self, who: Person, noted: Sequence[Taken]) -> None:
        self.gone.add(who.pk)
        self.silent[who.email] = len(noted)
        if who.pk in self.agreed:
            self.silence_school(who, noted)

    def silence_school(self, who: Person, noted: Sequence[Taken]) -> None:
        """Each has a school of their own."""
        self.agreed.discard(who.pk)
        assert who.organisation is not None
        self.silent[who.organisation.email] = len(noted)

    def called_off(self, row: OutboxMessage) -> bool:
        """Whether whoever it is for, or is about, wants it no more."""
        said, _colon, rest = row.cause.partition(":")
        if row.person_id is not None or said != "renewal":
            return row.person_id in self.gone
        return self.holders.get(int(rest.split(":")[0])) not in self.agreed


def contradictions(oracle: Oracle, noted: Sequence[Taken], kills: Sequence[Kill]) -> Iterator[str]:
    """Sentences on whatever is lost, doubled, at a wrong hour or to somebody who wanted none."""
    rows = list(OutboxMessage.objects.exclude(kind="digest").select_related("digest"))
    causes = {row.cause for row in rows}
    yield from _differs("causes that nobody wrote", oracle.expected - causes)
    yield from _differs("causes that nobody expected", causes - oracle.expected)
    arrived = Counter(each.message_id for each in noted)
    yield from _differs("causes that did not arrive", {row.cause for row in rows if not _is_told(oracle, row, arrived)})
    second = {row.cause for row in rows if row.digest_id and row.message_id in arrived}
    second |= {cause for cause, words in oracle.words.items() if len(_carriers(words, noted)) > 1}
    yield from _differs("causes that arrived under two Message-IDs", second)
    known = set(OutboxMessage.objects.values_list("message_id", flat=True))
    yield from _differs("Message-IDs of nobody", arrived.keys() - known)
    yield from _differs("letters after somebody opted out", set(_after(oracle, noted)))
    yield from _differs("letters in the quiet hours", set(_at_night(noted)))
    yield from _differs("people who had too many on one day", set(_too_many(noted, kills)))
    left_out = [row for row in rows if row.digest and row.digest.state == State.SENT and row.subject not in
                next((each.text for each in noted if each.message_id == row.digest.message_id), "")]  # fmt: skip
    yield from _differs(
        "messages that are not in the one they went with", {row.cause for row in left_out if row.subject}
    )


def _carriers(words: str, noted: Sequence[Taken]) -> set[str]:
    return {each.message_id for each in noted if words in each.text}


def _is_told(oracle: Oracle, row: OutboxMessage, arrived: Counter[str]) -> bool:
    """Sent, or in one that was sent; refused for good where nobody lives; or called back in time."""
    carrier = row.digest or row
    if carrier.state == State.SENT:
        return bool(arrived[carrier.message_id])
    if carrier.state == State.GIVEN_UP:
        return carrier.to_email.startswith(NOBODY)
    return State(row.state) in (State.ERASED, State.WITHDRAWN) and oracle.called_off(row)


def _after(oracle: Oracle, noted: Sequence[Taken]) -> Iterator[str]:
    for n, each in enumerate(noted):
        if n >= oracle.silent.get(each.to, len(noted)):
            yield f"{each.to} {each.at:%d.%m}"


def _kinds() -> dict[str, str]:
    return dict(OutboxMessage.objects.values_list("message_id", "kind"))


def _at_night(noted: Sequence[Taken]) -> Iterator[str]:
    kinds = _kinds()
    for each in noted:
        hour = timezone.localtime(each.at).hour
        if kinds.get(each.message_id) in WAIT and (hour >= 21 or hour < 8):
            yield f"{each.to} at {hour}"


def _too_many(noted: Sequence[Taken], kills: Sequence[Kill]) -> Iterator[str]:
    """What a kill kept us from writing down, nobody could count."""
    kinds, had = _kinds(), defaultdict(set)
    for each in noted:
        if kinds.get(each.message_id) in COUNTED and not _is_excused(each, kills):
            had[each.to, timezone.localdate(each.at)].add(each.message_id)
    yield from (f"{to} {len(ids)} on {day}" for (to, day), ids in had.items() if len(ids) > 3)


def repeats(noted: Sequence[Taken], kills: Sequence[Kill]) -> list[bool]:
    """Of each letter that came once more: whether a kill fell between its yes and our note when it was taken before."""
    first: dict[str, Taken] = {}
    found = []
    for each in noted:
        if each.message_id in first:
            found.append(_is_excused(first[each.message_id], kills))
        first[each.message_id] = each
    return found


def _is_excused(taken: Taken, kills: Sequence[Kill]) -> bool:
    """Taken beside a kill, after which nobody had written down that it was."""
    for kill in kills:
        before, after = EXCUSED.get(kill.part.rstrip("2"), (0.0, -1.0))
        if before <= kill.tick - taken.tick <= after and taken.message_id in kill.unsettled:
            return True
    return False


def _differs(what: str, which: Iterable[str]) -> Iterator[str]:
    rows = sorted(which)
    if rows:
        yield f"{len(rows)} {what}: {', '.join(rows[:4])}"
