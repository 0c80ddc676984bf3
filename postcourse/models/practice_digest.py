from __future__ import annotations

from django.db import models
from django.utils import timezone

from postcourse.models.practice import Practice


class DigestWeek(models.Model):
    """A week whose news are told when it is over; with `done_at` everybody was seen to."""

    until = models.DateTimeField(unique=True)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.until:%d.%m.%Y}"


class PracticeDigest(models.Model):
    """What one graduate was told of one week: claimed once, written with its message."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="practice_digests")
    until = models.DateTimeField()
    message = models.OneToOneField("people.OutboxMessage", on_delete=models.PROTECT, related_name="+")
    # Whose titles the message has: they leave it when their author is erased.
    practices = models.ManyToManyField(Practice, related_name="digests")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "until"], name="one_digest_per_person_and_week")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.until:%d.%m.%Y}"


class DigestRefusal(models.Model):
    """They want no digest; the row goes when they want it again."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="digest_refusal")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person_id}"
