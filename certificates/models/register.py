from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """What the organiser prepares and the head signs once: who gets which paper. Unsigned, it can be discarded."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("Waiting for a signature")
        SIGNED = "signed", _("Signed")
        DISCARDED = "discarded", _("Discarded")

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="batches")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    issued_on = models.DateField(_("date of issue"))
    prepared_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)
    signatory = models.ForeignKey("people.Signatory", on_delete=models.PROTECT, null=True, related_name="+")
    signed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    discarded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-prepared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"], condition=Q(state="prepared"), name="one_prepared_batch_per_cohort"
            ),
            models.CheckConstraint(condition=Q(state="signed") ^ Q(signed_at=None), name="batch_signed_iff_signed_at"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort}, {self.issued_on:%d.%m.%Y}"


class BatchItem(models.Model):
    """One result of a batch and the paper it will become."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    result = models.ForeignKey("assessment.Result", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "result"], name="one_item_per_result")]

    def __str__(self) -> str:
        return f"{self.batch}: {self.kind}"


class Document(models.Model):
    """A row of the register: an insert-only snapshot (design §3.5). Never updated, deleted or renumbered."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("Certificate")
        DUPLICATE = "duplicate", _("Duplicate")
        STATEMENT = "statement", _("Statement of attendance")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    # Specimens are numbered in a series of their own.
    is_specimen = models.BooleanField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=16, unique=True)
    result = models.ForeignKey("assessment.Result", on_delete=models.PROTECT, related_name="documents")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="documents")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="documents")
    issued_on = models.DateField()
    valid_through = models.DateField(null=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    # Everything printed, as certificates.snapshot.Snapshot.
    snapshot = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "is_specimen", "year", "number"], name="one_document_per_number"),
            models.UniqueConstraint(
                fields=["result"], condition=Q(supersedes=None), name="one_original_document_per_result"
            ),
            models.CheckConstraint(
                condition=Q(kind="statement") ^ Q(valid_through__isnull=False), name="only_certificates_expire"
            ),
        ]

    def __str__(self) -> str:
        return self.number_text

    @property
    def number_text(self) -> str:
        return str(self.snapshot["number"])


class DocumentFile(models.Model):
    """The stored PDF of a document: bytes first, then this row; never rendered a second time."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="file")
    key = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key


class DocumentEvent(models.Model):
    """What happened to a document after it came into force. Insert-only."""

    class Kind(models.TextChoices):
        REVOKED = "revoked", _("Revoked")
        SUPERSEDED = "superseded", _("Superseded")
        HANDED_OVER = "handed_over", _("Handed over")
        WITHHELD = "withheld", _("Withheld from the public")
        SHOWN = "shown", _("Shown to the public again")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    happened_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.document}: {self.kind}"


class BlankUse(models.Model):
    """Which protected blank (decree № 1162) carries a document. Insert-only; the newest row counts."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="blanks")
    series = models.CharField(_("series"), max_length=10)
    number = models.CharField(_("number"), max_length=20)
    recorded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["series", "number"], name="one_use_per_blank")]

    def __str__(self) -> str:
        return f"{self.series} № {self.number}"


class Standing(models.Model):
    """What verification needs to know of a document, derived from it and its events; the only row that is rewritten."""

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        REVOKED = "revoked", _("Revoked")
        SUPERSEDED = "superseded", _("Replaced")

    code = models.CharField(max_length=16, primary_key=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="standing")
    state = models.CharField(max_length=10, choices=State.choices, default=State.IN_FORCE)
    since = models.DateField(null=True)
    valid_through = models.DateField(null=True)
    withheld = models.BooleanField(default=False)
    # The public fields only, ready to show: never points, band, IIN, phone or e-mail (design §3.8).
    public = models.JSONField()
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.code}: {self.state}"


class RenderJob(models.Model):
    """A PDF that is owed. Claimed once, resumable after a kill at any instruction (design §3.6)."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        CLAIMED = "claimed", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="job")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "claimed_at"], name="render_jobs_open")]

    def __str__(self) -> str:
        return f"{self.document}: {self.state}"
