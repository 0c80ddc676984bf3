from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment
from people.roles import Role
from postcourse.models.support import Plan

if TYPE_CHECKING:
    from people.models import Person, User


class Standing(models.TextChoices):
    """How it stands: reckoned by `implementation_status`, or said by the trainer with a reason."""

    ON_TRACK = "on_track", _("On track")
    LATE = "late", _("Late")
    STUCK = "stuck", _("Stuck")
    DONE = "done", _("Done")


class Agreement(models.TextChoices):
    """Whether somebody has compared the goals with the project that was defended."""

    CONFIRMED = "confirmed", _("Compared with the defended project")
    OPEN = "open", _("Changed since: to be compared again")


class ImplementationQuerySet(models.QuerySet["Implementation"]):
    def visible_to(self, user: User) -> ImplementationQuerySet:
        if user.has_role(Role.ORGANISER, Role.ADMINISTRATOR):
            return self
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def held_by(self, user: User) -> ImplementationQuerySet:
        """Of the graduates whose support is theirs."""
        return self.filter(plan__trainer=user)

    def with_people(self) -> ImplementationQuerySet:
        return self.select_related(
            "plan__attempt__enrolment__person", "plan__attempt__enrolment__cohort", "plan__trainer", "plan__template",
            "plan__result", "judged_by", "goals_confirmed_by",
        )  # fmt: skip


class Implementation(models.Model):
    """The defended project of a graduate on its way into the practice of their school (Programme §9)."""

    class State(models.TextChoices):
        RUNNING = "running", _("Under way")
        ANALYSED = "analysed", _("Results analysed")
        CLOSED = "closed", _("Project completed")
        ENDED = "ended", _("Ended")

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="implementation")
    # As it was defended: the topic on the enrolment may be put right later, for papers.
    topic = models.CharField(_("topic of the project"), max_length=400, blank=True)
    project_type = models.CharField(max_length=12, choices=Enrolment.ProjectType.choices, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    # What the trainer says in place of what is reckoned; nothing again with the next report.
    judged = models.CharField(max_length=10, choices=Standing.choices, blank=True)
    judged_why = models.CharField(max_length=300, blank=True)
    judged_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    # That the goals are those of the defended project; nothing again when one of them is set, changed or dropped.
    goals_confirmed_at = models.DateTimeField(null=True)
    goals_confirmed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    objects = ImplementationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(judged="", judged_at=None) | (~Q(judged="") & Q(judged_at__isnull=False)),
                name="implementation_judged_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(goals_confirmed_at=None, goals_confirmed_by=None)
                | Q(goals_confirmed_at__isnull=False, goals_confirmed_by__isnull=False),
                name="implementation_goals_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.topic}"

    @property
    def person(self) -> Person:
        return self.plan.attempt.enrolment.person

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING


SAID = [*Implementation.State.choices, *Standing.choices, *Agreement.choices]


class ImplementationEvent(models.Model):
    """What became of an implementation: a change of its state, or of what the trainer says of it or of its goals."""

    class Kind(models.TextChoices):
        STATE = "state", _("State")
        JUDGED = "judged", _("Status by the trainer")
        GOALS = "goals", _("Goals of the project")

    implementation = models.ForeignKey(Implementation, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    old = models.CharField(max_length=10, choices=SAID, blank=True)
    new = models.CharField(max_length=10, choices=SAID, blank=True)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
