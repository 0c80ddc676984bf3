from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.models import Enrolment
from people.languages import Language
from people.roles import Role

if TYPE_CHECKING:
    from people.models import User

SHORTEST, LONGEST = 15, 480  # minutes
# Of a cohort who is or was in it, of a programme who has passed it.
IN_COHORT = (Enrolment.Status.ADMITTED, Enrolment.Status.PASSED, Enrolment.Status.NOT_PASSED)
OF_PROGRAMME = (Enrolment.Status.PASSED,)
# What a guest may be who has, or had, a place.
WITH_PLACE = ("registered", "came", "absent")


class WebinarQuerySet(models.QuerySet["Webinar"]):
    def visible_to(self, user: User) -> WebinarQuerySet:
        """All for the organiser; for a trainer those they hold and those that people know of; one's own for others."""
        if user.has_role(Role.ORGANISER, Role.ADMINISTRATOR):
            return self
        own = _meant_for(user.own_records)
        if user.has_role(Role.TRAINER):
            own |= Q(host=user) | Q(announced_at__isnull=False)
        return self.filter(own)

    def meant_for(self, records: models.QuerySet[Any, Any]) -> WebinarQuerySet:
        """Those that the person of these records was ever to know of; `records` are keys."""
        return self.filter(_meant_for(records))

    def announced(self) -> WebinarQuerySet:
        return self.filter(status="announced")

    def coming(self, now: datetime) -> WebinarQuerySet:
        """Announced, and going on or still to come."""
        return self.announced().filter(ends_at__gt=now)

    def to_record(self, now: datetime) -> WebinarQuerySet:
        """They are over, and of somebody with a place nobody said yet whether they came."""
        unsaid = Webinar.objects.filter(guests__status="registered").order_by().values("pk")
        return self.filter(Q(status="announced") | Q(status="held", pk__in=unsaid), ends_at__lte=now)

    def with_counts(self) -> WebinarQuerySet:
        """`places`: who registered, or came; `came`: who came."""
        places = Count("guests", filter=Q(guests__status__in=WITH_PLACE))
        return self.annotate(places=places, came=Count("guests", filter=Q(guests__status="came")))


def _meant_for(records: models.QuerySet[Any, Any]) -> Q:
    enrolments = Enrolment.objects.filter(person__in=records).order_by()
    cohorts = enrolments.filter(status__in=IN_COHORT).values("cohort")
    programmes = enrolments.filter(status__in=OF_PROGRAMME).values("programme")
    of_cohorts = Webinar.cohorts.through.objects.filter(cohort__in=cohorts).values("webinar")
    of_programmes = Webinar.programmes.through.objects.filter(programme__in=programmes).values("webinar")
    known = Webinar.objects.filter(guests__person__in=records).order_by().values("pk")
    audience = Q(pk__in=of_cohorts) | Q(pk__in=of_programmes)
    return Q(status__in=("announced", "held")) & audience | Q(announced_at__isnull=False, pk__in=known)


class Webinar(models.Model):
    """A lecture or a talk from afar for people of cohorts and programmes (Programme §9); joining it is free."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ANNOUNCED = "announced", _("Announced")
        HELD = "held", _("Took place")
        CANCELLED = "cancelled", _("Called off")

    title = models.CharField(_("title"), max_length=150)
    about = models.TextField(_("what it is about"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.KK)
    host = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="webinars", verbose_name=_("who holds it")
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    # Given to those who are registered, and to nobody else.
    link = models.URLField(_("link to join"), max_length=500, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    cohorts = models.ManyToManyField("courses.Cohort", blank=True, related_name="webinars", verbose_name=_("cohorts"))
    programmes = models.ManyToManyField(
        "courses.Programme", blank=True, related_name="webinars", verbose_name=_("programmes")
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    # SEQUENCE of the calendar entry: grows when time, host or link change, and with the cancellation.
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    announced_at = models.DateTimeField(null=True, editable=False)
    recording = models.URLField(_("recording"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()
    objects = WebinarQuerySet.as_manager()

    class Meta:
        verbose_name = _("webinar")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["ends_at"], name="webinars_announced", condition=Q(status="announced"))]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="webinar_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1), name="webinar_has_places_or_any_number"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", announced_at=None)
                | Q(status="cancelled")
                | Q(status__in=("announced", "held"), announced_at__isnull=False),
                name="webinar_is_announced_with_its_date",
            ),
            models.CheckConstraint(
                condition=Q(recording="") | Q(status="held"), name="only_a_webinar_held_is_recorded"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def minutes(self) -> int:
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def is_open(self) -> bool:
        """It is announced: whether it has begun is a question of the clock."""
        return self.status == self.Status.ANNOUNCED


class WebinarEvent(models.Model):
    """What became of a webinar: each change of status, time or audience is a row."""

    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="events")
    old = models.CharField(max_length=10, choices=Webinar.Status.choices, blank=True)
    new = models.CharField(max_length=10, choices=Webinar.Status.choices)
    starts_at = models.DateTimeField()
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
