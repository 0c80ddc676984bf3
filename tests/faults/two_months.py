"""What happens in the two months: days pass, people opt out, parts die; and when all is quiet the next days pass."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from django.db.models import F
from django.utils import timezone

from people import outbox
from people.claiming import due
from people.models import OutboxMessage, Person
from postcourse import renewing, school_consent
from postcourse.models import SchoolConsent
from postcourse.renewal_days import STEPS
from tests.faults.clock import STORY
from tests.faults.house import House
from tests.faults.post import Post
from tests.faults.story import patiently
from tests.faults.telling import Oracle, contradictions, repeats
from tests.faults.waiting import last_words, within

State = OutboxMessage.State
DAYS = 60
BEGINS = datetime(2029, 3, 5, 6, tzinfo=UTC)
# Seconds. While nothing moves for so long, nobody works on anything: claims that are left are those of the dead.
STILL = 1.6
LOOK = 0.15  # between two questions whether all is done
# Of a step, when nothing moves at all, and in all.
STUCK, LONGEST = 60.0, 600.0
TO_BEGIN = TO_COUNT = 900
LATER = timedelta(minutes=11)  # than a claim is believed in
AIMED = 0.6  # of the kills: while a letter is on its way
BURST = 6  # messages for one person at one moment


@dataclass
class Kill:
    part: str
    tick: float
    # The Message-IDs that were on their way when it died.
    held: set[str] = field(default_factory=set)
    # Those, and the ones of which nobody had written down afterwards that they were taken.
    unsettled: set[str] = field(default_factory=set)


@dataclass
class Months:
    house: House
    post: Post
    parts: Sequence[str]
    random: Random
    kills: list[Kill] = field(default_factory=list)
    oracle: Oracle = field(default_factory=Oracle)
    bursts: int = 0
    # Opted out while something waited for them.
    called_back: int = 0
    stuck: bool = False

    def begin(self, certificates: int) -> None:
        from tests.faults.many import make_many

        self._set(BEGINS)
        with within(TO_BEGIN, "the certificates to be made"):
            documents = make_many(certificates, begins=timezone.localdate(BEGINS), random=self.random)
        agreed = set(SchoolConsent.objects.values_list("person", flat=True))
        self.oracle.watch(documents, agreed)
        for part in self.parts:
            self.house.start(part)
        self.post.moody = True

    def pass_by(self, steps: int, *, kills: int) -> None:
        """Each step is some days and hours; the last ones are for what was put off."""
        length = timedelta(days=DAYS) / steps
        dying = Counter(self.random.randrange(steps) for _each in range(kills))
        for n in range(steps):
            self._set(BEGINS + n * length + timedelta(hours=self.random.randrange(24)) * (length.days > 0))
            self.oracle.day(timezone.localdate())
            if n % 3 == 1:
                self._settle()
                self._opt_out()
                self._burst()
            for _each in range(dying[n]):
                self._kill()
            self._settle()
            if self.stuck:
                return
        self.post.moody = False
        self._finish()

    def _finish(self) -> None:
        for _day in range(30):
            if self.stuck or not patiently(lambda: OutboxMessage.objects.filter(state__in=OPEN).exists()):
                return
            self._set(timezone.now() + timedelta(hours=13))
            self.oracle.day(timezone.localdate())
            self._settle()

    def _set(self, moment: datetime) -> None:
        assert STORY is not None
        STORY.set(max(moment, timezone.now()) if self.oracle.days else moment)

    def _kill(self) -> None:
        """At a random moment of the work of this step; it comes back after a while."""
        part = self.random.choice([*self.parts, "redis", "postgres", "mail"])
        until = time.monotonic() + self.random.uniform(0, 0.8)
        aimed, held = self.random.random() < AIMED, set[str]()
        while time.monotonic() < until or (aimed and not held and time.monotonic() < until + 1):
            held = patiently(lambda: _message_ids(State.SENDING))
            if aimed and held:
                break
        self.kills.append(kill := Kill(part, time.monotonic(), held))
        (self.post if part == "mail" else _Part(self.house, part)).kill()
        time.sleep(self.random.uniform(0, 0.5))
        (self.post if part == "mail" else _Part(self.house, part)).start()
        kill.unsettled = held | patiently(lambda: _message_ids(State.SENDING, State.FAILED))

    def _opt_out(self) -> None:
        """Somebody takes the consent back, somebody's data are erased: if possible, of whom something waits."""
        waiting = OutboxMessage.objects.filter(state__in=(State.QUEUED, State.FAILED))
        consents = SchoolConsent.objects.filter(withdrawn_at=None).order_by("pk").select_related("person__organisation")
        told = consents.filter(person__organisation__messages__in=waiting)
        consent = patiently(lambda: told.first() or consents.first())
        if consent is not None:
            self.called_back += patiently(lambda: school_consent.take_back(consent.person))
            self.oracle.silence_school(consent.person, self.post.noted)
        people = Person.objects.filter(erased_at=None, email__startswith="principal").select_related("organisation")
        who = patiently(lambda: people.filter(messages__in=waiting).last() or people.last())
        if who is not None:
            self.called_back += patiently(lambda: waiting.filter(person=who).count())
            patiently(lambda: _erase(who))
            self.oracle.silence(who, self.post.noted)

    def _burst(self) -> None:
        """More at once than anybody should get on one day."""
        who = patiently(lambda: Person.objects.filter(erased_at=None, email__startswith="principal").first())
        if who is None:
            return
        self.bursts += 1
        for n in range(BURST):
            cause = f"burst:{self.bursts}:{n}"
            said = f"Пікір {self.bursts}.{n} келді"
            patiently(
                lambda cause=cause, said=said: outbox.post(  # type: ignore[misc]
                    cause=cause, kind="feedback", language="kk", subject=said, text=f"Сәлем!\n\n{said}.", person=who
                )
            )
            self.oracle.expect(cause, said)

    def _settle(self) -> None:
        """Until nothing is due and nobody holds anything; what the dead held is old after a while."""
        began = moved = aged = time.monotonic()
        last: object = None
        with within(2 * LONGEST, "a step of the story to end"):
            while not self.stuck and (now := patiently(_standing)) != QUIET:
                self.house.children.require_alive()
                if now != last:
                    last, moved = now, time.monotonic()
                if time.monotonic() - max(moved, aged) > STILL:
                    patiently(_let_claims_age)
                    aged = time.monotonic()
                if time.monotonic() - moved > STUCK or time.monotonic() - began > LONGEST:
                    self._give_up(now)
                    return
                time.sleep(LOOK)

    def _give_up(self, standing: tuple[int, int, int]) -> None:
        """The rest of the story would wait for the same."""
        self.stuck = True
        write, send, held = standing
        said = f"{write} reminders to write, {send} messages to send, {held} in somebody's hands"
        self.oracle.wrong.append(f"{timezone.now():%d.%m %H:%M}: the story stands still before {said}")
        print(last_words(self.house.children.logs), file=sys.stderr, flush=True)

    def table(self) -> str:
        rows = Counter(kill.part for kill in self.kills)
        held = Counter({part: sum(len(kill.held) for kill in self.kills if kill.part == part) for part in rows})
        doubled = repeats(self.post.noted, self.kills)
        lines = [f"{'killed':10}{'times':>7}{'on their way':>14}"]
        lines += [f"{part:10}{rows[part]:7}{held[part]:14}" for part in sorted(rows)]
        states = Counter(OutboxMessage.objects.values_list("state", flat=True))
        lines.append(f"messages: {dict(sorted(states.items()))}; letters taken: {len(self.post.noted)}")
        lines.append(f"bad moods of the mail server: {self.post.faults}")
        lines.append(f"called back, for whoever it was for had opted out: {self.called_back}")
        lines.append(f"repeated under their own Message-ID: {len(doubled)}, of these at a kill: {sum(doubled)}")
        return "\n".join(lines)

    def verdict(self) -> list[str]:
        with within(TO_COUNT, "the letters to be counted"):
            return self._verdict()

    def _verdict(self) -> list[str]:
        doubled = repeats(self.post.noted, self.kills)
        unexcused = [f"{doubled.count(False)} letters repeated without a kill"] if False in doubled else []
        return [*self.oracle.wrong, *unexcused, *contradictions(self.oracle, self.post.noted, self.kills)]


OPEN = (State.QUEUED, State.SENDING, State.FAILED)
QUIET = (0, 0, 0)


class _Part:
    def __init__(self, house: House, part: str) -> None:
        self.house, self.part = house, part

    def kill(self) -> None:
        self.house.kill(self.part)

    def start(self) -> None:
        self.house.start(self.part)


def _standing() -> tuple[int, int, int]:
    """Reminders to write, messages to send, messages in somebody's hands."""
    now = timezone.now()
    rows = OutboxMessage.objects
    written = sum(len(renewing.due(step, now)) for step in STEPS)
    return written, rows.filter(due(now)).count(), rows.filter(state=State.SENDING).count()


def _message_ids(*states: State) -> set[str]:
    return set(OutboxMessage.objects.filter(state__in=states).values_list("message_id", flat=True))


def _let_claims_age() -> None:
    OutboxMessage.objects.filter(state=State.SENDING).update(claimed_at=F("claimed_at") - LATER)


def _erase(who: Person) -> None:
    from config.erasure import erase
    from people.models import User
    from tests.config.lived import administrator

    admin = User.objects.filter(email="admin@institute.example").first() or administrator()
    erase(who, typed=who.iin, by=admin)
