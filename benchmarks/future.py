"""Rows that are due some day: messages, consultations and certificates, so many of each, and 500 that are due now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from certificates.models import Document
from people.claiming import due
from people.models import OutboxMessage, Person
from people.roles import Role
from postcourse import planning, renewing
from postcourse.models import Consultation
from postcourse.renewal_days import STEPS
from tests.cast import make_cohort, make_enrolment, make_person, make_provider, make_result, make_user

AT_ONCE = 2_000
FIRST = 1_000_000  # key of a document


def letters(name: str, numbers: Iterable[int], *, at: datetime) -> Iterator[OutboxMessage]:
    """Of a kind that goes out at once, to a different address each."""
    return (
        OutboxMessage(
            cause=f"{name}:{n}", kind="bench", language="kk", subject="Хат", text="Сәлем!", html="<p>Сәлем!</p>",
            to_email=f"{name}{n}@mektep.example", message_id=f"<{name}{n}@bench>", due_at=at, created_at=at,
        )
        for n in numbers
    )  # fmt: skip


class Future:
    """Grows; what is due stays the same."""

    def __init__(self, *, due: int) -> None:
        self.due, self.size, self.now = due, 0, timezone.now()
        make_provider()
        self.result = make_result(make_enrolment(make_cohort(), make_person()), "100")
        type(self.result).objects.filter(pk=self.result.pk).update(confirmed_at=self.now)
        self.result.refresh_from_db()
        self.plan = planning.plan_for(self.result, now=self.now)
        self.plan.consultations.all().delete()
        self.trainer = make_user("trainer@institute.example", Role.TRAINER)
        self._add(range(due), days=(0, 0), left=40)

    def grow(self, size: int) -> None:
        """To so many of each, over three years."""
        self._add(range(self.due + self.size, self.due + size), days=(8, 1080), left=0)
        self.size = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def questions(self) -> dict[str, Callable[[], int]]:
        """What each sweep asks for first, as often as it is swept."""
        return {
            "messages that are due": lambda: len(
                OutboxMessage.objects.filter(due(self.now)).values_list("pk", flat=True)
            ),
            "consultations to invite to": lambda: len(
                Consultation.objects.to_invite(self.now).values_list("pk", flat=True)
            ),
            "certificates to remind of": lambda: sum(len(renewing.due(step, self.now)) for step in STEPS),
        }

    def _add(self, numbers: range, *, days: tuple[int, int], left: int) -> None:
        first, last = days
        for start in range(numbers.start, numbers.stop, AT_ONCE):
            some = range(start, min(start + AT_ONCE, numbers.stop))
            ahead = [first + n % (last - first + 1) for n in some]
            moments = [self.now - timedelta(minutes=1) + timedelta(days=each) for each in ahead]
            OutboxMessage.objects.bulk_create(
                letter for n, at in zip(some, moments, strict=True) for letter in letters("future", [n], at=at)
            )
            Consultation.objects.bulk_create(self._consultation(n, at) for n, at in zip(some, moments, strict=True))
            self._certificates(some, ahead, left)

    def _consultation(self, n: int, at: datetime) -> Consultation:
        """A minute of its own for each: the trainer is one."""
        begins = at + timedelta(days=7, microseconds=n)
        return Consultation(
            plan=self.plan, trainer=self.trainer, kind="contact", month=1, starts_at=begins, invite_at=at,
            remind_at=begins,
        )  # fmt: skip

    def _certificates(self, some: range, ahead: list[int], left: int) -> None:
        """Everybody has one, whose last day is so many days ahead; those that are due have `left` days."""
        today = timezone.localdate(self.now)
        people = Person.objects.bulk_create(
            Person(iin=f"{10**11 + n}", surname="Нұрғалиева", given_name="Гүл") for n in some
        )
        Document.objects.bulk_create(
            self._certificate(n, who, today + timedelta(days=left or 90 + days))
            for n, who, days in zip(some, people, ahead, strict=True)
        )

    def _certificate(self, n: int, who: Person, last_day: date) -> Document:
        """Each is said to replace the one before, so that one result carries them all."""
        return Document(
            pk=FIRST + n, supersedes_id=FIRST + n - 1 if n else None, result=self.result, person=who, kind="duplicate",
            is_specimen=False, year=2026, number=n + 1, code=f"DUE{n:013d}", valid_through=last_day,
            issued_on=last_day - timedelta(days=1095), snapshot={"number": f"D-{n}"},
        )  # fmt: skip
