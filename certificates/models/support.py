from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class SupportPeriod(models.Model):
    """For which days of support after the course a statement was issued. Insert-only, of originals.

    Of one enrolment no two in force share a day: its cohort has one batch at a time, and the days are looked at again
    with the signature. A statement that was revoked may be issued anew for the same days.
    """

    document = models.OneToOneField("certificates.Document", on_delete=models.PROTECT, related_name="support_period")
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="support_periods")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gt=F("first")), name="support_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.first:%d.%m.%Y} – {self.last:%d.%m.%Y}"
