from __future__ import annotations

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BatchQuerySet(models.QuerySet["Batch"]):
    def waiting(self) -> BatchQuerySet:
        """Prepared, not signed: the head's queue, the oldest first."""
        prepared = self.filter(state=Batch.State.PREPARED).select_related("cohort", "prepared_by")
        return prepared.with_counts().order_by("prepared_at")

    def with_counts(self) -> BatchQuerySet:
        return self.annotate(papers=Count("items"))


class Batch(models.Model):
    """What the organiser prepares and the head signs once: who gets which paper. Unsigned, it can be discarded."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("Waiting for a signature")
        SIGNED = "signed", _("Signed")
        DISCARDED = "discarded", _("Discarded")

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="batches")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    issued_on = models.DateField(_("date of issue"))
    prepared_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)
    signatory = models.ForeignKey("people.Signatory", on_delete=models.PROTECT, null=True, related_name="+")
    signed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    discarded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    discarded_at = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"], condition=Q(state="prepared"), name="one_prepared_batch_per_cohort"
            ),
            models.CheckConstraint(condition=Q(state="signed") ^ Q(signed_at=None), name="batch_signed_iff_signed_at"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort}, {self.issued_on:%d.%m.%Y}"


class BatchItem(models.Model):
    """One result of a batch and the paper it will become."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    result = models.ForeignKey("assessment.Result", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "result"], name="one_item_per_result")]

    def __str__(self) -> str:
        return f"{self.batch}: {self.kind}"
