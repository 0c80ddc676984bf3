from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.grading import TWELFTHS, from_twelfths, shown
from assessment.models.day import Defence
from courses.models import Cohort, Enrolment


class Attempt(models.Model):
    """The first or the second (and last) attestation of an enrolment (Programme §8: a retake once within the year)."""

    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="one_attempt_per_number"),
            models.CheckConstraint(condition=Q(number__in=(1, 2)), name="attempt_is_first_or_second"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} ({self.number})"

    @property
    def is_retake(self) -> bool:
        return self.number > 1

    @property
    def is_open(self) -> bool:
        """Whether they can be assessed now: the first time who is admitted, the second time who did not pass."""
        status = Enrolment.Status.NOT_PASSED if self.is_retake else Enrolment.Status.ADMITTED
        return self.enrolment.status == status


class ResultQuerySet(models.QuerySet["Result"]):
    def current(self) -> ResultQuerySet:
        """Those that stand: no appeal put another in their place."""
        return self.filter(superseded_by=None)

    def of_cohort(self, cohort: Cohort) -> ResultQuerySet:
        return self.filter(attempt__enrolment__cohort=cohort)

    def confirmed(self) -> ResultQuerySet:
        return self.filter(confirmed_at__isnull=False)

    def with_people(self) -> ResultQuerySet:
        return self.select_related(
            "attempt__enrolment__person", "attempt__enrolment__organisation", "attempt__enrolment__cohort"
        )


class Result(models.Model):
    """The frozen outcome of an attempt: exact sum, one rounding, one band (design §3.3).

    `criteria` is a list of {"label_kk", "label_ru", "label_en", "maximum": "20", "points": "18.33", "twelfths": 220,
    "stage", "carried"}: the exact mean in twelfths of a point, and as it is shown, to two decimals; "carried" are the
    points of the coursework in a second attempt. `members` is a list of
    {"name", "chair", "points": ["18.5", …], "total": "89.5", "excused": ""} in the order of the commission.
    `resolution` says by which other rule than the mean it came about: {"took_part": [{"user", "name"}], "points":
    ["18", …]} of a consensus, {"user", "name"} of a third member, {"number", "took_part", "before"} of a review.
    Never changed: an appeal supersedes.
    """

    class Rule(models.TextChoices):
        MEAN = "mean", _("Mean of the members")
        THIRD = "third", _("Mean with a third member")
        CONSENSUS = "consensus", _("Reasoned consensus")
        APPEAL = "appeal", _("Decision on an appeal")
        CORRECTION = "correction", _("Correction of a clerical error")

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="results")
    defence = models.OneToOneField(Defence, on_delete=models.PROTECT, null=True, blank=True, related_name="result")
    criteria = models.JSONField()
    members = models.JSONField()
    # The exact sum in twelfths of a point: the thirds of three members' marks stay exact, also in the database.
    twelfths = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    band_key = models.CharField(max_length=20)
    band_kk = models.CharField(max_length=100)
    band_ru = models.CharField(max_length=100)
    band_en = models.CharField(max_length=100)
    # [{"floor": 85, "key", "label_kk", …}, …] as they stood: nothing printed is re-read from live rows.
    bands = models.JSONField()
    passed = models.BooleanField()
    rule = models.CharField(max_length=10, choices=Rule.choices, default=Rule.MEAN)
    # Of the rules other than the mean: the words of the commission. Results from before there were such rules may have
    # the chair's word here that widely different totals stand.
    spread_reason = models.CharField(max_length=500, blank=True)
    resolution = models.JSONField(default=dict, blank=True)
    attested_on = models.DateField()
    finalised_at = models.DateTimeField(default=timezone.now)
    finalised_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    # Set once, when the head signs protocol and issue.
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    objects = ResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(supersedes=None), name="one_first_result_per_attempt"
            ),
            models.CheckConstraint(condition=Q(twelfths__lte=100 * TWELFTHS), name="result_within_scale"),
            models.CheckConstraint(
                condition=Q(twelfths__gte=F("total") * TWELFTHS - 6, twelfths__lt=F("total") * TWELFTHS + 6),
                name="result_total_is_the_rounded_sum",
            ),
            models.CheckConstraint(
                condition=Q(rule="mean") | ~Q(spread_reason=""), name="result_by_another_rule_says_why"
            ),
            models.CheckConstraint(
                condition=Q(rule__in=("appeal", "correction")) ^ Q(supersedes=None),
                name="result_supersedes_iff_reviewed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.total}"

    @property
    def exact_sum(self) -> Fraction:
        return from_twelfths(self.twelfths)

    @property
    def exact(self) -> Decimal:
        """The exact sum as it is shown and printed, to two decimals; `total` was not rounded from it."""
        return shown(self.exact_sum)
