from __future__ import annotations

from django.db import models
from django.utils import timezone

from assessment.models.day import DefenceDay


class Protocol(models.Model):
    """The protocol (ведомость) of a cohort's part of a finalised day: a frozen snapshot, printed on demand."""

    day = models.ForeignKey(DefenceDay, on_delete=models.PROTECT, related_name="protocols")
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="protocols")
    # Specimens are numbered in a series of their own (design §3.11).
    is_specimen = models.BooleanField(default=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    # The head waits for chair and members; not where it was made before they could sign here.
    signing_required = models.BooleanField(default=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["is_specimen", "year", "number"], name="one_protocol_per_number"),
            models.UniqueConstraint(fields=["day", "cohort"], name="one_protocol_per_day_and_cohort"),
        ]

    def __str__(self) -> str:
        return f"№\xa0{self.number} ({self.year})"
