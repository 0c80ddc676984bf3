"""A cohort of three years ago: its certificates expire in weeks, and their holders are reminded."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from certificates import issuing
from certificates.models import Document
from config.demo import reconciling
from config.demo.staff import HEAD
from courses import running
from courses.models import Cohort
from postcourse import consulting, planning, renewing, school_consent
from postcourse.models import Consultation

if TYPE_CHECKING:
    from config.demo.story import Storyteller

NAME = "Желтоқсан-1"
# Good, but none of the best: the demonstration's graduate is of a younger cohort.
QUALITY = [72, 74, 76, 77, 78, 79, 75, 73, 76, 74, 77, 75]
AGREED = 5
HELD = "Жобаның нәтижелері талқыланды, келесі қадамдар келісілді."
# So many days from today their last one is: between the first reminder and the second.
LEFT = 41


def tell(story: Storyteller) -> None:
    """They studied, defended and got their papers as everybody does; the newest cohort is offered to them."""
    issued_on = _three_years_before(story.day(LEFT))
    back = (issued_on - story.today).days
    cohort = story.enrol_for(NAME, starts=back - 30, ends=back - 3)
    story.admit(cohort, len(QUALITY), quality=QUALITY)
    story.attest(cohort, back - 3, QUALITY)
    reconciling.sign_all(cohort, now=story.at(back - 3, 18))
    batch = issuing.prepare(cohort, issued_on=issued_on, by=story.organiser, now=story.at(back, 12))
    documents = issuing.sign(batch, by=story.staff[HEAD], now=story.at(back, 15))
    running.move(cohort, Cohort.Status.CLOSED, by=story.organiser)
    for document in documents:
        _support(story, document, back)
    _agree(documents)


def remind() -> None:
    """Once there is a cohort to offer that people apply to by themselves."""
    renewing.sweep()


def _support(story: Storyteller, document: Document, back: int) -> None:
    """Everything that was planned then was held then."""
    plan = planning.plan_for(document.result, now=story.at(back + 1, 9))
    for consultation in plan.consultations.all():
        consulting.move(consultation, Consultation.Status.INVITED, by=None)
        consulting.record(consultation, Consultation.Status.HELD, notes=HELD, by=story.chair)


def _agree(documents: list[Document]) -> None:
    for document in documents[:AGREED]:
        school_consent.agree(document.person, language=document.person.language)


def _three_years_before(last_day: date) -> date:
    """The day of issue of what is valid through that day."""
    day = last_day if (last_day.month, last_day.day) != (2, 29) else last_day - timedelta(days=1)
    return day.replace(year=day.year - 3)
