from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessment.models.day import Defence


class DefenceFeedback(models.Model):
    """The commission's words to the participant, written by its chair; shown once the head has signed the result."""

    defence = models.OneToOneField(Defence, on_delete=models.PROTECT, related_name="feedback")
    text = models.TextField(_("words to the participant"), max_length=2000, blank=True)
    written_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return str(self.defence)
