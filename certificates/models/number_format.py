from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NumberFormat(models.Model):
    """How the numbers of a series are written from now on. Insert-only: the newest row of a series holds."""

    class Series(models.TextChoices):
        CERTIFICATE = "certificate", _("Certificates and their duplicates")
        STATEMENT = "statement", _("Statements of attendance")
        SUPPORT = "support", _("Statements of completed post-course support")

    series = models.CharField(max_length=12, choices=Series.choices)
    pattern = models.CharField(max_length=40)
    set_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.series}: {self.pattern}"
