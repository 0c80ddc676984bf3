"""Who has put their project into practice early has completed the support: a statement of it can be prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postcourse import consulting
from postcourse.models import Consultation, Implementation

if TYPE_CHECKING:
    from config.demo.story import Storyteller

EARLY = "Жоба мерзімінен бұрын енгізілді, талдауы қабылданды"


def complete(story: Storyteller) -> None:
    """After the projects: what was left to talk about is closed with its reason."""
    closed = Implementation.objects.filter(state=Implementation.State.CLOSED).values("plan")
    rows = Consultation.objects.filter(plan__in=closed, status__in=Consultation.OPEN)
    for row in rows.order_by("starts_at", "pk"):
        consulting.cancel(row, why=EARLY, by=story.chair)
