from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from postcourse.models.goal import Goal, ProgressReport
from postcourse.models.implementation import Implementation


class ExpertFeedback(models.Model):
    """What the trainer says of an implementation, after a report or without one. Insert-only."""

    implementation = models.ForeignKey(Implementation, on_delete=models.PROTECT, related_name="feedback")
    report = models.ForeignKey(ProgressReport, on_delete=models.PROTECT, null=True, related_name="feedback")
    words = models.TextField(blank=True)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.implementation_id}: {self.at:%Y-%m-%d}"


class CriterionFeedback(models.Model):
    """The trainer's level and words on one criterion."""

    class Criterion(models.TextChoices):
        GOALS = "goals", _("Goals and indicators")
        ACTIONS = "actions", _("Steps that were taken")
        EVIDENCE = "evidence", _("Evidence")
        TEAM = "team", _("Part of the team")
        EFFECT = "effect", _("Effect at the school")

    class Level(models.IntegerChoices):
        NOT_YET = 1, _("Not yet")
        PARTLY = 2, _("Partly")
        MOSTLY = 3, _("Mostly")
        FULLY = 4, _("Fully")

    feedback = models.ForeignKey(ExpertFeedback, on_delete=models.CASCADE, related_name="criteria")
    criterion = models.CharField(max_length=10, choices=Criterion.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["feedback", "criterion"], name="one_word_per_feedback_and_criterion"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=1, level__lte=4), name="feedback_level_from_1_to_4"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"


class ResultAnalysis(models.Model):
    """The graduate's analysis of the results after a year, with their reflection. Insert-only: the newest counts."""

    implementation = models.ForeignKey(Implementation, on_delete=models.PROTECT, related_name="analyses")
    number = models.PositiveSmallIntegerField()
    effect = models.TextField()
    lasting = models.TextField(blank=True)
    reflection = models.TextField()
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["implementation", "number"], name="one_analysis_per_number")]

    def __str__(self) -> str:
        return f"{self.implementation_id}: {self.number}"


class GoalOutcome(models.Model):
    """What became of one goal, as the analysis has it."""

    class Reached(models.TextChoices):
        FULLY = "fully", _("Reached")
        PARTLY = "partly", _("Partly reached")
        NOT = "not", _("Not reached")

    analysis = models.ForeignKey(ResultAnalysis, on_delete=models.CASCADE, related_name="outcomes")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="outcomes")
    reached = models.CharField(max_length=6, choices=Reached.choices)
    value = models.DecimalField(max_digits=11, decimal_places=2, null=True)
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["goal__number"]
        constraints = [models.UniqueConstraint(fields=["analysis", "goal"], name="one_outcome_per_analysis_and_goal")]

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.reached}"
