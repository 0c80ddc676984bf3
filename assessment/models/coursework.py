from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils import timezone
from simple_history.models import HistoricalRecords


class CourseworkMark(models.Model):
    """The points of a participant for a coursework criterion: the trainer's single mark (design §3.3).

    It belongs to the enrolment, not to an attempt: a retake re-scores the defence and carries the coursework.
    """

    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="coursework_marks")
    criterion = models.ForeignKey("assessment.Criterion", on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=4, decimal_places=1)
    # Repeated from the criterion so that the database itself holds the bound.
    maximum = models.DecimalField(max_digits=4, decimal_places=1)
    # What the marks of the tasks suggested when this was confirmed; empty where there was nothing to go by.
    suggested = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    # Why the points are others than suggested, in words.
    reason = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "criterion"], name="one_coursework_mark_per_criterion"),
            models.CheckConstraint(
                condition=Q(points__gte=Decimal(0), points__lte=F("maximum")), name="coursework_within_its_criterion"
            ),
            models.CheckConstraint(condition=Q(points=Round(F("points") * 2) / 2), name="coursework_in_half_points"),
            models.CheckConstraint(
                condition=Q(suggested=None) | Q(suggested=F("points")) | ~Q(reason=""),
                name="coursework_other_than_suggested_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points} / {self.maximum}"
