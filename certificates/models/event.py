from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DocumentEvent(models.Model):
    """What happened to a document after it came into force. Insert-only."""

    class Kind(models.TextChoices):
        REVOKED = "revoked", _("Revoked")
        SUPERSEDED = "superseded", _("Superseded")
        HANDED_OVER = "handed_over", _("Handed over")
        WITHHELD = "withheld", _("Withheld from the public")
        SHOWN = "shown", _("Shown to the public again")

    document = models.ForeignKey("certificates.Document", on_delete=models.PROTECT, related_name="events")
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

    document = models.ForeignKey("certificates.Document", on_delete=models.PROTECT, related_name="blanks")
    series = models.CharField(_("series"), max_length=10)
    number = models.CharField(_("number"), max_length=20)
    recorded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["series", "number"], name="one_use_per_blank")]

    def __str__(self) -> str:
        return f"{self.series} № {self.number}"
