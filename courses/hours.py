"""Academic hours against the calendar (45 minutes each; Programme §5–6). Nothing here knows the database."""

from __future__ import annotations

from datetime import date


def hours_behind(planned: int, starts_on: date, ends_on: date, today: date) -> int:
    """Whole hours that lie behind us if the planned ones are spread evenly over the days, first and last included."""
    days = (ends_on - starts_on).days + 1
    passed = min(max((today - starts_on).days + 1, 0), days)
    return planned * passed // days
