from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RenderJob(models.Model):
    """A PDF that is owed. Claimed once, resumable after a kill at any instruction (design §3.6)."""

    class State(models.TextChoices):
        QUEUED = "queued", _("In the queue")
        CLAIMED = "claimed", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    class Reason(models.TextChoices):
        PAPER = "paper", _("This machine cannot make PDFs now: a library or a font is missing.")
        STORAGE = "storage", _("The PDF could not be stored.")
        PICTURE = "picture", _("The logo or the seal could not be read from the storage.")
        KILLED = "killed", _("The worker stopped each time while it was making this PDF.")
        FAULT = "fault", _("The program could not make this PDF.")

    document = models.OneToOneField("certificates.Document", on_delete=models.PROTECT, related_name="job")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField(default=timezone.now)
    # One worker takes a chunk of jobs under one claim, and ends only those that are still under it.
    claim = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    # Tries that ended in an error, and claims whose worker died: whoever stops workers often does not lose a paper.
    attempts = models.PositiveSmallIntegerField(default=0)
    kills = models.PositiveSmallIntegerField(default=0)
    # Why it waits or failed, said in the reader's language; `error` is the machine's own text, for the administrator.
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    error = models.CharField(max_length=300, blank=True)
    retried_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    retried_at = models.DateTimeField(null=True)

    class Meta:
        # The few that are not done, oldest first, whatever the number of those that are.
        indexes = [models.Index(fields=["id"], name="render_jobs_owed", condition=Q(done_at=None))]
        constraints = [
            models.CheckConstraint(condition=Q(state="done") ^ Q(done_at=None), name="render_job_done_iff_done_at")
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.state}"


class DocumentFile(models.Model):
    """The stored PDF of a document: bytes first, then this row; never rendered a second time."""

    document = models.OneToOneField("certificates.Document", on_delete=models.PROTECT, related_name="file")
    key = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        # A file that somebody was shown is found by its digest.
        indexes = [models.Index(fields=["sha256"], name="document_files_by_digest")]

    def __str__(self) -> str:
        return self.key
