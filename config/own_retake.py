"""What the participant's home says of a retake that is still possible, or under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assessment.models import PlanNotice
from assessment.own_result import told_of
from assessment.retake_standing import Stage, Standing, standing_of
from courses.models import Enrolment

SHOWN = (Stage.OPEN, Stage.ASKED, Stage.ADMITTED, Stage.PLANNED)


@dataclass(frozen=True)
class OwnRetake:
    standing: Standing
    stage: Stage
    # When and where it is, once they were told.
    told: PlanNotice | None = None

    @property
    def until(self) -> date | None:
        return self.standing.until


def retake_of(enrolment: Enrolment, today: date) -> OwnRetake | None:
    """Nothing for who passed, or has no retake left."""
    if enrolment.status != Enrolment.Status.NOT_PASSED:
        return None
    standing = standing_of(enrolment)
    stage = standing.stage(today)
    return OwnRetake(standing, stage, told_of(standing)) if stage in SHOWN else None
