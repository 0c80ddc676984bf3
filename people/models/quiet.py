from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class QuietHours(models.Model):
    """A person's own in place of the usual ones; with the same hour twice none are quiet.

    The row goes when the usual hours will do again.
    """

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="quiet_hours")
    begin = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(begin__gte=0, begin__lte=23, end__gte=0, end__lte=23), name="quiet_hours_are_of_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.begin}:00–{self.end}:00"
