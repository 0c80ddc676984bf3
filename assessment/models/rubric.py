from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people.languages import in_language

if TYPE_CHECKING:
    from courses.models import Cohort


class RubricQuerySet(models.QuerySet["Rubric"]):
    def with_rows(self) -> RubricQuerySet:
        return self.select_related("version__programme", "based_on", "made_by", "retired_by").prefetch_related(
            "criteria", "bands"
        )

    def offered_to(self, cohort: Cohort) -> RubricQuerySet:
        """What a cohort may be assessed by: the readings of its own version, and every table that the provider wrote
        for its programme. A reading of another version says what another document says.
        """
        own, written = Q(version=cohort.version_id), Q(reading="", version__programme=cohort.version.programme_id)
        return self.filter(own | written, retired_at=None).order_by("reading", "-made_at", "pk")


class Rubric(models.Model):
    """A table of criteria that is ready: a reading of the programme's own table (decision R), as loaded with a version,
    or one that the provider wrote from a copy. Its criteria, levels and bands never change.
    """

    version = models.ForeignKey("courses.ProgrammeVersion", on_delete=models.CASCADE, related_name="rubrics")
    # Of a loaded one; what the provider wrote has a name instead.
    reading = models.CharField(max_length=40, blank=True, default="")
    name_kk = models.CharField(max_length=120, blank=True)
    name_ru = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)
    # Since when it is offered to no new cohort.
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    # The levels a member taps, from the lowest: [{"key", "floor": per cent of a maximum, "label_kk", …}, …].
    levels = models.JSONField()
    history = HistoricalRecords()
    objects = RubricQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "reading"], condition=~Q(reading=""), name="one_rubric_per_reading"
            ),
            models.CheckConstraint(
                condition=~Q(reading="") | ~(Q(name_kk="") | Q(name_ru="") | Q(name_en="")),
                name="rubric_is_a_reading_or_named_in_three",
            ),
            models.CheckConstraint(
                condition=~Q(reading="") | Q(made_by__isnull=False, made_at__isnull=False, based_on__isnull=False),
                name="rubric_written_by_the_provider_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_by=None)
                | Q(retired_at__isnull=False, retired_by__isnull=False, reading=""),
                name="rubric_retired_by_somebody_and_no_reading_is",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self, "name") or self.name_of_reading

    @property
    def is_reading(self) -> bool:
        """Loaded with the programme version, not written by the provider."""
        return bool(self.reading)

    @property
    def name_of_reading(self) -> str:
        known = {
            "realigned": pgettext("table of criteria", "Realigned"),
            "as_printed": pgettext("table of criteria", "As printed"),
        }
        return known.get(self.reading) or gettext("Reading “%(reading)s”") % {"reading": self.reading}


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def at_defence(self) -> CriterionQuerySet:
        """Those that the members of a commission score."""
        return self.filter(stage=Criterion.Stage.DEFENCE)

    def of_coursework(self) -> CriterionQuerySet:
        """Those for which the trainer confirms points."""
        return self.filter(stage=Criterion.Stage.COURSEWORK)


class Criterion(models.Model):
    class Stage(models.TextChoices):
        COURSEWORK = "coursework", _("Coursework")
        DEFENCE = "defence", _("Defence")

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    label_kk = models.CharField(max_length=300)
    label_ru = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300)
    short_kk = models.CharField(max_length=80)
    short_ru = models.CharField(max_length=80)
    short_en = models.CharField(max_length=80)
    maximum = models.DecimalField(max_digits=4, decimal_places=1)
    step = models.DecimalField(max_digits=2, decimal_places=1, default=Decimal("0.5"))
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DEFENCE)
    # Of a coursework criterion: the kinds of tasks (courses.Task.Kind) whose marks suggest its points.
    task_kinds = models.JSONField(default=list, blank=True)
    # What a scorer looks for at a level, by its key: {"low": {"kk", "ru", "en"}, …}; a level may be left out.
    descriptors = models.JSONField(default=dict, blank=True)
    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["rubric", "order"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "order"], name="one_criterion_per_place"),
            models.CheckConstraint(condition=Q(maximum__gt=0), name="criterion_maximum_is_positive"),
            models.CheckConstraint(
                condition=Q(step__in=[Decimal("0.5"), Decimal(1)]), name="criterion_in_half_or_whole_points"
            ),
        ]

    def __str__(self) -> str:
        return in_language(self, "label")

    @property
    def is_coursework(self) -> bool:
        return self.stage == self.Stage.COURSEWORK


class Band(models.Model):
    """A band of the scale by its floor, in whole points: 85, 70, 50, 0 (Programme §8)."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="bands")
    key = models.CharField(max_length=20)
    floor = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    label_kk = models.CharField(max_length=100)
    label_ru = models.CharField(max_length=100)
    label_en = models.CharField(max_length=100)

    class Meta:
        ordering = ["rubric", "-floor"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "floor"], name="one_band_per_floor"),
            models.UniqueConstraint(fields=["rubric", "key"], name="one_band_per_key"),
            models.CheckConstraint(condition=Q(floor__lte=100), name="band_floor_within_the_scale"),
        ]

    def __str__(self) -> str:
        return in_language(self, "label")


class CohortRules(models.Model):
    """How a cohort is assessed: made on first need from the decision the cohort took along at opening. The organiser
    may change it until the first mark is given (`assessment.ruling`).
    """

    cohort = models.OneToOneField("courses.Cohort", on_delete=models.PROTECT, related_name="rules")
    rubric = models.ForeignKey(
        Rubric, on_delete=models.PROTECT, related_name="used", verbose_name=_("table of criteria")
    )
    # A difference of two members' totals above this, in points, is shown to the chair before finalising.
    spread_limit = models.PositiveSmallIntegerField(_("limit of the difference"), default=10)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(spread_limit__lte=100), name="spread_limit_within_the_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort}: {self.rubric}"
