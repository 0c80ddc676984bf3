from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RenderJob(models.Model):
    """A PDF that is owed. Claimed once, resumable after a kill at any instruction (design §3.6)."""

    class State(models.TextChoices):
        QUEUED = "queued", _("In the queue")
        CLAIMED = "claimed", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    document = models.OneToOneField("certificates.Document", on_delete=models.PROTECT, related_name="job")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "claimed_at"], name="render_jobs_open")]

    def __str__(self) -> str:
        return f"{self.document}: {self.state}"


class DocumentFile(models.Model):
    """The stored PDF of a document: bytes first, then this row; never rendered a second time."""

    document = models.OneToOneField("certificates.Document", on_delete=models.PROTECT, related_name="file")
    key = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key
