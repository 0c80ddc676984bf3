from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from certificates.snapshot import DesignSnapshot, PictureSnapshot

MOST_SIGNERS = 2  # beside the head


class DesignQuerySet(models.QuerySet["Design"]):
    def in_use(self) -> DesignQuerySet:
        """Those that a batch can be prepared in, the provider's usual one first."""
        return self.filter(current__isnull=False).select_related("current").order_by("-is_usual", "name")


class Design(models.Model):
    """A look of certificates by its name; what it looks like stands in its versions and in its draft."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    # None: nothing was published yet, or the design is retired.
    current = models.OneToOneField(
        "certificates.DesignVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="currently"
    )
    is_usual = models.BooleanField(_("used unless another is chosen"), default=False)
    history = HistoricalRecords()

    objects = DesignQuerySet.as_manager()

    class Meta:
        verbose_name = _("design")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["is_usual"], condition=Q(is_usual=True), name="one_usual_design"),
            models.CheckConstraint(condition=Q(is_usual=False) | Q(current__isnull=False), name="usual_design_in_use"),
        ]

    def __str__(self) -> str:
        return self.name


class Look(models.Model):
    """What can be chosen of a certificate's look."""

    class Languages(models.TextChoices):
        COHORT = "cohort", _("The cohort's own, as ever")
        KK = "kk", _("Kazakh")
        RU = "ru", _("Russian")
        EN = "en", _("English")
        TRI = "tri", _("Kazakh with Russian and English")
        KK_RU = "kk+ru", _("Kazakh and Russian side by side")
        KK_EN = "kk+en", _("Kazakh and English side by side")

    class Palette(models.TextChoices):
        TEAL = "teal", _("Teal and gold")
        BLUE = "blue", _("Blue and gold")
        BURGUNDY = "burgundy", _("Burgundy and gold")
        GRAPHITE = "graphite", _("Graphite")

    class Plate(models.TextChoices):
        GUILLOCHE = "guilloche", _("Guilloche: bands, rosette and net")
        CALM = "calm", _("Calm: hairlines on white")

    class Seal(models.TextChoices):
        PLACE = "place", _("A place for the seal")
        PICTURE = "picture", _("The provider's seal as a picture")
        NONE = "none", _("No seal")

    languages = models.CharField(_("languages"), max_length=6, choices=Languages.choices, default=Languages.COHORT)
    palette = models.CharField(_("colours"), max_length=10, choices=Palette.choices, default=Palette.TEAL)
    plate = models.CharField(_("line work"), max_length=10, choices=Plate.choices, default=Plate.GUILLOCHE)
    has_logo = models.BooleanField(_("logo in place of the medallion"), default=False)
    seal = models.CharField(_("seal"), max_length=8, choices=Seal.choices, default=Seal.PLACE)
    # Beside the head: [{"name": …, "capacity": {"kk": …, "ru": …, "en": …}}], at most MOST_SIGNERS.
    signers = models.JSONField(_("who else signs"), default=list, blank=True)

    class Meta:
        abstract = True

    def as_chosen(self) -> dict[str, Any]:
        """The choices alone, to be compared or copied."""
        return {field.name: getattr(self, field.name) for field in Look._meta.fields}


class DesignDraft(Look):
    """The next version of a design, while it is being drawn."""

    design = models.OneToOneField(Design, on_delete=models.CASCADE, related_name="draft")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("draft of a design")

    def __str__(self) -> str:
        return f"{self.design}"


class DesignVersion(Look):
    """What was published of a design. Insert-only: papers are made from it for years."""

    design = models.ForeignKey(Design, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    # As they were on that day, each kept under a key that is its digest; empty where none is printed.
    logo_key = models.CharField(max_length=120, blank=True)
    logo_sha256 = models.CharField(max_length=64, blank=True)
    seal_key = models.CharField(max_length=120, blank=True)
    seal_sha256 = models.CharField(max_length=64, blank=True)
    published_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["design", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["design", "number"], name="one_version_of_a_design_per_number"),
            models.CheckConstraint(condition=Q(has_logo=True) ^ Q(logo_key=""), name="design_keeps_the_logo_it_prints"),
            models.CheckConstraint(
                condition=Q(seal="picture") ^ Q(seal_key=""), name="design_keeps_the_seal_it_prints"
            ),
            models.CheckConstraint(
                condition=Q(languages__in=["cohort", "kk", "ru", "en", "tri", "kk+ru", "kk+en"])
                & Q(palette__in=["teal", "blue", "burgundy", "graphite"])
                & Q(plate__in=["guilloche", "calm"])
                & Q(seal__in=["place", "picture", "none"]),
                name="design_can_be_drawn",
            ),
        ]

    def __str__(self) -> str:
        return _("%(design)s, version %(number)s") % {"design": self.design, "number": self.number}

    @property
    def logo(self) -> PictureSnapshot | None:
        return {"key": self.logo_key, "sha256": self.logo_sha256} if self.logo_key else None

    @property
    def seal_picture(self) -> PictureSnapshot | None:
        return {"key": self.seal_key, "sha256": self.seal_sha256} if self.seal_key else None

    def frozen(self) -> DesignSnapshot:
        """As a certificate's snapshot has it."""
        return {
            "version": self.pk,
            "second": second_of(self.languages),
            "palette": self.palette,
            "plate": "calm" if self.plate == Look.Plate.CALM else "guilloche",
            "logo": self.logo,
            "seal": seal_of(self.seal),
            "seal_picture": self.seal_picture,
            "signers": self.signers,
        }


def second_of(languages: str) -> Any:
    """The language beside the main one, "" where there is none."""
    return languages.partition("+")[2]


def seal_of(seal: str) -> Any:
    return seal if seal in Look.Seal else Look.Seal.PLACE.value
