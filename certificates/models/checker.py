from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Checker(models.Model):
    """An employer or a department that may check lists of codes: a sign-in with a confirmed e-mail, and no role."""

    user = models.OneToOneField("people.User", on_delete=models.PROTECT, related_name="checker")
    organisation = models.CharField(_("organisation"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=300)
    # What they agreed to, in the wording and the language that they read.
    consent_version = models.CharField(max_length=20)
    consent = models.TextField()
    confirmed_at = models.DateTimeField(default=timezone.now)
    is_blocked = models.BooleanField(default=False)
    # From then on nothing is known of them but that there was somebody; who comes back agrees anew.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-confirmed_at", "-pk"]

    def __str__(self) -> str:
        return self.organisation


class CheckerEvent(models.Model):
    """What happened to the right to check lists."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("Address confirmed")
        BLOCKED = "blocked", _("Blocked")
        RESTORED = "restored", _("May check again")
        # `why` has what stood there before.
        CHANGED = "changed", _("Organisation or purpose changed")
        ENDED = "ended", _("Registration ended")

    checker = models.ForeignKey(Checker, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    why = models.CharField(max_length=600, blank=True)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.checker}: {self.kind}"


class ListCheck(models.Model):
    """That somebody checked a list: when, and how many of what; no code and no name."""

    checker = models.ForeignKey(Checker, on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField(default=timezone.now)
    rows = models.PositiveIntegerField()
    in_force = models.PositiveIntegerField()
    not_in_force = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    mistyped = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["checker", "-at"], name="list_checks_of_checker")]
        constraints = [
            models.CheckConstraint(
                condition=Q(rows=F("in_force") + F("not_in_force") + F("unknown") + F("mistyped")),
                name="list_check_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checker}, {self.at:%d.%m.%Y}: {self.rows}"
