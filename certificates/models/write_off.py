from __future__ import annotations

from django.db import models
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# As certificates.numbers.SPECIMEN_PREFIX, which reads these models.
SPECIMEN_PREFIX = "ҮЛГІ-"


class WriteOffQuerySet(models.QuerySet["WriteOff"]):
    def with_counts(self) -> WriteOffQuerySet:
        """How many blanks each act writes off, as `size`."""
        return self.annotate(size=Count("lines"))


class WriteOff(models.Model):
    """An act by which blanks are written off: numbered without gaps, printed from its snapshot. Insert-only."""

    class Reason(models.TextChoices):
        PRINTING = "printing", _("Spoiled in printing")
        DAMAGED = "damaged", _("Damaged")
        LOST = "lost", _("Lost")

    is_specimen = models.BooleanField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    dated = models.DateField(_("date of the act"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    # Everything printed: certificates.blanks.act_paper.ActSnapshot.
    snapshot = models.JSONField()
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = WriteOffQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["is_specimen", "year", "number"], name="one_act_per_number")]

    def __str__(self) -> str:
        """An act on sheets for trying out is never taken for one on protected blanks."""
        return f"{SPECIMEN_PREFIX if self.is_specimen else ''}{self.year}-{self.number}"


class WriteOffLine(models.Model):
    """One blank of an act; a blank is written off once. Insert-only."""

    act = models.ForeignKey(WriteOff, on_delete=models.PROTECT, related_name="lines")
    blank = models.OneToOneField("certificates.Blank", on_delete=models.PROTECT, related_name="write_off")

    def __str__(self) -> str:
        return f"{self.act}: {self.blank}"
