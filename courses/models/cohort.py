from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people.languages import Language
from people.roles import Role

if TYPE_CHECKING:
    from people.models import User


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, user: User) -> CohortQuerySet:
        """The organiser sees every cohort, the trainer those that they teach, nobody else any."""
        if user.has_role(Role.ORGANISER, Role.ADMINISTRATOR):
            return self
        return self.filter(trainer=user) if user.has_role(Role.TRAINER) else self.none()

    def with_counts(self) -> CohortQuerySet:
        """How many people are where: `applied`, `admitted`, `on_hold`, `passed`, `not_passed`."""
        places = ("applied", "admitted", "on_hold", "passed", "not_passed")
        return self.annotate(**{place: Count("enrolments", filter=Q(enrolments__status=place)) for place in places})


class Cohort(models.Model):
    """One stream of a programme: who studies from when to when, and on which version."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ENROLLING = "enrolling", _("Enrolling")
        RUNNING = "running", _("Running")
        DEFENDING = "defending", _("Defending")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    class Form(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        DISTANCE = "distance", _("Distance")
        BLENDED = "blended", _("Blended")

    name = models.CharField(_("name"), max_length=100, unique=True)
    version = models.ForeignKey(
        "courses.ProgrammeVersion", on_delete=models.PROTECT, related_name="cohorts", verbose_name=_("programme")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    form = models.CharField(_("form of study"), max_length=10, choices=Form.choices, default=Form.BLENDED)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.KK)
    place = models.CharField(_("place"), max_length=200, blank=True)
    trainer = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cohorts_taught",
        verbose_name=_("trainer"),
    )
    minimum_attendance = models.PositiveSmallIntegerField(
        _("attendance needed for the defence, in per cent of the hours"),
        null=True,
        blank=True,
        help_text=_("Empty: nobody is warned about."),
    )
    # The public page on which people apply by themselves: its address cannot be guessed, and it may end.
    apply_token = models.CharField(max_length=40, null=True, unique=True, editable=False)
    apply_until = models.DateField(_("applications until"), null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    # In a demo cohort every document is a specimen, always (design §3.11).
    is_demo = models.BooleanField(default=False, editable=False)
    # The readings in force when the cohort opened: {"H": "as_printed", …}; frozen from then on.
    decisions = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()
    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(minimum_attendance=None) | Q(minimum_attendance__range=(1, 100)),
                name="cohort_attendance_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CohortEvent(models.Model):
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="events")
    old = models.CharField(max_length=10, choices=Cohort.Status.choices)
    new = models.CharField(max_length=10, choices=Cohort.Status.choices)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
