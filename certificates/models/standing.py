from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Standing(models.Model):
    """What verification needs to know of a document, derived from it and its events; the only row that is rewritten."""

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        REVOKED = "revoked", _("Revoked")
        SUPERSEDED = "superseded", _("Replaced")

    code = models.CharField(max_length=16, primary_key=True)
    document = models.OneToOneField("certificates.Document", on_delete=models.PROTECT, related_name="standing")
    state = models.CharField(max_length=10, choices=State.choices, default=State.IN_FORCE)
    since = models.DateField(null=True)
    valid_through = models.DateField(null=True)
    withheld = models.BooleanField(default=False)
    # The public fields only, ready to show: never points, band, IIN, phone or e-mail (design §3.8).
    public = models.JSONField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        # The register's pages of what is out of force or withheld: few among millions.
        indexes = [
            models.Index(fields=["state"], condition=~Q(state="in_force"), name="standings_out_of_force"),
            models.Index(fields=["document"], condition=Q(withheld=True), name="standings_withheld"),
        ]

    @property
    def name_hidden(self) -> bool:
        """Whether the holder shows the public their initials only."""
        return bool(self.public.get("name_hidden"))

    def __str__(self) -> str:
        return f"{self.code}: {self.state}"
