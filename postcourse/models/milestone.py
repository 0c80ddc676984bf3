from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from postcourse.models.implementation import Implementation


class Milestone(models.Model):
    """What is due of an implementation on a day, and when it was done."""

    class Kind(models.TextChoices):
        GOALS = "goals", _("Goals of the project")
        REPORT = "report", _("Progress report")
        ANALYSIS = "analysis", _("Analysis of the results")

    implementation = models.ForeignKey(Implementation, on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Months after the issue date, as the plan has it.
    month = models.PositiveSmallIntegerField()
    # What is done from this day on counts for it.
    opens_on = models.DateField()
    due_on = models.DateField()
    met_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], name="milestones_not_met", condition=Q(met_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["implementation", "kind", "month"], name="one_milestone_per_kind_and_month")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.month}"


class MilestoneReminderQuerySet(models.QuerySet["MilestoneReminder"]):
    def due(self, now: datetime) -> MilestoneReminderQuerySet:
        return self.filter(claimed_at=None, due_at__lte=now)


class MilestoneReminder(models.Model):
    """One reminder of a milestone. Claimed once: written then, or not worth writing any more."""

    class Step(models.TextChoices):
        BEFORE = "before", _("Before the day")
        AFTER = "after", _("After the day")

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=6, choices=Step.choices)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    objects = MilestoneReminderQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["due_at"], name="milestone_reminders_due", condition=Q(claimed_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "step"], name="one_reminder_per_milestone_and_step")
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id}: {self.step}"
