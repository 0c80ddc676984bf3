from __future__ import annotations

from django.db import models


class Pulse(models.Model):
    """The last sign of life of a process that works in the background: one row each, written over."""

    # "beat" or "worker", and the machine it runs on.
    part = models.CharField(max_length=10)
    name = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["part", "name"]

    def __str__(self) -> str:
        return self.name
