from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ListImport(models.Model):
    """One uploaded list: its cells as read, how its columns are understood, and whether it was admitted."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Being checked")
        ADMITTED = "admitted", _("Admitted")

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    # {"sheet", "others", "headers", "rows": [[number, [cell, …]], …], "as_typed"}: see courses.sheets.
    content = models.JSONField()
    # Field name by column index: {"0": "iin", …}.
    mapping = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    outcome = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    admitted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
