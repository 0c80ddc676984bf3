from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.models import Enrolment


class Retake(models.Model):
    """Who did not pass asks to be assessed once more, and the organiser admits them to it (Programme §8).

    The second attempt itself comes into being with the first place on a defence day.
    """

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="retake")
    wish = models.CharField(_("wish"), max_length=500, blank=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    admitted_at = models.DateTimeField(null=True)
    admitted_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False) | Q(admitted_at__isnull=False, wish=""),
                name="retake_was_asked_for_or_admitted",
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None, asked_by=None) | Q(asked_at__isnull=False, asked_by__isnull=False),
                name="retake_asked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(admitted_at=None, admitted_by=None)
                | Q(admitted_at__isnull=False, admitted_by__isnull=False),
                name="retake_admitted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.enrolment)
