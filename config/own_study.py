"""What the participant's home says of their tasks: what is to be handed in next, and whether to rate oneself now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from courses.access_study import SEES
from courses.models import Enrolment
from courses.own_tasks import OwnTask, tasks_of
from courses.self_assessing import Moment, assessed_modules, obstacle_to
from courses.task_states import State

NEAREST = 3


@dataclass(frozen=True)
class OwnStudy:
    waiting: list[OwnTask]
    done: int
    of: int
    # The self-assessment that is open and not begun.
    moment: Moment | None

    @property
    def nearest(self) -> list[OwnTask]:
        return self.waiting[:NEAREST]


def study_of(enrolment: Enrolment, now: datetime) -> OwnStudy | None:
    """Nothing for who does not see the course from inside."""
    if enrolment.status not in SEES:
        return None
    tasks = tasks_of(enrolment, timezone.localdate(now))
    studying = enrolment.status == Enrolment.Status.ADMITTED
    waiting = [each for each in tasks if studying and each.state in {State.TO_DO, State.OVERDUE}]
    done = sum(each.state in {State.HANDED_IN, State.ANSWERED} for each in tasks)
    return OwnStudy(waiting, done, len(tasks), _moment(enrolment, now) if studying else None)


def _moment(enrolment: Enrolment, now: datetime) -> Moment | None:
    open_now = [moment for moment in Moment if obstacle_to(enrolment, moment, now) is None]
    if not open_now or not assessed_modules(enrolment):
        return None
    begun = set(enrolment.self_assessments.values_list("moment", flat=True))
    return next((moment for moment in open_now if moment not in begun), None)
