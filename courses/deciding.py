"""Decisions on the places where the programme contradicts itself: recorded by a person, before a cohort opens."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Decision, Discrepancy, ProgrammeVersion
from people.models import User


@transaction.atomic
def decide(discrepancy: Discrepancy, reading: str, *, by: User) -> Decision:
    """Record the reading; it is taken along by cohorts that open from now on, never by those that are open."""
    if reading not in {each["key"] for each in discrepancy.readings}:
        raise ValidationError(_("Choose one of the readings."), code="unknown_reading")
    in_force = discrepancy.decisions.first()
    if in_force is not None and in_force.reading == reading:
        return in_force
    return Decision.objects.create(discrepancy=discrepancy, reading=reading, decided_by=by)


def decisions_in_force(version: ProgrammeVersion) -> dict[str, str]:
    """The newest decision on each discrepancy: {"H": "as_printed", …}; undecided ones are missing."""
    decisions = Decision.objects.filter(discrepancy__version=version).order_by("decided_at", "pk")
    return dict(decisions.values_list("discrepancy__code", "reading"))


def undecided(version: ProgrammeVersion) -> list[Discrepancy]:
    """The discrepancies that nobody has decided yet, in the order of the source."""
    return list(version.discrepancies.filter(decisions=None))
