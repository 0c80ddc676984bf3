from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessment.slots import Pause, pauses_of, slot
from courses.models import Cohort


class DefenceDayQuerySet(models.QuerySet["DefenceDay"]):
    def of_cohort(self, cohort: Cohort) -> DefenceDayQuerySet:
        """The days in whose order a participant of the cohort stands."""
        return self.filter(defences__attempt__enrolment__cohort=cohort).distinct()


class DefenceDay(models.Model):
    """A day of project defences before one commission; it may take participants of several cohorts."""

    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("begins at"))
    slot_minutes = models.PositiveSmallIntegerField(_("minutes per participant"), default=20)
    room = models.CharField(_("room or link"), max_length=200)
    # [[after which place, how many minutes], …]: lunch, and whatever else the commission rests for.
    pauses = models.JSONField(_("pauses"), default=list, blank=True)
    # Whether a trainer who sits here is kept from assessing their own cohort; the programme does not forbid it.
    trainees_apart = models.BooleanField(_("trainers do not assess their own cohort"), default=False)
    # How often the plan was sent out; nobody but the staff knows it before.
    edition = models.PositiveSmallIntegerField(default=0, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    finalised_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()
    objects = DefenceDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("defence day")
        ordering = ["held_on", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=5, slot_minutes__lte=120), name="slot_of_5_to_120_min"
            ),
            models.CheckConstraint(
                condition=Q(edition=0) ^ Q(published_at__isnull=False), name="plan_is_dated_once_published"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%d.%m.%Y}, {self.room}"

    def slot(self, place: int) -> tuple[datetime, datetime]:
        """When the participant in this place (from 1) begins and ends, by the clock on the wall."""
        first = datetime.combine(self.held_on, self.starts_at)
        return slot(first, self.slot_minutes, self.rests, place)

    @property
    def rests(self) -> tuple[Pause, ...]:
        return pauses_of(self.pauses)


class CommissionMemberQuerySet(models.QuerySet["CommissionMember"]):
    def chair_first(self) -> CommissionMemberQuerySet:
        """With their names, in the order in which a commission is listed."""
        return self.select_related("user").order_by("-is_chair", "order")


EveryoneManager = models.Manager.from_queryset(CommissionMemberQuerySet)


class SeatedManager(EveryoneManager["CommissionMember"]):
    """Who sits on the commission the whole day: what everything but the defence of a third member asks for."""

    def get_queryset(self) -> CommissionMemberQuerySet:
        return CommissionMemberQuerySet(self.model, using=self._db).filter(called=False)


class CommissionMember(models.Model):
    """A seat in the commission of a day: one to three, one of them the chair's.

    `called` is somebody whom the chair asked later, as a third member for single defences (`ThirdCall`); the day's
    commission does not count them, and they see nothing of the other participants.
    """

    day = models.ForeignKey(DefenceDay, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="commissions")
    is_chair = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()
    called = models.BooleanField(default=False, editable=False)
    history = HistoricalRecords()
    objects = SeatedManager()
    everyone = CommissionMemberQuerySet.as_manager()

    class Meta:
        ordering = ["day", "order"]
        constraints = [
            models.UniqueConstraint(fields=["day", "user"], name="one_seat_per_member"),
            models.UniqueConstraint(fields=["day"], condition=Q(is_chair=True), name="one_chair_per_day"),
            models.UniqueConstraint(
                fields=["day", "order"], condition=Q(called=False), name="one_member_per_seat_of_the_day"
            ),
            models.CheckConstraint(
                condition=Q(called=False) | Q(is_chair=False, order=3), name="called_member_takes_the_third_seat"
            ),
            # Three, so that every mean is a whole number of twelfths of a point (assessment.grading).
            models.CheckConstraint(condition=Q(order__gte=1, order__lte=3), name="commission_of_up_to_three"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class DefenceQuerySet(models.QuerySet["Defence"]):
    def pending(self) -> DefenceQuerySet:
        return self.filter(outcome=Defence.Outcome.PENDING)

    def with_people(self) -> DefenceQuerySet:
        """With everything a line about a participant needs, in the one query."""
        return self.select_related(
            "day", "attempt__enrolment__person", "attempt__enrolment__organisation", "attempt__enrolment__cohort"
        )


class Defence(models.Model):
    """One participant's place in the order of a day, and what became of it."""

    class Outcome(models.TextChoices):
        PENDING = "pending", _("Not yet")
        DEFENDED = "defended", _("Defended")
        ABSENT = "absent", _("Did not appear")
        ABSENT_VALID = "absent_valid", _("Did not appear, for a valid reason")

    day = models.ForeignKey(DefenceDay, on_delete=models.PROTECT, related_name="defences")
    # Who did not appear may be given another day in the same attempt: nothing was assessed.
    attempt = models.ForeignKey("assessment.Attempt", on_delete=models.PROTECT, related_name="defences")
    order = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.PENDING)
    outcome_reason = models.CharField(max_length=300, blank=True)
    outcome_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    outcome_at = models.DateTimeField(null=True)
    history = HistoricalRecords()
    objects = DefenceQuerySet.as_manager()

    class Meta:
        ordering = ["day", "order"]
        constraints = [
            models.UniqueConstraint(fields=["day", "order"], name="one_defence_per_place"),
            models.UniqueConstraint(
                fields=["attempt"],
                condition=Q(outcome__in=("pending", "defended")),
                name="one_standing_defence_per_attempt",
            ),
            models.UniqueConstraint(fields=["day", "attempt"], name="one_place_a_day_per_attempt"),
            models.CheckConstraint(
                condition=Q(outcome="pending") ^ Q(outcome_at__isnull=False), name="outcome_is_dated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.attempt}"

    @property
    def is_pending(self) -> bool:
        return self.outcome == self.Outcome.PENDING

    @property
    def is_absent(self) -> bool:
        return self.outcome in {self.Outcome.ABSENT, self.Outcome.ABSENT_VALID}

    @property
    def slot(self) -> tuple[datetime, datetime]:
        return self.day.slot(self.order)
