from __future__ import annotations

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from people.languages import in_language


class RubricDraft(models.Model):
    """A table of criteria that somebody is writing, copied from another; publishing makes a `Rubric` of it.

    No cohort can be assessed by a draft: its rules refer to a `Rubric`.
    """

    based_on = models.ForeignKey("assessment.Rubric", on_delete=models.PROTECT, related_name="drafts")
    # See `assessment.rubric_content`.
    content = models.JSONField()
    # Counts the saves: who saves over somebody else's newer one is told what changed.
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return in_language(self.content.get("name", {}))
