from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessment.models.day import CommissionMember
from assessment.models.result import Result


class ReviewQuerySet(models.QuerySet["Review"]):
    def pending(self) -> ReviewQuerySet:
        return self.filter(outcome=Review.Outcome.PENDING)

    def with_people(self) -> ReviewQuerySet:
        return self.select_related(
            "result__attempt__enrolment__person", "result__attempt__enrolment__cohort", "requested_by", "decided_by"
        )


class Review(models.Model):
    """A final result is looked at once more: on the participant's appeal, or to correct a clerical error."""

    class Kind(models.TextChoices):
        APPEAL = "appeal", _("Appeal")
        CORRECTION = "correction", _("Correction of a clerical error")

    class Outcome(models.TextChoices):
        PENDING = "pending", _("Waits for the commission")
        UPHELD = "upheld", _("Upheld")
        REJECTED = "rejected", _("Rejected")

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(_("what is wrong"), max_length=2000)
    upload = models.ForeignKey("people.Upload", on_delete=models.PROTECT, null=True, related_name="+")
    requested_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.PENDING)
    reason = models.CharField(max_length=500, blank=True)
    took_part = models.ManyToManyField(CommissionMember, related_name="+")
    decided_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    new_result = models.OneToOneField(Result, on_delete=models.PROTECT, null=True, related_name="review")
    history = HistoricalRecords()
    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["result"], condition=Q(outcome="pending"), name="one_open_review_per_result"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="review_says_what_is_wrong"),
            models.CheckConstraint(
                condition=Q(outcome="pending", decided_at=None, decided_by=None, reason="")
                | (~Q(outcome="pending") & Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(reason="")),
                name="review_decided_by_somebody_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(outcome="upheld") ^ Q(new_result=None), name="review_upheld_iff_new_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.result}"

    @property
    def is_pending(self) -> bool:
        return self.outcome == self.Outcome.PENDING


class Addendum(models.Model):
    """The protocol of the commission's session on a review: frozen like a protocol, in a series of its own."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="addendum")
    is_specimen = models.BooleanField(default=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["is_specimen", "year", "number"], name="one_addendum_per_number")
        ]

    def __str__(self) -> str:
        return f"№\xa0{self.number} ({self.year})"
