from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.session import HourKind


class Attendance(models.Model):
    """Whether one participant was at one session; without a row nobody has said yet."""

    class State(models.TextChoices):
        PRESENT = "present", _("Present")
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Absent with a reason")

    session = models.ForeignKey("courses.Session", on_delete=models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="attendances")
    state = models.CharField(max_length=8, choices=State.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="one_attendance_per_session_and_enrolment")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.state}"


class AttendanceEvent(models.Model):
    """Insert-only: what was said of somebody's attendance, when and by whom; a late correction says why."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="events")
    old = models.CharField(max_length=8, choices=Attendance.State.choices, blank=True)
    new = models.CharField(max_length=8, choices=Attendance.State.choices)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class CarriedHours(models.Model):
    """Hours attended in another cohort that a transfer brought along, by line of the plan and type (Programme §8)."""

    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.CASCADE, related_name="carried_hours")
    # The line of this enrolment's own plan that is the same as the one that was attended.
    module = models.ForeignKey("courses.Module", on_delete=models.PROTECT, related_name="+")
    # The named line that is held beside the module, as of a session.
    is_extra = models.BooleanField(default=False)
    kind = models.CharField(max_length=10, choices=HourKind.choices)
    hours = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "module", "is_extra", "kind"], name="hours_are_carried_once"),
            models.CheckConstraint(condition=Q(hours__gte=1), name="carried_hours_are_some"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.hours}"
