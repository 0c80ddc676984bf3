from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class DefenceDay(models.Model):
    """A day of project defences before one commission; it may take participants of several cohorts."""

    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("begins at"))
    slot_minutes = models.PositiveSmallIntegerField(_("minutes per participant"), default=20)
    room = models.CharField(_("room or link"), max_length=200)
    finalised_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("defence day")
        ordering = ["held_on", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(slot_minutes__gte=5, slot_minutes__lte=120), name="slot_of_5_to_120_min")
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%d.%m.%Y}, {self.room}"


class CommissionMember(models.Model):
    day = models.ForeignKey(DefenceDay, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="commissions")
    is_chair = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["day", "order"]
        constraints = [
            models.UniqueConstraint(fields=["day", "user"], name="one_seat_per_member"),
            models.UniqueConstraint(fields=["day"], condition=Q(is_chair=True), name="one_chair_per_day"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Defence(models.Model):
    """One participant's place in the order of a day, and what became of it."""

    class Outcome(models.TextChoices):
        PENDING = "pending", _("Not yet")
        DEFENDED = "defended", _("Defended")
        ABSENT = "absent", _("Did not appear")
        ABSENT_VALID = "absent_valid", _("Did not appear, for a valid reason")

    day = models.ForeignKey(DefenceDay, on_delete=models.PROTECT, related_name="defences")
    attempt = models.OneToOneField("assessment.Attempt", on_delete=models.PROTECT, related_name="defence")
    order = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.PENDING)
    outcome_reason = models.CharField(max_length=300, blank=True)
    outcome_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["day", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "order"], name="one_defence_per_place", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.attempt}"


class Sheet(models.Model):
    """One member's marks of one defence. Submitting locks it; the chair may excuse a member, with a reason."""

    defence = models.ForeignKey(Defence, on_delete=models.PROTECT, related_name="sheets")
    member = models.ForeignKey(CommissionMember, on_delete=models.PROTECT, related_name="sheets")
    submitted_at = models.DateTimeField(null=True)
    excused_at = models.DateTimeField(null=True)
    excused_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    excused_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["defence", "member"], name="one_sheet_per_member"),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(excused_at=None), name="sheet_not_both_submitted_and_excused"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.defence}"


class Mark(models.Model):
    """One member's points for one criterion: half points, never more than the criterion's maximum (design §3.3)."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="marks")
    criterion = models.ForeignKey("assessment.Criterion", on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=4, decimal_places=1)
    # Repeated from the criterion so that the database itself holds the bound.
    maximum = models.DecimalField(max_digits=4, decimal_places=1)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="one_mark_per_criterion"),
            models.CheckConstraint(
                condition=Q(points__gte=Decimal(0), points__lte=F("maximum")), name="mark_within_its_criterion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points} / {self.maximum}"


class Protocol(models.Model):
    """The protocol (ведомость) of a cohort's part of a finalised day: a frozen snapshot, printed on demand."""

    day = models.ForeignKey(DefenceDay, on_delete=models.PROTECT, related_name="protocols")
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="protocols")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_protocol_per_number"),
            models.UniqueConstraint(fields=["day", "cohort"], name="one_protocol_per_day_and_cohort"),
        ]

    def __str__(self) -> str:
        return f"№\xa0{self.number} ({self.year})"
