from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Task(models.Model):
    """What the participants of a cohort hand in (Programme §6–8)."""

    class Kind(models.TextChoices):
        PRACTICAL = "practical", _("Practical task")
        CASE = "case", _("Case analysis")
        ANALYTICAL = "analytical", _("Analytical task")
        REFLECTION = "reflection", _("Reflection")
        PROJECT = "project", _("Material of the final project")

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.CASCADE, related_name="tasks")
    module = models.ForeignKey(
        "courses.Module", on_delete=models.PROTECT, related_name="tasks", verbose_name=_("module")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what to do"))
    # Without it the task is commented on, not marked.
    max_points = models.DecimalField(_("most points"), max_digits=4, decimal_places=1, null=True, blank=True)
    opens_on = models.DateField(_("open from"), null=True, blank=True)
    due_on = models.DateField(_("due by"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    # The task of another cohort that this one was copied from, the first of its line: how a transfer finds its like.
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    # One of the set that the programme itself names: the same in every cohort, in whatever language it was taken.
    is_of_set = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("task")
        ordering = ["due_on", "module__order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(due_on__gte=F("opens_on")), name="task_is_due_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(max_points=None) | Q(max_points__gt=0, max_points__lte=100), name="task_points_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Submission(models.Model):
    """What one participant handed in, the n-th time. Insert-only: a later one stands beside the earlier."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="submissions")
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    uploads = models.ManyToManyField("people.Upload", related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Handed in in the cohort that the participant was transferred from.
    carried_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="carried_to")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["task", "enrolment", "number"], name="one_submission_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.task_id}, {self.enrolment_id}: {self.number}"


class Feedback(models.Model):
    """What the trainer said of a submission, with its points where the task has some. The newest one counts."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="feedback")
    text = models.TextField(_("feedback"), blank=True)
    # In half points, as every mark (design §3.3).
    points = models.DecimalField(_("points"), max_digits=4, decimal_places=1, null=True, blank=True)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(points=None) | Q(points__gte=0), name="feedback_points_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.points}"


class SelfAssessment(models.Model):
    """How a participant rates themselves on each module's expected result, before and after the studies."""

    class Moment(models.TextChoices):
        BEFORE = "before", _("Before the studies")
        AFTER = "after", _("After the studies")

    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.CASCADE, related_name="self_assessments")
    moment = models.CharField(max_length=6, choices=Moment.choices)
    # Level 1–5 by the order of the module: {"1": 3, "2": 4, …}.
    levels = models.JSONField(default=dict)
    reflection = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "moment"], name="one_self_assessment_per_moment")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.moment}"
