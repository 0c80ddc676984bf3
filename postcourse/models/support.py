from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Plan(models.Model):
    """The support that follows an attempt (Programme §9), made once from its confirmed result."""

    class Kind(models.TextChoices):
        SUPPORT = "support", _("Post-course support")
        RETAKE = "retake", _("Preparation for the retake")

    attempt = models.OneToOneField("assessment.Attempt", on_delete=models.PROTECT, related_name="plan")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Months are counted from here: the issue date.
    counted_from = models.DateField()
    trainer = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="plans")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.attempt}: {self.kind}"


class Consultation(models.Model):
    """One step of a plan: a contact after so many months, or one aimed at a weak criterion."""

    class Kind(models.TextChoices):
        CONTACT = "contact", _("Contact")
        TARGETED = "targeted", _("Targeted consultation")
        RETAKE = "retake", _("Preparation for the retake")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        INVITED = "invited", _("Invited")
        CONFIRMED = "confirmed", _("Confirmed")
        HELD = "held", _("Held")
        MISSED = "missed", _("Missed")
        CANCELLED = "cancelled", _("Cancelled")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="consultations")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Months after the issue date for a contact; nothing for the other kinds.
    month = models.PositiveSmallIntegerField(null=True)
    # The weak criterion: {"label_kk", "label_ru", "label_en", "points", "maximum"}.
    criterion = models.JSONField(null=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    # From when the invitation is due: swept with <=, so a missed sweep loses nothing.
    invite_at = models.DateTimeField()
    remind_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    place = models.CharField(_("room or link"), max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    # SEQUENCE of the calendar invitation: grows with each move and cancellation.
    sequence = models.PositiveSmallIntegerField(default=0)
    notes = models.TextField(_("notes"), blank=True)
    replans = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replanned_by")

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["invite_at"], name="consultations_to_invite", condition=Q(status="planned")),
            models.Index(
                fields=["remind_at"],
                name="consultations_to_remind",
                condition=Q(status__in=["invited", "confirmed"], reminded_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.kind}"


class ConsultationEvent(models.Model):
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="events")
    old = models.CharField(max_length=10, choices=Consultation.Status.choices, blank=True)
    new = models.CharField(max_length=10, choices=Consultation.Status.choices)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
