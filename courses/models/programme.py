from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.programme_content import FORMS
from people.languages import in_language


class Programme(models.Model):
    """A course of professional development, known by its code; what is taught stands in its versions."""

    code = models.SlugField(unique=True)

    def __str__(self) -> str:
        return self.code


class ProgrammeVersionQuerySet(models.QuerySet["ProgrammeVersion"]):
    def newest(self) -> ProgrammeVersionQuerySet:
        """The version of each programme that a new cohort would follow."""
        later = ProgrammeVersion.objects.filter(programme=OuterRef("programme"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))


class ProgrammeVersion(models.Model):
    """One state of a programme, loaded from its file or published, never changed afterwards: cohorts stay on theirs."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    title_kk = models.CharField(max_length=300)
    title_ru = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    declared_hours = models.PositiveSmallIntegerField()
    validity_years = models.PositiveSmallIntegerField()
    # The whole file as loaded: materials, kinds of self-study, forms of support, for the programme page.
    source = models.JSONField()
    loaded_at = models.DateTimeField(default=timezone.now)
    # Who published it, and the version that was copied for it; nobody and none where it came from the file.
    published_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    objects = ProgrammeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_version_per_number"),
        ]

    def __str__(self) -> str:
        return f"{in_language(self, 'title')} ({self.number})"

    @property
    def forms_of_study(self) -> list[str]:
        """The forms that a cohort of this version may take; older content says nothing and allows all."""
        return list(self.source.get("forms") or FORMS)


class Module(models.Model):
    """A module, a named line of hours or the final attestation, in academic hours of 45 minutes (Programme §5)."""

    version = models.ForeignKey(ProgrammeVersion, on_delete=models.CASCADE, related_name="modules")
    order = models.PositiveSmallIntegerField()
    is_attestation = models.BooleanField(default=False)
    is_extra = models.BooleanField(default=False)
    title_kk = models.CharField(max_length=300)
    title_ru = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    task_kk = models.TextField(blank=True)
    task_ru = models.TextField(blank=True)
    task_en = models.TextField(blank=True)
    result_kk = models.TextField(blank=True)
    result_ru = models.TextField(blank=True)
    result_en = models.TextField(blank=True)
    lecture = models.PositiveSmallIntegerField()
    practice = models.PositiveSmallIntegerField()
    self_study = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "order"]
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="one_module_per_place")]

    def __str__(self) -> str:
        return in_language(self, "title")

    @property
    def short(self) -> str:
        """What it is called where there is little room; a named line has no number, so it keeps its title."""
        if self.is_extra:
            return str(self)
        return gettext("Defence") if self.is_attestation else gettext("Module %(n)s") % {"n": self.order}

    @property
    def sign(self) -> str:
        """Its number, or a letter or two, where there is room for no more."""
        if self.is_extra:
            return "+"
        return pgettext("short for defence", "D") if self.is_attestation else str(self.order)

    @property
    def total(self) -> int:
        return self.lecture + self.practice + self.self_study


class Discrepancy(models.Model):
    """A place where the source contradicts itself (H, R, B, V, Q, Y): what is printed, what is true, the readings.

    `readings` is a list of {"key", "text_kk", "text_ru", "text_en"}, with "extra" where a reading adds a line of hours:
    {"title_kk", "title_ru", "title_en", "lecture", "practice", "self_study"}; `proposed` is the key that we advise.
    """

    version = models.ForeignKey(ProgrammeVersion, on_delete=models.CASCADE, related_name="discrepancies")
    code = models.CharField(max_length=2)
    title_kk = models.CharField(max_length=200, default="")
    title_ru = models.CharField(max_length=200, default="")
    title_en = models.CharField(max_length=200, default="")
    printed_kk = models.TextField()
    printed_ru = models.TextField()
    printed_en = models.TextField()
    true_kk = models.TextField()
    true_ru = models.TextField()
    true_en = models.TextField()
    readings = models.JSONField()
    proposed = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "order"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="one_discrepancy_per_code")]

    def __str__(self) -> str:
        return self.code


class Decision(models.Model):
    """The organiser's reading of a discrepancy. The newest row is in force; earlier ones stay as the record."""

    discrepancy = models.ForeignKey(Discrepancy, on_delete=models.CASCADE, related_name="decisions")
    reading = models.CharField(_("reading"), max_length=40)
    decided_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.discrepancy}: {self.reading}"


class ProgrammeDraft(models.Model):
    """A version of a programme that somebody is writing, copied from another; publishing makes a version of it."""

    # Empty until a new programme gets its code at the first publication.
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, null=True, related_name="drafts")
    based_on = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="+")
    # The shape of the programme file (`courses.programme_file`), and a key for each module (`courses.draft_content`).
    content = models.JSONField()
    # Counts the saves: who saves over somebody else's newer one is told what changed.
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return in_language(self.content.get("title", {}))
