from __future__ import annotations

from django.db import models
from django.utils import timezone


class RefusedAddress(models.Model):
    """An address that a mail server refused for good; whoever has it on record is shown so until it changes."""

    email = models.EmailField(unique=True)
    # Kind and code alone: what servers answer repeats addresses.
    error = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.error
