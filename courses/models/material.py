from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Material(models.Model):
    """Something to read or use in a module of a cohort (Programme §7); its content is its newest version."""

    class Kind(models.TextChoices):
        LAW = "law", _("Law or regulation")
        PRESENTATION = "presentation", _("Presentation")
        CASE = "case", _("Case")
        TEMPLATE = "template", _("Template")
        CHECKLIST = "checklist", _("Checklist")
        OTHER = "other", _("Other material")

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.CASCADE, related_name="materials")
    module = models.ForeignKey(
        "courses.Module", on_delete=models.PROTECT, related_name="materials", verbose_name=_("module")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    visible_from = models.DateField(_("shown to participants from"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("material")
        ordering = ["module__order", "kind", "title"]

    def __str__(self) -> str:
        return self.title

    @property
    def newest(self) -> MaterialVersion:
        """Versions lie in descending order, so that this reads what was prefetched."""
        return self.versions.all()[0]

    @property
    def is_to_come(self) -> bool:
        return self.visible_from is not None and self.visible_from > timezone.localdate()


class MaterialVersion(models.Model):
    """One state of a material: a file or a link. Insert-only, so that everybody can see what was given out when."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    upload = models.ForeignKey("people.Upload", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(_("link"), max_length=500, blank=True)
    note = models.CharField(_("what is new"), max_length=200, blank=True)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["material", "number"], name="one_material_version_per_number"),
            models.CheckConstraint(condition=Q(upload=None) ^ Q(link=""), name="material_is_a_file_or_a_link"),
        ]

    def __str__(self) -> str:
        return f"{self.material} ({self.number})"
