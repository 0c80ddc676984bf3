"""The support of one graduate as one timeline: each kind of step has a provider that tells its own entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from people import charts
from people.models import User
from postcourse.calendar import add_months
from postcourse.models import Plan
from postcourse.policy import POLICY
from postcourse.templates_of import template_of
from postcourse.timeline_consultations import consultation_entries
from postcourse.timeline_entry import CANCELLED, NEXT, Entry
from postcourse.timeline_milestones import milestone_entries
from postcourse.timeline_webinars import webinar_entries

__all__ = ["Entry", "Provider", "drawn", "entries_of", "span"]

# Entries of a plan for whoever reads it; without a reader, with no links.
Provider = Callable[[Plan, User | None], Iterable[Entry]]
PROVIDERS: tuple[Provider, ...] = (consultation_entries, webinar_entries, milestone_entries)


def entries_of(plan: Plan, *, reader: User | None = None) -> list[Entry]:
    """What was, what is and what is to come, in this order."""
    entries = [entry for provider in PROVIDERS for entry in provider(plan, reader)]
    return sorted(entries, key=lambda entry: entry.order)


def drawn(entries: Sequence[Entry], now: datetime) -> list[charts.Moment]:
    """Dots of the picture; what was cancelled is told in the list, not drawn."""
    shown = [entry for entry in entries if entry.state != CANCELLED]
    coming = next((entry for entry in shown if entry.is_ahead(now)), None)
    return [_dot(replace(entry, state=NEXT) if entry is coming else entry) for entry in shown]


def _dot(entry: Entry) -> charts.Moment:
    when = f"{entry.day:%d.%m.%Y}, {entry.times}" if entry.times else f"{entry.day:%d.%m.%Y}"
    return charts.Moment(when=entry.day, label=entry.title, state=entry.state, note=f"{when} · {entry.word}")


def span(plan: Plan, entries: Iterable[Entry]) -> tuple[date, date]:
    """From when to when the picture reaches: the months that were promised, or as far as something is planned."""
    months = POLICY.retake_months if plan.kind == Plan.Kind.RETAKE else template_of(plan).last_month
    last = max((entry.day for entry in entries), default=plan.counted_from)
    return plan.counted_from, max(last, add_months(plan.counted_from, months))
