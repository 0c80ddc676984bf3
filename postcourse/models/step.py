from __future__ import annotations

from django.db import models
from django.utils import timezone


class AddedStep(models.Model):
    """A consultation that does not follow from the result: the staff have added it, about a topic of its own.

    What an appeal plans anew leaves it alone.
    """

    consultation = models.OneToOneField("postcourse.Consultation", on_delete=models.CASCADE, related_name="added")
    # Empty once the person is erased.
    topic = models.CharField(max_length=200)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.topic
