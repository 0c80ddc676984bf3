from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.models.protocol import Protocol


class ProtocolSignature(models.Model):
    """A member of a commission signs the protocol, or the chair writes down why somebody cannot. Insert-only."""

    class Capacity(models.TextChoices):
        CHAIR = "chair", _("Chair of the commission")
        MEMBER = "member", _("Member of the commission")

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="signatures")
    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    # As it is printed, whatever becomes of the user.
    name = models.CharField(max_length=200)
    capacity = models.CharField(max_length=6, choices=Capacity.choices)
    # SHA-256 of what was signed (assessment.signing.digest_of); empty where somebody cannot sign.
    digest = models.CharField(max_length=64, blank=True)
    cannot = models.CharField(max_length=300, blank=True)
    # The member, or who wrote down that they cannot.
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["protocol", "user"], condition=Q(cannot=""), name="one_signature_per_member_and_protocol"
            ),
            models.UniqueConstraint(
                fields=["protocol", "user"], condition=~Q(cannot=""), name="one_inability_per_member_and_protocol"
            ),
            models.CheckConstraint(condition=Q(digest="") ^ Q(cannot=""), name="signature_is_of_something_or_cannot"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.protocol}"

    @property
    def is_signed(self) -> bool:
        return not self.cannot
