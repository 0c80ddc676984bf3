from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.languages import Language


class OutboxMessage(models.Model):
    """A message to a person or an organisation is a row first (design §3.7).

    Delivery is at least once with one stable Message-ID per cause; no address means "print and post".
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Will be tried again")
        GIVEN_UP = "given_up", _("Could not be sent")
        TO_POST = "to_post", _("Print and post")
        POSTED = "posted", _("Posted")
        GATHERED = "gathered", _("In one message with others")
        WITHDRAWN = "withdrawn", _("Withdrawn before it was sent")
        ERASED = "erased", _("Erased before it was sent")

    cause = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="messages")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, related_name="messages"
    )
    to_email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    # An invitation travels with the message: name "invite.ics", method REQUEST or CANCEL.
    calendar = models.TextField(blank=True)
    # Where one click takes its reader off the list that it belongs to; empty where it belongs to none.
    unsubscribe = models.CharField(max_length=500, blank=True)
    message_id = models.CharField(max_length=255, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    posted_on = models.DateField(null=True)
    posted_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    retried_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    retried_at = models.DateTimeField(null=True)
    # The message in which it went out together with others.
    digest = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="gathered")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("message")
        indexes = [
            # Whole, not of these states alone: SQLite, which is asked with parameters, knows no states beforehand.
            models.Index(fields=["state", "due_at"], name="outbox_due"),
            models.Index(fields=["claimed_at"], name="outbox_claimed", condition=Q(state="sending")),
            # How much somebody has had today.
            models.Index(fields=["to_email", "sent_at"], name="outbox_sent_to", condition=Q(state="sent")),
            # What went wrong, on the page of the state: few among millions.
            models.Index(fields=["state", "error"], name="outbox_wrong", condition=Q(state__in=["failed", "given_up"])),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state="sent") ^ Q(sent_at=None), name="outbox_sent_iff_sent_at"),
            models.CheckConstraint(condition=Q(state="posted") ^ Q(posted_on=None), name="outbox_posted_iff_posted_on"),
            models.CheckConstraint(
                condition=~Q(state="gathered") | Q(digest__isnull=False), name="outbox_gathered_into_a_message"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.cause}"

    @property
    def title(self) -> str:
        """The subject; of a message that was erased, that it was."""
        return self.subject or gettext("The text was erased")
