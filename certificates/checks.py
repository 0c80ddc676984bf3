"""How often a document was checked, as its holder sees it: by day, of the last months, and in all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from certificates.counting import is_counting
from certificates.models import Document
from people.charts import DayBars, day_bars

DAYS = 90


@dataclass(frozen=True)
class Checks:
    total: int
    latest: int
    bars: DayBars
    is_counting: bool


def checks_of(document: Document, today: date) -> Checks:
    """One query; of a day without a row nothing was counted."""
    counts = {row.day: row.n for row in document.checks.all()}
    first = today - timedelta(days=DAYS - 1)
    latest = {day: n for day, n in counts.items() if first <= day <= today}
    return Checks(sum(counts.values()), sum(latest.values()), day_bars(latest, first, today), is_counting())
