from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from assessment.models.day import DefenceDay

if TYPE_CHECKING:
    from assessment.models.signature import ProtocolSignature


@dataclass(frozen=True)
class Signer:
    """One of the commission under a protocol: their signature, or why there is none, or neither yet."""

    user: int
    name: str
    is_chair: bool
    signature: ProtocolSignature | None
    inability: ProtocolSignature | None

    @property
    def is_missing(self) -> bool:
        return self.signature is None and self.inability is None


class Protocol(models.Model):
    """The protocol (ведомость) of a cohort's part of a finalised day: a frozen snapshot, printed on demand."""

    day = models.ForeignKey(DefenceDay, on_delete=models.PROTECT, related_name="protocols")
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="protocols")
    # Specimens are numbered in a series of their own (design §3.11).
    is_specimen = models.BooleanField(default=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    # The head waits for chair and members; not where it was made before they could sign here.
    signing_required = models.BooleanField(default=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["is_specimen", "year", "number"], name="one_protocol_per_number"),
            models.UniqueConstraint(fields=["day", "cohort"], name="one_protocol_per_day_and_cohort"),
        ]

    def __str__(self) -> str:
        return f"№\xa0{self.number} ({self.year})"

    @property
    def signers(self) -> list[Signer]:
        """Who signs it for the commission, chair first, and what is there of them; reads what a list has prefetched."""
        rows = list(self.signatures.all())
        signed = {row.user_id: row for row in rows if row.is_signed}
        unable = {row.user_id: row for row in rows if not row.is_signed}
        return [
            Signer(each["user"], each["name"], each["chair"], signed.get(each["user"]), unable.get(each["user"]))
            for each in self.snapshot["commission"]
            if each.get("signs") and "user" in each
        ]

    @property
    def waits_for(self) -> list[Signer]:
        """Whose signature the head waits for."""
        return [each for each in self.signers if each.is_missing] if self.signing_required else []
