from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from postcourse.models.webinar import WITH_PLACE, Webinar


class WebinarGuestQuerySet(models.QuerySet["WebinarGuest"]):
    def registered(self) -> WebinarGuestQuerySet:
        return self.filter(status="registered")

    def with_place(self) -> WebinarGuestQuerySet:
        """Registered, whatever became of it."""
        return self.filter(status__in=WITH_PLACE)

    def unreached(self) -> WebinarGuestQuerySet:
        """Who was not written to for want of an address, and is not registered."""
        return self.filter(status="invited", informed_at=None)

    def by_name(self) -> WebinarGuestQuerySet:
        """In the order of the Kazakh alphabet."""
        return self.select_related("person").order_by("person__name_key", "pk")

    def of(self, records: models.QuerySet[Any, Any] | list[int]) -> WebinarGuestQuerySet:
        return self.filter(person__in=records)


class WebinarGuest(models.Model):
    """One person and one webinar: told of it, registered, and whether they came."""

    class Status(models.TextChoices):
        INVITED = "invited", _("Not registered")
        REGISTERED = "registered", _("Registered")
        WITHDRAWN = "withdrawn", _("Gave up the place")
        CAME = "came", _("Came")
        ABSENT = "absent", _("Was not there")

    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="webinars")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.INVITED)
    registered_at = models.DateTimeField(null=True)
    # When they last heard of it; empty for whom no letter reaches.
    informed_at = models.DateTimeField(null=True)
    # How often the place was taken or given up: with the webinar's own SEQUENCE, that of their calendar entry.
    turns = models.PositiveSmallIntegerField(default=0)
    objects = WebinarGuestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webinar", "person"], name="one_place_per_webinar_and_person"),
            models.CheckConstraint(
                condition=~Q(status__in=("registered", "absent", "withdrawn")) | Q(registered_at__isnull=False),
                name="webinar_guest_registered_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.webinar}: {self.status}"

    @property
    def sequence(self) -> int:
        return self.webinar.sequence + self.turns

    @property
    def has_place(self) -> bool:
        return self.status in WITH_PLACE


class WebinarGuestEvent(models.Model):
    """Who registered, gave up or ticked what, and when."""

    guest = models.ForeignKey(WebinarGuest, on_delete=models.CASCADE, related_name="events")
    old = models.CharField(max_length=10, choices=WebinarGuest.Status.choices, blank=True)
    new = models.CharField(max_length=10, choices=WebinarGuest.Status.choices)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class WebinarReminderQuerySet(models.QuerySet["WebinarReminder"]):
    def due(self, now: datetime) -> WebinarReminderQuerySet:
        return self.filter(claimed_at=None, due_at__lte=now)


class WebinarReminder(models.Model):
    """A reminder that is due so long before a webinar; claimed once, with the letters of it."""

    class Step(models.TextChoices):
        WEEK = "week", _("a week before")
        DAY = "day", _("a day before")
        HOUR = "hour", _("an hour before")

    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=4, choices=Step.choices)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    # To how many it went; nothing where it was too late, or a nearer one was due as well.
    sent = models.PositiveIntegerField(null=True)
    objects = WebinarReminderQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["due_at"], name="webinar_reminders_due", condition=Q(claimed_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["webinar", "step"], name="one_reminder_per_webinar_and_step"),
            models.CheckConstraint(
                condition=Q(sent=None) | Q(claimed_at__isnull=False), name="webinar_reminder_sent_is_claimed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.webinar}: {self.step}"


class WebinarMaterial(models.Model):
    """Something to read or use from a webinar: a file or a link."""

    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=200)
    upload = models.ForeignKey("people.Upload", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(_("link"), max_length=500, blank=True)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(upload=None) ^ Q(link=""), name="webinar_material_is_a_file_or_a_link"),
        ]

    def __str__(self) -> str:
        return self.title
