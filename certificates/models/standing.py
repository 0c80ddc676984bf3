from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from certificates.models.imprint import Imprint, said_by


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
    # The public fields only: never points, band, IIN, phone or e-mail (design §3.8). What thousands of documents say
    # alike is kept once, so that millions of these rows stay small.
    imprint = models.ForeignKey(Imprint, on_delete=models.PROTECT, related_name="+", db_index=False)
    own = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    # The public asks for this: the index holds no code that is withheld, so it costs what an unknown one costs.
    answers_to = models.GeneratedField(
        expression=Case(When(withheld=False, then="code")),
        output_field=models.CharField(max_length=16),
        db_persist=True,
    )

    class Meta:
        # The register's pages of what is out of force (which has a day) or withheld: few among millions.
        indexes = [
            models.Index(fields=["state"], condition=Q(since__isnull=False), name="standings_out_of_force"),
            models.Index(fields=["document"], condition=Q(withheld=True), name="standings_withheld"),
        ]
        constraints = [models.UniqueConstraint(fields=["answers_to"], name="one_standing_answers_to_a_code")]

    def __str__(self) -> str:
        return f"{self.code}: {self.state}"

    @property
    def public(self) -> dict[str, Any]:
        """Everything that whoever has the code may read."""
        return {**said_by(self.imprint_id), **self.own}

    @property
    def name_hidden(self) -> bool:
        """Whether the holder shows the public their initials only."""
        return bool(self.own.get("name_hidden"))
