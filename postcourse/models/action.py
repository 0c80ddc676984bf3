"""What was agreed at a consultation that the graduate does until a day."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from postcourse.models.support import Consultation


class AgreedActionQuerySet(models.QuerySet["AgreedAction"]):
    def open(self) -> AgreedActionQuerySet:
        return self.filter(done_at=None, dropped_at=None)


class AgreedAction(models.Model):
    """Open, then done or dropped; the words are never changed: a slip is dropped and agreed anew."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(_("what is done"), max_length=300)
    due_on = models.DateField(_("until"), null=True)
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    objects = AgreedActionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(dropped_at__isnull=True), name="action_is_not_done_and_dropped"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.dropped_at is None

    @property
    def is_late(self) -> bool:
        """Late from the day after the one until which it was agreed."""
        return self.is_open and self.due_on is not None and self.due_on < _today()


def _today() -> date:
    return timezone.localdate()
