"""A discussion of a case from practice: several graduates, one trainer, one time, so many places."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.roles import Role
from postcourse.models.support import Consultation, Plan

if TYPE_CHECKING:
    from people.models import User

LONGEST, FULLEST = 120, 30


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def visible_to(self, user: User) -> DiscussionQuerySet:
        """Every one for the organiser, their own for the trainer, for a graduate those that they may join or have."""
        if user.has_role(Role.ORGANISER, Role.ADMINISTRATOR):
            return self
        seen = self._seen_from(Plan.objects.filter(attempt__enrolment__person__in=user.own_records))
        return self.filter(seen | Q(trainer=user) if user.has_role(Role.TRAINER) else seen)

    def _seen_from(self, plans: models.QuerySet[Plan]) -> Q:
        offered = plans.filter(kind=Plan.Kind.SUPPORT, trainer=OuterRef("trainer"))
        of_cohort = plans.filter(kind=Plan.Kind.SUPPORT, attempt__enrolment__cohort=OuterRef("cohort"))
        mine = Consultation.objects.filter(plan__in=plans, discussion=OuterRef("pk"))
        return Q(Exists(mine)) | Q(Exists(of_cohort)) | Q(Q(cohort=None) & Exists(offered))

    def for_plan(self, plan: Plan) -> DiscussionQuerySet:
        """Those that the graduate of this plan may join: their cohort's, and those for everybody of their trainer."""
        if plan.kind != Plan.Kind.SUPPORT:
            return self.none()
        everybodys = Q(cohort=None, trainer=plan.trainer_id) if plan.trainer_id else Q(pk=None)
        return self.filter(Q(cohort=plan.attempt.enrolment.cohort_id) | everybodys)

    def coming(self, now: datetime) -> DiscussionQuerySet:
        return self.filter(status=Discussion.Status.OPEN, starts_at__gt=now)

    def to_record(self, now: datetime) -> DiscussionQuerySet:
        return self.filter(status=Discussion.Status.OPEN, starts_at__lte=now)

    def with_seats(self) -> DiscussionQuerySet:
        """With how many places are taken as `taken`."""
        there = Q(seats__status__in=(*Consultation.OPEN, "held", "missed"))
        return self.select_related("trainer", "cohort").annotate(taken=Count("seats", filter=there))


class Discussion(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", _("Open for joining")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    trainer = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="discussions")
    # Whose graduates may join; without a cohort everybody whom the trainer supports.
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, null=True, related_name="discussions")
    topic = models.CharField(_("topic"), max_length=200)
    case = models.TextField(_("the case"), blank=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    capacity = models.PositiveSmallIntegerField(default=8)
    place = models.CharField(_("room or link"), max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    # SEQUENCE of the entry in the trainer's calendar.
    sequence = models.PositiveSmallIntegerField(default=0)
    # What came out of it; everybody who had a place reads it.
    outcome = models.TextField(_("what came out of it"), blank=True)
    objects = DiscussionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=30, minutes__lte=LONGEST), name="discussion_fills_whole_places_of_a_day"
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=2, capacity__lte=FULLEST), name="discussion_is_for_several"
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN


class DiscussionEvent(models.Model):
    """What became of a discussion: each change of its status, time or place is a row."""

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="events")
    old = models.CharField(max_length=10, choices=Discussion.Status.choices, blank=True)
    new = models.CharField(max_length=10, choices=Discussion.Status.choices)
    starts_at = models.DateTimeField()
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
