from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils import timezone

from assessment.models.day import CommissionMember, Defence


class ThirdCall(models.Model):
    """The chair of a commission of two asks a third member for one defence, whose totals lie too far apart.

    Written once: the third sheet is submitted, or its member is excused, and then only a consensus remains.
    """

    defence = models.OneToOneField(Defence, on_delete=models.PROTECT, related_name="third_call")
    member = models.ForeignKey(CommissionMember, on_delete=models.PROTECT, related_name="calls")
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="third_member_is_asked_with_a_reason")]

    def __str__(self) -> str:
        return f"{self.member}: {self.defence}"


class Resolution(models.Model):
    """The points that a commission agreed on where its members' totals lay too far apart. Written once."""

    defence = models.OneToOneField(Defence, on_delete=models.PROTECT, related_name="resolution")
    reason = models.CharField(max_length=500)
    took_part = models.ManyToManyField(CommissionMember, related_name="+")
    decided_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="consensus_has_a_reason")]

    def __str__(self) -> str:
        return str(self.defence)


class ConsensusMark(models.Model):
    """The agreed points for one criterion of the defence stage."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="marks")
    criterion = models.ForeignKey("assessment.Criterion", on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=4, decimal_places=1)
    # Repeated from the criterion so that the database itself holds the bound.
    maximum = models.DecimalField(max_digits=4, decimal_places=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resolution", "criterion"], name="one_consensus_per_criterion"),
            models.CheckConstraint(
                condition=Q(points__gte=Decimal(0), points__lte=F("maximum")), name="consensus_within_its_criterion"
            ),
            models.CheckConstraint(condition=Q(points=Round(F("points") * 2) / 2), name="consensus_in_half_points"),
        ]

    def __str__(self) -> str:
        return f"{self.points} / {self.maximum}"
