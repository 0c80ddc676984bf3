from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ForgeryReportQuerySet(models.QuerySet["ForgeryReport"]):
    def waiting(self) -> ForgeryReportQuerySet:
        return self.filter(state__in=ForgeryReport.OPEN)

    def for_list(self) -> ForgeryReportQuerySet:
        """Of a document its number alone: what is frozen of it is long."""
        rows = self.select_related("document", "upload").defer("document__snapshot")
        return rows.order_by("-sent_at", "-pk")


class ForgeryReport(models.Model):
    """Somebody holds a paper that is not what was issued, or not ours at all; who they are they need not say."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        CHECKING = "checking", _("Being checked")
        FORGERY = "forgery", _("A forgery")
        GENUINE = "genuine", _("The paper is genuine")
        NO_ANSWER = "no_answer", _("It cannot be said")

    class Wrong(models.TextChoices):
        LOOKS = "looks", _("The paper looks different")
        NAME = "name", _("Another name stands on it")
        DATA = "data", _("Hours, dates or other data differ")
        SOLD = "sold", _("It was offered for sale")
        OTHER = "other", _("Something else")

    OPEN = (State.NEW, State.CHECKING)

    # As it was typed; `document` is what the register has under it, be it withheld or not: only the staff learn that.
    code = models.CharField(max_length=64, blank=True)
    document = models.ForeignKey(
        "certificates.Document", on_delete=models.PROTECT, null=True, related_name="forgery_reports"
    )
    wrong = models.CharField(max_length=10, choices=Wrong.choices)
    text = models.TextField(max_length=2000, blank=True)
    upload = models.ForeignKey("people.Upload", on_delete=models.PROTECT, null=True, related_name="+")
    reporter = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2)
    # When they agreed that what they said of themselves is kept for the answer.
    agreed_at = models.DateTimeField(null=True)
    # To which words, in the language that they read.
    consent_version = models.CharField(max_length=20, blank=True)
    consent = models.TextField(blank=True)
    scrubbed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)

    objects = ForgeryReportQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["state", "sent_at"], name="forgery_reports_by_state")]
        constraints = [
            models.CheckConstraint(condition=~Q(wrong="other") | ~Q(text=""), name="forgery_report_says_what_is_wrong"),
            models.CheckConstraint(
                condition=Q(reporter="", email="") | Q(agreed_at__isnull=False), name="forgery_contact_only_if_agreed"
            ),
            models.CheckConstraint(
                condition=Q(scrubbed_at=None) | Q(reporter="", email=""), name="forgery_contact_scrubbed_is_gone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_wrong_display()}, {timezone.localtime(self.sent_at):%d.%m.%Y}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class ForgeryEvent(models.Model):
    """What became of a report: from which state to which, by whom, and what the reporter was told."""

    report = models.ForeignKey(ForgeryReport, on_delete=models.PROTECT, related_name="events")
    old = models.CharField(max_length=10, choices=ForgeryReport.State.choices)
    new = models.CharField(max_length=10, choices=ForgeryReport.State.choices)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    said = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report}: {self.new}"

    @property
    def is_forgetting(self) -> bool:
        """The report stays in its state: who sent it took the consent back and was forgotten."""
        return self.old == self.new
