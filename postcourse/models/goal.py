from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from postcourse.models.implementation import Implementation


class Goal(models.Model):
    """What is to change at the school, how it is measured, from where to where, and by when."""

    class Origin(models.TextChoices):
        PROJECT = "project", _("From the defended project")
        LATER = "later", _("Added afterwards")

    implementation = models.ForeignKey(Implementation, on_delete=models.PROTECT, related_name="goals")
    # Nothing for goals from before this was asked.
    origin = models.CharField(_("where the goal comes from"), max_length=8, choices=Origin.choices, blank=True)
    # As the project says it; what the goal was drawn up from, where it was.
    passage = models.CharField(_("in the words of the project"), max_length=300, blank=True)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("goal"), max_length=300)
    indicator = models.CharField(_("indicator"), max_length=300)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    baseline = models.DecimalField(_("value now"), max_digits=11, decimal_places=2)
    target = models.DecimalField(_("target value"), max_digits=11, decimal_places=2)
    due_on = models.DateField(_("to be reached by"))
    # Given up for a reason: it counts for nothing any more, and stays on record.
    dropped_at = models.DateTimeField(_("dropped"), null=True, editable=False)
    dropped_why = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["implementation", "number"], name="one_goal_per_number"),
            models.CheckConstraint(
                condition=~Q(target=F("baseline")),
                name="goal_changes_something",
                violation_error_message=_("The target is the value of today: say what is to change."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProgressReport(models.Model):
    """What a graduate reports, the n-th time. Insert-only: a later one stands beside the earlier."""

    implementation = models.ForeignKey(Implementation, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    uploads = models.ManyToManyField("people.Upload", related_name="+")
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["implementation", "number"], name="one_report_per_number")]

    def __str__(self) -> str:
        return f"{self.implementation_id}: {self.number}"


class GoalValue(models.Model):
    """How far a goal was at the time of a report."""

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="values")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="values")
    value = models.DecimalField(max_digits=11, decimal_places=2)

    class Meta:
        ordering = ["goal__number"]
        constraints = [models.UniqueConstraint(fields=["report", "goal"], name="one_value_per_report_and_goal")]

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.value}"
