from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people.models.user import RoleGrant
from people.roles import Role

if TYPE_CHECKING:
    from people.models import Person, User


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> PlanQuerySet:
        """Every plan for the organiser, those of their people for the trainer, their own for the graduate."""
        if user.has_role(Role.ORGANISER, Role.ADMINISTRATOR):
            return self
        own = Q(attempt__enrolment__person__in=user.own_records)
        if user.has_role(Role.TRAINER):
            own |= Q(trainer=user) | Q(pk__in=Consultation.objects.filter(trainer=user).values("plan"))
        return self.filter(own)

    def with_people(self) -> PlanQuerySet:
        return self.select_related("attempt__enrolment__person", "attempt__enrolment__cohort", "trainer")


class Plan(models.Model):
    """The support that follows an attempt (Programme §9), made once from its confirmed result."""

    class Kind(models.TextChoices):
        SUPPORT = "support", _("Post-course support")
        RETAKE = "retake", _("Preparation for the retake")

    attempt = models.OneToOneField("assessment.Attempt", on_delete=models.PROTECT, related_name="plan")
    # From which result it was made: an appeal's result replans what nobody was invited to yet.
    result = models.ForeignKey("assessment.Result", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Months are counted from here: the issue date.
    counted_from = models.DateField()
    # The version of the programme's template that it keeps to; none: the figures of the installation.
    template = models.ForeignKey("postcourse.PlanTemplate", on_delete=models.PROTECT, null=True, related_name="plans")
    trainer = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="plans")
    created_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()
    objects = PlanQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.attempt}: {self.kind}"

    @property
    def person(self) -> Person:
        return self.attempt.enrolment.person


def with_trainer() -> Exists:
    """Of plans and consultations: whoever was named is there, and trains."""
    return Exists(RoleGrant.objects.filter(user=OuterRef("trainer"), user__is_active=True, role=Role.TRAINER))


def without_trainer() -> Any:
    """Nobody holds it: nobody was named, or whoever was has left or trains no more."""
    return ~with_trainer()


def filters(now: datetime) -> dict[str, Q]:
    """What the lists of consultations are asked for; `planned` is further away than people are invited."""
    asked = Q(status__in=("invited", "confirmed"))
    return {
        "to_record": asked & Q(starts_at__lte=now),
        "coming": asked & Q(starts_at__gt=now),
        "unconfirmed": Q(status="invited", starts_at__gt=now),
        "planned": Q(status="planned"),
        "unassigned": Q(status__in=Consultation.OPEN, discussion=None) & without_trainer(),
        "recorded": Q(status__in=("held", "missed")),
    }


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, user: User) -> ConsultationQuerySet:
        """Every one for the organiser, their own for trainer and graduate."""
        if user.has_role(Role.ORGANISER, Role.ADMINISTRATOR):
            return self
        own = Q(plan__attempt__enrolment__person__in=user.own_records)
        return self.filter(own | Q(trainer=user) if user.has_role(Role.TRAINER) else own)

    def with_people(self) -> ConsultationQuerySet:
        return self.select_related(
            "plan__attempt__enrolment__person",
            "plan__attempt__enrolment__cohort",
            "plan__result",
            "trainer",
        )

    def following(self) -> ConsultationQuerySet:
        """Those that follow from the result: not what the staff added, and not what graduates took by themselves."""
        return self.filter(kind__in=("contact", "targeted", "retake"))

    def preparing(self) -> ConsultationQuerySet:
        """Those that prepare for a retake: planned from the result, or taken up in a plan that does nothing else."""
        return self.filter(Q(kind="retake") | Q(kind__in=("added", "booked"), plan__kind=Plan.Kind.RETAKE))

    def open(self) -> ConsultationQuerySet:
        """Still to come, or to be recorded."""
        return self.filter(status__in=Consultation.OPEN)

    def upcoming(self, now: datetime) -> ConsultationQuerySet:
        return self.open().filter(starts_at__gt=now)

    def to_record(self, now: datetime) -> ConsultationQuerySet:
        """They have begun, and nobody said yet how they went."""
        return self.filter(filters(now)["to_record"])

    def to_invite(self, now: datetime) -> ConsultationQuerySet:
        """Due, and with somebody to come to: the others wait for the organiser."""
        return self.filter(with_trainer(), status="planned", invite_at__lte=now)

    def to_remind(self, now: datetime) -> ConsultationQuerySet:
        return self.filter(status__in=("invited", "confirmed"), reminded_at=None, remind_at__lte=now, starts_at__gt=now)


