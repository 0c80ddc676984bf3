from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.languages import Language
from postcourse.renewal_days import STEPS


class RenewalReminder(models.Model):
    """That a certificate expires was said so many days before: a row is the claim, written with its letters."""

    document = models.ForeignKey("certificates.Document", on_delete=models.PROTECT, related_name="renewals")
    # Days before the last one, as in STEPS.
    step = models.PositiveSmallIntegerField()
    written_at = models.DateTimeField(default=timezone.now)
    # Whether the school was told, too.
    to_school = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("reminder of the renewal")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "step"], name="one_renewal_reminder_per_document_and_step"),
            models.CheckConstraint(condition=Q(step__in=STEPS), name="renewal_reminder_has_a_known_step"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.step}"


class SchoolConsent(models.Model):
    """The person agreed that their school is told when the certificate expires; the text they read is kept."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="school_consents")
    text = models.TextField()
    language = models.CharField(max_length=2, choices=Language.choices)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("consent to tell the school")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(withdrawn_at=None), name="one_standing_school_consent_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.given_at:%Y-%m-%d}"
