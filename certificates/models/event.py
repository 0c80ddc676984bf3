from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models.paper import RenderJob


class DocumentEvent(models.Model):
    """What happened to a document after it came into force. Insert-only."""

    class Kind(models.TextChoices):
        REVOKED = "revoked", _("Revoked")
        SUPERSEDED = "superseded", _("Superseded")
        HANDED_OVER = "handed_over", _("Handed over")
        WITHHELD = "withheld", _("Withheld from the public")
        SHOWN = "shown", _("Shown to the public again")
        NAME_HIDDEN = "name_hidden", _("Name hidden from the public")
        NAME_SHOWN = "name_shown", _("Name shown to the public again")
        RETRIED = "retried", _("The PDF that had failed was asked for again")

    class ReasonClass(models.TextChoices):
        MISTAKE = "mistake", _("Issued by mistake")
        APPEAL = "appeal", _("The result was changed on appeal")
        DECEIT = "deceit", _("Obtained by deceit")
        COURT = "court", _("A legal act or a decision of a court")
        OTHER = "other", _("Another reason")

    document = models.ForeignKey("certificates.Document", on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    happened_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    # Of a revocation; empty where it was revoked before there were classes.
    reason_class = models.CharField(max_length=10, choices=ReasonClass.choices, blank=True, default="")
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="revoked") | Q(reason_class=""), name="only_a_revocation_has_a_reason_class"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.kind}"

    @property
    def said(self) -> str:
        """The reason to a reader; of a PDF that had failed, the machine's own words stay on record and unsaid."""
        if self.kind != self.Kind.RETRIED:
            return self.reason
        return str(RenderJob.Reason(self.reason.partition(": ")[0]).label)


class BlankUse(models.Model):
    """Which protected blank (decree № 1162) carries a document. Insert-only; the newest row counts."""

    document = models.ForeignKey("certificates.Document", on_delete=models.PROTECT, related_name="blanks")
    series = models.CharField(_("series"), max_length=10)
    number = models.CharField(_("number"), max_length=20)
    recorded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["series", "number"], name="one_use_per_blank")]
        # Who holds a blank in the hand looks for it by its number alone.
        indexes = [models.Index(fields=["number"], name="blank_uses_by_number")]

    def __str__(self) -> str:
        return f"{self.series} № {self.number}"
