"""The times at which somebody is expected, held by the database itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from postcourse.models.discussion import Discussion
from postcourse.models.support import Consultation
from postcourse.models.webinar import Webinar


class TakenTime(models.Model):
    """A place of the grid at which somebody is expected: the database gives it to a trainer once, and to a person once.

    Written with every pass through the doors of consultations, discussions and webinars, and gone when they are over.
    """

    at = models.DateTimeField()
    trainer = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    # From the invitation on: what is only planned does not bind the graduate yet.
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, null=True, related_name="taken")
    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, null=True, related_name="taken_times")
    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, null=True, related_name="taken_times")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trainer", "at"], name="trainer_is_expected_once_at_a_time"),
            models.UniqueConstraint(fields=["person", "at"], name="person_is_expected_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(consultation__isnull=False, discussion__isnull=True, webinar__isnull=True)
                | Q(consultation__isnull=True, trainer__isnull=False, person__isnull=True)
                & (
                    Q(discussion__isnull=False, webinar__isnull=True)
                    | Q(discussion__isnull=True, webinar__isnull=False)
                ),
                name="taken_time_is_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(trainer__isnull=False) | Q(person__isnull=False), name="taken_time_is_somebodys"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