class Consultation(models.Model):
    """One step of a plan: a contact after so many months, one aimed at a weak criterion, one that the staff added, one
    that the graduate booked, or their place in a discussion.
    """

    class Kind(models.TextChoices):
        CONTACT = "contact", _("Contact")
        TARGETED = "targeted", _("Targeted consultation")
        RETAKE = "retake", _("Preparation for the retake")
        ADDED = "added", _("Added consultation")
        BOOKED = "booked", _("Booked consultation")
        GROUP = "group", _("Case discussion")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        INVITED = "invited", _("Invited")
        CONFIRMED = "confirmed", _("Confirmed")
        HELD = "held", _("Held")
        MISSED = "missed", _("Missed")
        CANCELLED = "cancelled", _("Cancelled")

    OPEN: ClassVar[tuple[str, ...]] = ("planned", "invited", "confirmed")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="consultations")
    trainer = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="consultations")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Months after the issue date for a contact, after the attestation for the last talk before a retake.
    month = models.PositiveSmallIntegerField(null=True)
    # The weak criterion: {"label_kk", "label_ru", "label_en", "points", "maximum"}.
    criterion = models.JSONField(null=True)
    # Of what the staff added and the graduate booked: what it is about; the topic of the discussion.
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    # A place in a discussion of several: which one, and the number of the place.
    discussion = models.ForeignKey("postcourse.Discussion", on_delete=models.PROTECT, null=True, related_name="seats")
    seat = models.PositiveSmallIntegerField(null=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    # From when the invitation is due: swept with <=, so a missed sweep loses nothing.
    invite_at = models.DateTimeField()
    remind_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    place = models.CharField(_("room or link"), max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    # SEQUENCE of the calendar invitation: grows with each move and cancellation.
    sequence = models.PositiveSmallIntegerField(default=0)
    notes = models.TextField(_("notes"), blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    replans = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replanned_by")
    # Notes are agreements: what was written before an amendment stays on record.
    history = HistoricalRecords()
    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["invite_at"], name="consultations_to_invite", condition=Q(status="planned")),
            models.Index(
                fields=["remind_at"],
                name="consultations_to_remind",
                condition=Q(status__in=["invited", "confirmed"], reminded_at=None),
            ),
        ]
        constraints = [
            # With the grid of half hours (postcourse.policy) this is: no two of a trainer's overlap. `TakenTime` says
            # the same of discussions, and of the graduate.
            models.UniqueConstraint(
                fields=["trainer", "starts_at"],
                condition=Q(status__in=("planned", "invited", "confirmed"), discussion__isnull=True),
                name="one_consultation_per_trainer_and_time",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(kind="booked", status__in=("planned", "invited", "confirmed")),
                name="one_open_booking_per_plan",
            ),
            models.UniqueConstraint(
                fields=["discussion", "seat"],
                condition=Q(status__in=("planned", "invited", "confirmed")),
                name="one_person_per_seat_of_a_discussion",
            ),
            models.UniqueConstraint(
                fields=["discussion", "plan"],
                condition=Q(status__in=("planned", "invited", "confirmed")),
                name="one_seat_per_person_of_a_discussion",
            ),
            models.CheckConstraint(
                condition=Q(kind="group", discussion__isnull=False, seat__isnull=False, seat__gte=1)
                | Q(~Q(kind="group"), discussion__isnull=True, seat__isnull=True),
                name="only_a_case_discussion_has_seats",
            ),
            models.UniqueConstraint(
                fields=["replans"], condition=~Q(status="cancelled"), name="one_second_consultation_for_a_missed_one"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5) & (Q(minutes__lte=30) | Q(kind="group", minutes__lte=120)),
                name="consultation_fits_its_place_in_the_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind="targeted") | Q(criterion__isnull=False), name="targeted_consultation_has_a_criterion"
            ),
            models.CheckConstraint(condition=~Q(kind="contact") | Q(month__isnull=False), name="contact_has_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.kind}"

    @property
    def person(self) -> Person:
        return self.plan.attempt.enrolment.person

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def link(self) -> str:
        """Where it is joined from afar; nothing where the place is a room."""
        return self.place if self.place.startswith("https://") else ""

    @property
    def second(self) -> Consultation | None:
        """What was planned once more in its place, unless that was cancelled."""
        return self.replanned_by.exclude(status=self.Status.CANCELLED).first()


class ConsultationEvent(models.Model):
    """What became of a consultation: each change of status, time, place or trainer is a row."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="events")
    old = models.CharField(max_length=10, choices=Consultation.Status.choices, blank=True)
    new = models.CharField(max_length=10, choices=Consultation.Status.choices)
    # The time that holds from this event on.
    starts_at = models.DateTimeField()
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
