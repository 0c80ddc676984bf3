from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from postcourse.models.practice import Practice

if TYPE_CHECKING:
    from people.models import User


class PracticeComment(models.Model):
    """A word under a practice, by a graduate or by the staff. It is not changed afterwards, only taken away."""

    class State(models.TextChoices):
        SHOWN = "shown", _("Shown")
        HIDDEN = "hidden", _("Hidden by a moderator")
        REMOVED = "removed", _("Removed by its author")

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="comments")
    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="practice_comments")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SHOWN)
    # Of the last decision on it: why it was hidden, who and when.
    why = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="hidden") | Q(decided_by__isnull=False), name="practice_comment_hidden_by_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.at:%d.%m.%Y}"


class ReportQuerySet(models.QuerySet["PracticeReport"]):
    def open(self) -> ReportQuerySet:
        return self.filter(settled_at=None)

    def to_settle(self) -> ReportQuerySet:
        """Open, and about what a moderator can look at: what its author has taken back is seen by nobody meanwhile."""
        return self.open().exclude(practice__state__in=["draft", "erased"])

    def to_settle_by(self, user: User) -> ReportQuerySet:
        """Nobody decides on what they have written themselves."""
        own = Q(comment=None, practice__author__in=user.own_records)
        return self.to_settle().exclude(own).exclude(comment__user=user)


class PracticeReport(models.Model):
    """Somebody says that a practice, or a comment on it, should not stand there; a moderator hides or keeps it."""

    class Outcome(models.TextChoices):
        HIDDEN = "hidden", _("Hidden")
        KEPT = "kept", _("Kept")
        GONE = "gone", _("Taken away by its author")

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="reports")
    # None: the practice itself is meant.
    comment = models.ForeignKey(PracticeComment, on_delete=models.CASCADE, null=True, related_name="reports")
    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="practice_reports")
    # Empty once the person is erased.
    why = models.CharField(max_length=1000)
    at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    settled_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "practice"],
                condition=Q(comment=None, settled_at=None),
                name="one_open_report_per_person_and_practice",
            ),
            models.UniqueConstraint(
                fields=["user", "comment"],
                condition=Q(settled_at=None),
                name="one_open_report_per_person_and_comment",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None) | (~Q(outcome="") & Q(settled_at__isnull=False)),
                name="practice_report_settled_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.at:%d.%m.%Y}"
