from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from certificates.models.document import Document
    from certificates.snapshot import PeriodSnapshot


class BatchQuerySet(models.QuerySet["Batch"]):
    def waiting(self) -> BatchQuerySet:
        """Prepared, not signed: the head's queue, the oldest first."""
        prepared = self.filter(state=Batch.State.PREPARED).select_related("cohort", "prepared_by")
        return prepared.with_counts().order_by("prepared_at", "pk")

    def issues(self) -> BatchQuerySet:
        """Batches of a cohort's results."""
        return self.filter(replaces=None, support_last=None)

    def reissues(self) -> BatchQuerySet:
        """One document each, in place of another."""
        return self.filter(replaces__isnull=False)

    def of_support(self) -> BatchQuerySet:
        """Statements of completed support after the course."""
        return self.filter(support_last__isnull=False)

    def for_queue(self) -> BatchQuerySet:
        """With whatever is looked at before a signature."""
        enrolment = "replaces__result__attempt__enrolment"
        rows = self.select_related("cohort__version", "prepared_by", "signed_by", "signatory", "design__design")
        rows = rows.select_related("replaces__standing")
        rows = rows.select_related("replaces__person__merged_into", "replaces__result__superseded_by")
        rows = rows.select_related(f"{enrolment}__organisation", f"{enrolment}__cohort")
        return rows.prefetch_related("items", "cohort__version__modules")

    def with_counts(self) -> BatchQuerySet:
        return self.annotate(papers=Count("items"))


class Batch(models.Model):
    """What the organiser prepares and the head signs once: who gets which paper. Unsigned, it can be discarded."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("Waiting for a signature")
        SIGNED = "signed", _("Signed")
        DISCARDED = "discarded", _("Discarded")

    class Reason(models.TextChoices):
        NAME = "name", _("The name is wrong")
        MISPRINT = "misprint", _("Something else is misprinted")
        LOST = "lost", _("It is lost")
        DAMAGED = "damaged", _("It is damaged")

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
    # A batch of one document in place of another: which one, why, on what ground, and whether the holder is written to.
    replaces = models.ForeignKey(
        "certificates.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="reissues"
    )
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True, default="")
    ground = models.CharField(max_length=300, blank=True, default="")
    tells_holder = models.BooleanField(default=False)
    # Which fields of the snapshot a correction puts right; none named: all that differ.
    corrects = models.JSONField(default=list, blank=True)
    # In which look its certificates are made; None: as certificates look where nobody has chosen.
    design = models.ForeignKey(
        "certificates.DesignVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="batches"
    )
    # A batch of statements of completed support: for which days.
    support_first = models.DateField(null=True)
    support_last = models.DateField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(state="prepared", replaces=None, support_last=None),
                name="one_prepared_batch_per_cohort",
            ),
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(state="prepared", support_last__isnull=False),
                name="one_prepared_batch_of_support_per_cohort",
            ),
            models.CheckConstraint(
                condition=Q(support_first=None, support_last=None)
                | Q(replaces=None, support_last__gt=models.F("support_first")),
                name="batch_of_support_says_for_which_days",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(replaces__isnull=False) & ~Q(state="discarded"),
                name="one_reissue_per_document",
            ),
            models.CheckConstraint(condition=Q(replaces=None) ^ ~Q(reason=""), name="batch_reissue_says_why"),
            models.CheckConstraint(condition=Q(replaces=None) | ~Q(ground=""), name="batch_reissue_names_its_ground"),
            models.CheckConstraint(condition=Q(state="signed") ^ Q(signed_at=None), name="batch_signed_iff_signed_at"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort}, {self.issued_on:%d.%m.%Y}"

    @property
    def title(self) -> str:
        """The cohort, or what takes the place of which document."""
        if self.is_support:
            return _("Statements of support: %(cohort)s") % {"cohort": self.cohort}
        if self.replaces_id is None:
            return str(self.cohort)
        said = _("Duplicate of № %(number)s") if self.is_duplicate else _("Correction of № %(number)s")
        return said % {"number": self.replaced}

    @property
    def is_support(self) -> bool:
        return self.support_last is not None

    @property
    def support(self) -> PeriodSnapshot | None:
        """For which days of support, as it is printed; None for any other batch."""
        if self.support_first is None or self.support_last is None:
            return None
        return {"first": self.support_first.isoformat(), "last": self.support_last.isoformat()}

    @property
    def replaced(self) -> Document:
        """The document of a reissue that is replaced."""
        if self.replaces is None:
            raise LookupError(f"Batch {self.pk} replaces nothing.")
        return self.replaces

    @property
    def is_duplicate(self) -> bool:
        """The holder has lost the paper: the new one says the same; otherwise it says it right."""
        return self.reason in (self.Reason.LOST, self.Reason.DAMAGED)


class BatchItem(models.Model):
    """One result of a batch and the paper it will become."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    result = models.ForeignKey("assessment.Result", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "result"], name="one_item_per_result")]

    def __str__(self) -> str:
        return f"{self.batch}: {self.kind}"
