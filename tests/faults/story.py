"""One batch a round, and what became of it: signed over HTTP, its papers made, its letters sent, while a part dies."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection
from django.db.models import F
from django.utils import timezone

from certificates import issuing
from certificates.models import Batch, RenderJob
from people.models import OutboxMessage
from tests.certificates.issued import head, organiser
from tests.crowd import ready_crowd
from tests.faults.checking import contradictions
from tests.faults.house import House
from tests.faults.signing import Signing
from tests.faults.waiting import within
from tests.mail_server import MailServer

Answer = TypeVar("Answer")
HEAD = f"{'killed':10}{'after s':>9}{'signed':>8}{'PDFs':>7}{'letters':>9}{'presses':>9}{'all done s':>12}"
State = RenderJob.State
# Claims and waits are minutes long; where nothing moves for a moment, so much time passes at once.
PATIENCE, PASSES = 2.0, timedelta(minutes=20)
LONGEST = 120.0
TO_ANSWER, TO_PREPARE, TO_SIGN, TO_COUNT = 60.0, 600, 400, 600
MOST_PRESSES = 5


@dataclass
class Round:
    victim: str
    at: float = 0.0
    signed: bool = False
    made: int = 0
    sent: int = 0
    presses: int = 1
    seconds: float = 0.0
    signing: float = 0.0

    def hit(self, papers: int) -> bool:
        """Whether some papers of the batch were made when the part died, and others were not."""
        return 0 < self.made < papers

    def __str__(self) -> str:
        """A line of the table: what stood when it was killed, how often the head pressed, and when all was done."""
        signed = ("yes" if self.signed else "no") if self.victim else "–"
        seen = f"{self.at:9.2f}{signed:>8}{self.made:7}{self.sent:9}"
        return f"{self.victim or 'nothing':10}{seen}{self.presses:9}{self.seconds:12.1f}"


class Story:
    def __init__(self, house: House, server: MailServer, *, papers: int, random: Random) -> None:
        self.house, self.server, self.papers, self.random = house, server, papers, random
        self.rounds: list[Round] = []
        self.wrong: list[str] = []

    def play(self, victim: str) -> Round:
        """A batch, and at a random moment of it the death of this part; without one, how long a batch takes."""
        batch, now = self._prepared(), Round(victim)
        self.rounds.append(now)
        began = time.monotonic()
        signing = self._press(batch)
        if victim:
            if victim == "worker":
                self._await_papers(batch)
            else:
                time.sleep(max(0.0, self._moment(victim) - (time.monotonic() - began)))
            now.at = time.monotonic() - began
            now.signed, now.made, now.sent = self._standing(batch)
            self.house.kill(victim)
            if victim == "worker":  # what it had made when it died: nobody makes any more
                now.signed, now.made, now.sent = self._standing(batch)
            self.house.start(victim)
        with within(TO_SIGN, "an answer to the head's signature"):
            signing.join()
        now.signing = time.monotonic() - began
        self._require_all_or_nothing(batch, acknowledged=signing.acknowledged)
        while not patiently(lambda: Batch.objects.filter(pk=batch.pk, state=Batch.State.SIGNED).exists()):
            if now.presses == MOST_PRESSES:
                raise RuntimeError("The head presses again and again, and nothing is signed.")
            now.presses += 1
            with within(TO_SIGN, "an answer to the head's next signature"):
                self._press(batch).join()
        self._wait(batch)
        now.seconds = time.monotonic() - began
        return now

    def verdict(self) -> list[str]:
        """What is wrong, if anything."""
        with within(TO_COUNT, "papers and letters to be counted"):
            return [*self.wrong, *contradictions(self.papers * len(self.rounds), self.server)]

    def _prepared(self) -> Batch:
        with within(TO_PREPARE, "a batch to be prepared"):
            cohort = ready_crowd(self.papers, seed=len(self.rounds), name=f"Топ {len(self.rounds) + 1}")
            return issuing.prepare(cohort, issued_on=timezone.localdate(), by=organiser())

    def _press(self, batch: Batch) -> Signing:
        signing = Signing(self.house.netloc, batch, head())
        signing.start()
        return signing

    def _moment(self, victim: str) -> float:
        """Anywhere in the part of a batch that the victim has to do with, as long as an undisturbed batch took."""
        calm = self.rounds[1]
        if victim == "web":
            return self.random.uniform(0, calm.signing)
        return self.random.uniform(0, calm.seconds)

    def _await_papers(self, batch: Batch) -> None:
        """Until some papers are made, at random how many, and others are not."""
        wanted, deadline = self.random.randrange(1, max(2, self.papers // 2)), time.monotonic() + LONGEST
        while self._standing(batch)[1] < wanted and time.monotonic() < deadline:
            time.sleep(0.002)

    def _standing(self, batch: Batch) -> tuple[bool, int, int]:
        jobs = RenderJob.objects.filter(document__batch=batch)
        sent = OutboxMessage.objects.filter(state=OutboxMessage.State.SENT, person__documents__batch=batch)
        return jobs.exists(), jobs.filter(state=State.DONE).count(), sent.count()

    def _require_all_or_nothing(self, batch: Batch, *, acknowledged: bool) -> None:
        written = patiently(lambda: batch.documents.count())
        if written not in (0, self.papers) or (acknowledged and not written):
            self.wrong.append(f"{written} of {self.papers} documents after a signature")

    def _wait(self, batch: Batch) -> None:
        """Until every paper is made and every letter sent."""
        deadline, last, moved = time.monotonic() + LONGEST + self.papers / 4, None, time.monotonic()
        while (now := patiently(lambda: self._standing(batch))) != (True, self.papers, self.papers):
            if now != last:
                last, moved = now, time.monotonic()
            if time.monotonic() - moved > PATIENCE:
                patiently(let_time_pass)
                moved = time.monotonic()
            if time.monotonic() > deadline:
                self.wrong.append(f"made and sent only {now[1:]} of {self.papers}")
                return
            time.sleep(0.05)


def let_time_pass() -> None:
    """As if it was looked for later: claims of the dead are old, and what waits for another try is due."""
    RenderJob.objects.filter(state=State.CLAIMED).update(claimed_at=F("claimed_at") - PASSES)
    RenderJob.objects.filter(state=State.QUEUED).update(due_at=F("due_at") - PASSES)
    sending, failed = OutboxMessage.State.SENDING, OutboxMessage.State.FAILED
    OutboxMessage.objects.filter(state=sending).update(claimed_at=F("claimed_at") - PASSES)
    OutboxMessage.objects.filter(state=failed).update(due_at=F("due_at") - PASSES)


def patiently(ask: Callable[[], Answer]) -> Answer:
    """The answer, also where the database was away a moment ago; not where it stays away."""
    deadline = time.monotonic() + TO_ANSWER
    with within(2 * TO_ANSWER, "the database to answer"):
        while True:
            try:
                return ask()
            except (OperationalError, InterfaceError):
                connection.close()
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
