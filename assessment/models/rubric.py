from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.languages import in_language


class Rubric(models.Model):
    """One reading of the programme's table of criteria (decision R), as loaded with a programme version."""

    version = models.ForeignKey("courses.ProgrammeVersion", on_delete=models.CASCADE, related_name="rubrics")
    reading = models.CharField(max_length=40)
    # The levels a member taps, from the lowest: [{"key", "floor": per cent of a maximum, "label_kk", …}, …].
    levels = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "reading"], name="one_rubric_per_reading")]

    def __str__(self) -> str:
        return f"{self.version}: {self.reading}"


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def at_defence(self) -> CriterionQuerySet:
        """Those that the members of a commission score."""
        return self.filter(stage=Criterion.Stage.DEFENCE)

    def of_coursework(self) -> CriterionQuerySet:
        """Those for which the trainer confirms points."""
        return self.filter(stage=Criterion.Stage.COURSEWORK)


class Criterion(models.Model):
    class Stage(models.TextChoices):
        COURSEWORK = "coursework", _("Coursework")
        DEFENCE = "defence", _("Defence")

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    label_kk = models.CharField(max_length=300)
    label_ru = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300)
    short_kk = models.CharField(max_length=80)
    short_ru = models.CharField(max_length=80)
    short_en = models.CharField(max_length=80)
    maximum = models.DecimalField(max_digits=4, decimal_places=1)
    step = models.DecimalField(max_digits=2, decimal_places=1, default=Decimal("0.5"))
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DEFENCE)
    # Of a coursework criterion: the kinds of tasks (courses.Task.Kind) whose marks suggest its points.
    task_kinds = models.JSONField(default=list, blank=True)
    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["rubric", "order"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "order"], name="one_criterion_per_place"),
            models.CheckConstraint(condition=Q(maximum__gt=0), name="criterion_maximum_is_positive"),
        ]

    def __str__(self) -> str:
        return in_language(self, "label")

    @property
    def is_coursework(self) -> bool:
        return self.stage == self.Stage.COURSEWORK


class Band(models.Model):
    """A band of the scale by its floor, in whole points: 85, 70, 50, 0 (Programme §8)."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="bands")
    key = models.CharField(max_length=20)
    floor = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    label_kk = models.CharField(max_length=100)
    label_ru = models.CharField(max_length=100)
    label_en = models.CharField(max_length=100)

    class Meta:
        ordering = ["rubric", "-floor"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "floor"], name="one_band_per_floor"),
            models.UniqueConstraint(fields=["rubric", "key"], name="one_band_per_key"),
        ]

    def __str__(self) -> str:
        return in_language(self, "label")


class CohortRules(models.Model):
    """How a cohort is assessed: made on first need from the decision the cohort took along at opening, then frozen."""

    cohort = models.OneToOneField("courses.Cohort", on_delete=models.PROTECT, related_name="rules")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    # A difference of two members' totals above this, in points, is shown to the chair before finalising.
    spread_limit = models.PositiveSmallIntegerField(default=10)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.cohort}: {self.rubric}"
