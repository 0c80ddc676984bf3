"""The readings that are in force for a cohort, in words: taken along at its opening, or those of today before it."""

from __future__ import annotations

from dataclasses import dataclass

from courses.deciding import decisions_in_force
from courses.models import Cohort
from people.languages import in_language


@dataclass(frozen=True)
class Reading:
    code: str
    title: str
    text: str


def readings_of(cohort: Cohort) -> list[Reading]:
    """The decided ones, in the order of the source."""
    decided = cohort.decisions or decisions_in_force(cohort.version)
    return [
        Reading(discrepancy.code, in_language(discrepancy, "title"), in_language(reading, "text"))
        for discrepancy in cohort.version.discrepancies.all()
        for reading in discrepancy.readings
        if reading["key"] == decided.get(discrepancy.code)
    ]
