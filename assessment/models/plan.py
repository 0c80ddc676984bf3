from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessment.models.day import Defence, DefenceDay


class Unavailability(models.Model):
    """A span of time in which a member cannot sit on a commission, said by themselves or by the organiser."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="unavailabilities")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="unavailability_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {timezone.localtime(self.starts_at):%d.%m.%Y %H:%M}"


class Workplace(models.Model):
    """A school where a member works: its people are not assessed by a colleague."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="workplaces")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["organisation__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="one_workplace_per_school")]

    def __str__(self) -> str:
        return f"{self.user}: {self.organisation}"


class Conflict(models.Model):
    """A member says that they must not assess this person, and why."""

    class Kind(models.TextChoices):
        SUPERVISOR = "supervisor", _("Supervised the project")
        CLOSE = "close", _("A relative or close to them")
        OTHER = "other", _("Another reason")

    # The member's user; the person assessed is whose data this is.
    member = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="conflicts")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=300)
    declared_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        ordering = ["person__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "person"], name="one_conflict_per_member_and_person"),
            models.CheckConstraint(condition=~Q(reason=""), name="conflict_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.member} – {self.person}"


class PlanNoticeQuerySet(models.QuerySet["PlanNotice"]):
    def with_missed(self) -> PlanNoticeQuerySet:
        """`is_missed`: that the participant did not appear on the day of the notice."""
        return self.annotate(is_missed=_missed())

    def held(self) -> PlanNoticeQuerySet:
        """Those that still hold: not cancelled, and not of a day on which the participant did not appear."""
        return self.filter(~_missed(), cancelled_at=None)


def _missed() -> Exists:
    absent = (Defence.Outcome.ABSENT, Defence.Outcome.ABSENT_VALID)
    return Exists(Defence.objects.filter(attempt=OuterRef("attempt"), day=OuterRef("day"), outcome__in=absent))


class PlanNotice(models.Model):
    """What a participant or a member was told last about their time: one calendar entry, and how often it changed.

    A participant's belongs to the attempt, so that it follows them to another day; a member's to the day.
    """

    attempt = models.OneToOneField(
        "assessment.Attempt", on_delete=models.PROTECT, null=True, related_name="plan_notice"
    )
    member = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="plan_notices")
    # Empty where the day was deleted afterwards; its people were told.
    day = models.ForeignKey(DefenceDay, on_delete=models.SET_NULL, null=True, related_name="notices")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.CharField(max_length=200)
    is_chair = models.BooleanField(default=False)
    sequence = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    objects = PlanNoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attempt=None) ^ Q(member=None), name="notice_to_a_participant_or_a_member"
            ),
            models.UniqueConstraint(fields=["member", "day"], name="one_notice_per_member_and_day"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="notice_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt or self.member}: {timezone.localtime(self.starts_at):%d.%m.%Y %H:%M}"
