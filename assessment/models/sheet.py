from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils import timezone
from simple_history.models import HistoricalRecords

from assessment.grading import to_halves
from assessment.models.day import CommissionMember, Defence


class Sheet(models.Model):
    """One member's marks of one defence. Submitting locks it; the chair may excuse a member, with a reason."""

    defence = models.ForeignKey(Defence, on_delete=models.PROTECT, related_name="sheets")
    member = models.ForeignKey(CommissionMember, on_delete=models.PROTECT, related_name="sheets")
    submitted_at = models.DateTimeField(null=True)
    excused_at = models.DateTimeField(null=True)
    excused_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    excused_reason = models.CharField(max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["defence", "member"], name="one_sheet_per_member"),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(excused_at=None), name="sheet_not_both_submitted_and_excused"
            ),
            models.CheckConstraint(
                condition=Q(excused_at=None) ^ ~Q(excused_reason=""), name="sheet_excused_iff_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.defence}"

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None and self.excused_at is None

    def halves(self) -> dict[int, int]:
        """Halves by criterion, as far as they are given."""
        return {mark.criterion_id: to_halves(mark.points) for mark in self.marks.all()}


class Mark(models.Model):
    """One member's points for one criterion: half points, never more than the criterion's maximum (design §3.3)."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="marks")
    criterion = models.ForeignKey("assessment.Criterion", on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=4, decimal_places=1)
    # Repeated from the criterion so that the database itself holds the bound.
    maximum = models.DecimalField(max_digits=4, decimal_places=1)
    # When the member tapped, by the phone's clock set to ours: the latest tap stands, however late it arrives.
    tapped_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="one_mark_per_criterion"),
            models.CheckConstraint(
                condition=Q(points__gte=Decimal(0), points__lte=F("maximum")), name="mark_within_its_criterion"
            ),
            models.CheckConstraint(condition=Q(points=Round(F("points") * 2) / 2), name="mark_in_half_points"),
        ]

    def __str__(self) -> str:
        return f"{self.points} / {self.maximum}"
