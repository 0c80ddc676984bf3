from __future__ import annotations

from django.db import models
from django.utils import timezone


class CheckCount(models.Model):
    """How often the public verified a document on a day, as far as it was counted (`certificates.counting`)."""

    document = models.ForeignKey("certificates.Document", on_delete=models.PROTECT, related_name="checks")
    day = models.DateField()
    n = models.PositiveIntegerField()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["document", "day"], name="one_count_per_document_and_day"),
            models.CheckConstraint(condition=models.Q(n__gt=0), name="a_day_without_checks_has_no_row"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.n}"


class CheckFold(models.Model):
    """Counters that were added to the rows: written with them, so that they are added once."""

    token = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.token
