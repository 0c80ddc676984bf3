from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.codes import pretty
from certificates.models.event import BlankUse, DocumentEvent


class DocumentQuerySet(models.QuerySet["Document"]):
    def of_results(self) -> DocumentQuerySet:
        """What a result is printed on. A statement of support says nothing of it, and stands beside."""
        return self.exclude(kind=Document.Kind.SUPPORT)

    def for_list(self) -> DocumentQuerySet:
        """With what a line of the register shows, the newest first; two queries a page."""
        rows = self.select_related("standing", "person", "result__attempt__enrolment__cohort")
        return rows.prefetch_related("blanks", "events").order_by("-issued_on", "-is_specimen", "-number", "-pk")


class Document(models.Model):
    """A row of the register: an insert-only snapshot (design §3.5). Never updated, deleted or renumbered."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("Certificate")
        DUPLICATE = "duplicate", pgettext_lazy("document", "Duplicate")
        STATEMENT = "statement", _("Statement of attendance")
        SUPPORT = "support", _("Statement of completed post-course support")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    # Specimens are numbered in a series of their own.
    is_specimen = models.BooleanField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=16, unique=True)
    result = models.ForeignKey("assessment.Result", on_delete=models.PROTECT, related_name="documents")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="documents")
    batch = models.ForeignKey("certificates.Batch", on_delete=models.PROTECT, null=True, related_name="documents")
    issued_on = models.DateField()
    valid_through = models.DateField(null=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    # Everything printed, as certificates.snapshot.Snapshot.
    snapshot = models.JSONField()
    # The number as printed, read from the snapshot by the database itself: whatever the format, no two are the same.
    printed_number = models.GeneratedField(
        expression=KT("snapshot__number"), output_field=models.CharField(max_length=60, null=True), db_persist=True
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "is_specimen", "year", "number"], name="one_document_per_number"),
            models.UniqueConstraint(fields=["printed_number"], name="one_document_per_printed_number"),
            # Statements of support are counted by SupportPeriod.
            models.UniqueConstraint(
                fields=["result"],
                condition=Q(supersedes=None) & ~Q(kind="support"),
                name="one_original_document_per_result",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["statement", "support"]) ^ Q(valid_through__isnull=False),
                name="only_certificates_expire",
            ),
        ]
        indexes = [
            # The register's pages are read from the newest on, of one kind or of all; expiry goes by the last day.
            models.Index(fields=["-issued_on", "-is_specimen", "-number", "-id"], name="register_newest"),
            models.Index(
                fields=["kind", "-issued_on", "-is_specimen", "-number", "-id"], name="register_newest_of_kind"
            ),
            models.Index(fields=["valid_through", "id"], name="register_by_last_day"),
        ]

    def __str__(self) -> str:
        return self.number_text

    @property
    def number_text(self) -> str:
        return str(self.snapshot["number"])

    @property
    def last_blank(self) -> BlankUse | None:
        """The blank that carries it: the newest record counts. Reads what a list has prefetched."""
        return max(self.blanks.all(), key=lambda use: use.pk, default=None)

    @property
    def last_handed_over(self) -> DocumentEvent | None:
        handed = [event for event in self.events.all() if event.kind == DocumentEvent.Kind.HANDED_OVER]
        return max(handed, key=lambda event: (event.at, event.pk), default=None)

    @property
    def pretty_code(self) -> str:
        """As printed under the QR."""
        return pretty(self.code, " ")
