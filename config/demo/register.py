"""Two graduates of the finished cohort have completed the support after the course: the head has signed it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from certificates import supporting
from courses.models import Cohort, Enrolment
from people.models import User

GRADUATES = 2


class Story(Protocol):
    @property
    def organiser(self) -> User: ...
    def day(self, days: int) -> date: ...
    def at(self, days: int, hour: int) -> datetime: ...


def confirm_support(story: Story, *, head: User) -> None:
    cohort = Cohort.objects.get(name="Қыркүйек-1")
    first, last = story.day(-55), story.day(-3)
    lines = supporting.dry_run(cohort, first=first, last=last)
    enrolments: list[Enrolment] = [line.enrolment for line in lines if line.kind][:GRADUATES]
    batch = supporting.prepare(
        cohort,
        first=first,
        last=last,
        enrolments=[enrolment.pk for enrolment in enrolments],
        issued_on=story.day(-2),
        by=story.organiser,
        now=story.at(-2, 12),
    )
    supporting.sign(batch, by=head, now=story.at(-2, 15))
