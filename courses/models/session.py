from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people.roles import Role

if TYPE_CHECKING:
    from people.models import User


class HourKind(models.TextChoices):
    LECTURE = "lecture", _("Lecture")
    PRACTICE = "practice", _("Practice")
    SELF_STUDY = "self_study", _("Self-study")


LONGEST_LINK = 500
# Those who have the timetable of a cohort: admitted to it, or through with it.
STUDYING = ("admitted", "passed", "not_passed")


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User) -> SessionQuerySet:
        """All for the organiser; for the trainer those of their cohorts and those they teach themselves."""
        if user.has_role(Role.ORGANISER, Role.ADMINISTRATOR):
            return self
        if user.has_role(Role.TRAINER):
            return self.filter(Q(cohort__trainer=user) | Q(trainer=user))
        return self.none()

    def studied_by(self, records: Iterable[int] | models.QuerySet[Any, Any]) -> SessionQuerySet:
        """Those of the cohorts that the person of these records is admitted to, or has finished."""
        inside = self.filter(cohort__enrolments__person__in=records, cohort__enrolments__status__in=STUDYING)
        return inside.exclude(cohort__status="cancelled").select_related("module", "cohort__version", "trainer")

    def occupying(self) -> SessionQuerySet:
        """Those that take a trainer's time and a room: not those of a cohort that is over or cancelled."""
        return self.exclude(cohort__status__in=("closed", "cancelled"))

    def between(self, start: datetime, end: datetime) -> SessionQuerySet:
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Session(models.Model):
    """One entry of a cohort's timetable: a class, or hours that the participants study by themselves."""

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.CASCADE, related_name="sessions")
    module = models.ForeignKey(
        "courses.Module", on_delete=models.PROTECT, related_name="sessions", verbose_name=_("module")
    )
    kind = models.CharField(_("kind of hours"), max_length=10, choices=HourKind.choices)
    # Academic hours of 45 minutes; the end allows for the breaks between them.
    hours = models.PositiveSmallIntegerField(_("academic hours"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    trainer = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions_taught",
        verbose_name=_("trainer"),
    )
    room = models.CharField(_("room"), max_length=100, blank=True)
    # A meeting's link carries its own password and tenant: 200 characters are soon over.
    link = models.URLField(_("link"), max_length=LONGEST_LINK, blank=True)
    # Hours of the named line that the decision on H adds: they belong to no module and are held beside this one.
    is_extra = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()
    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="session_when")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=12), name="session_has_1_to_12_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.module}, {timezone.localtime(self.starts_at):%d.%m.%Y %H:%M}"

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()


class CalendarDay(models.Model):
    """A day on which the country's calendar, as the `holidays` library knows it, was put right by the organiser."""

    day = models.DateField(_("day"), unique=True)
    is_off = models.BooleanField(_("day off"))
    name = models.CharField(_("what it is"), max_length=150, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("day of the calendar")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"


def new_token() -> str:
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """The private address under which a calendar program fetches somebody's sessions; a new one ends the old."""

    user = models.OneToOneField("people.User", on_delete=models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.user)
