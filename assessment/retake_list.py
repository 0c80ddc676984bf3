"""The retakes of a cohort, for whoever organises them: who may still retake, until when, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from assessment.models import Attempt, Result
from assessment.retake_days import REMINDERS
from assessment.retake_standing import Stage, Standing, standings_of
from courses.models import Cohort, Enrolment

ORDER = (Stage.ASKED, Stage.ADMITTED, Stage.OPEN, Stage.PLANNED, Stage.UNSIGNED)


@dataclass(frozen=True)
class RetakeLine:
    standing: Standing
    stage: Stage
    left: int | None
    # Why it is over, and what remains.
    refusal: ValidationError | None = None

    @property
    def enrolment(self) -> Enrolment:
        return self.standing.enrolment

    @property
    def is_possible(self) -> bool:
        """The days that are left matter to them."""
        return self.stage in (Stage.OPEN, Stage.ASKED, Stage.ADMITTED, Stage.PLANNED)

    @property
    def is_near(self) -> bool:
        return self.is_possible and self.left is not None and self.left <= max(REMINDERS)

    @property
    def sentence(self) -> str:
        return " ".join(self.refusal.messages) if self.refusal else ""


def retakes_of(cohort: Cohort, today: date) -> list[RetakeLine]:
    """Everybody of the cohort who failed, those first with whom something is to be done; five queries."""
    failed = Result.objects.current().filter(attempt__number=1, passed=False).values("attempt__enrolment")
    again = Attempt.objects.filter(number=2).values("enrolment")
    rows = Enrolment.objects.filter(cohort=cohort, pk__in=failed) | Enrolment.objects.filter(
        cohort=cohort, pk__in=again
    )
    shown = rows.select_related("person__merged_into", "organisation", "cohort").order_by("person__name_key", "pk")
    lines = [_line(standing, today) for standing in standings_of(shown)]
    return sorted(lines, key=lambda line: ORDER.index(line.stage) if line.stage in ORDER else len(ORDER))


def wishes() -> QuerySet[Enrolment]:
    """Those who asked to retake and wait for the organiser."""
    asked = Enrolment.objects.filter(
        status=Enrolment.Status.NOT_PASSED, retake__asked_at__isnull=False, retake__admitted_at=None
    )
    return asked.select_related("person__merged_into", "cohort").order_by("retake__asked_at", "pk")


def _line(standing: Standing, today: date) -> RetakeLine:
    stage = standing.stage(today)
    over = stage not in (Stage.OPEN, Stage.ASKED, Stage.ADMITTED, Stage.PLANNED, Stage.PASSED)
    return RetakeLine(standing, stage, standing.left(today), standing.obstacle_from(today) if over else None)
