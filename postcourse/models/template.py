from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class PlanTemplate(models.Model):
    """What the support after a programme consists of: one version, written once and never changed afterwards.

    The newest version of a programme is in force; a plan keeps the one that it was made from. Months count from the
    issue date. Without any version the figures of the installation hold (postcourse.policy).
    """

    programme = models.ForeignKey("courses.Programme", on_delete=models.PROTECT, related_name="plan_templates")
    number = models.PositiveSmallIntegerField()
    months = models.JSONField()
    weak_percent = models.PositiveSmallIntegerField()
    targeted_after_weeks = models.PositiveSmallIntegerField()
    targeted_every_weeks = models.PositiveSmallIntegerField()
    # None: no webinar is promised.
    webinar_week = models.PositiveSmallIntegerField(null=True)
    milestone_months = models.JSONField()
    analysis_month = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_plan_template_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_template_is_numbered_from_one"),
            models.CheckConstraint(condition=Q(weak_percent__lte=100), name="plan_template_weak_share_is_a_share"),
            models.CheckConstraint(
                condition=Q(targeted_every_weeks__gte=1), name="plan_template_targeted_are_weeks_apart"
            ),
            models.CheckConstraint(
                condition=Q(webinar_week=None) | Q(webinar_week__gte=1), name="plan_template_webinar_is_after_the_issue"
            ),
            models.CheckConstraint(
                condition=Q(analysis_month__gte=1), name="plan_template_analysis_is_after_the_issue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.number}"
